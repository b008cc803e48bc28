package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/** Keeps page and API on this machine: they ask nobody who he is. */
final class LoopbackOnly {

  private LoopbackOnly() {}

  /**
   * Checks the addresses that will be listened on. One that is not set would be all of the machine's.
   *
   * @throws Refusal when one can be reached from other machines
   */
  static void require(Environment settings) {
    require("server.address", settings.getProperty("server.address"));
    if (settings.containsProperty("management.server.port")) {
      require("management.server.address", settings.getProperty("management.server.address"));
    }
  }

  private static void require(String setting, @Nullable String address) {
    if (address == null || address.isBlank() || !isLoopback(address)) {
      throw Finding.of("engine.address-not-local",
              "The setting %s would open page and API to other machines, which is refused until users are configured."
                  .formatted(setting))
          .value(address)
          .allowed("127.0.0.1, ::1 or localhost")
          .maybe("reach it through a tunnel: ssh -L 8080:127.0.0.1:8080 <this machine>.")
          .refusal();
    }
  }

  private static boolean isLoopback(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
