package io.labroute.crash;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The user {@code nobody}, as whom root runs what root's rights would hide. */
final class OtherUser {

  static final int UID = 65534;

  private OtherUser() {}

  static void assumeThatItCanRead(Path file) throws IOException, InterruptedException {
    Assumptions.assumeTrue(run("test", "-w", "/root") == 0, "only root can run an engine as another user");
    Assumptions.assumeTrue(run("setpriv", "--reuid=" + UID, "--regid=" + UID, "--clear-groups", "test", "-r",
        file.toString()) == 0, file + " is out of reach for other users");
  }

  static void give(Path folder) throws IOException, InterruptedException {
    if (run("chown", "-R", UID + ":" + UID, folder.toString()) != 0) {
      throw new IllegalStateException(folder + " cannot be given away");
    }
  }

  private static int run(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words).start().waitFor();
  }
}
