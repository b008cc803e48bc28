package io.labroute.platform;

import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The engine's folders, time zone and embedded database, under {@code labroute}.
 *
 * @param data what the engine keeps: database, large originals, logs, lock
 * @param inbox where files are dropped, in a folder for each kind
 * @param zone of times that name none; the machine's unless set
 * @param database the embedded database
 */
@ConfigurationProperties("labroute")
public record EngineProperties(
    @DefaultValue("data") Path data,
    @DefaultValue("inbox") Path inbox,
    @Nullable ZoneId zone,
    @DefaultValue Database database) {

  @Override
  public ZoneId zone() {
    return zone == null ? ZoneId.systemDefault() : zone;
  }

  /** Where originals lie that are too large for the database. */
  public Path contents() {
    return data.resolve("content");
  }

  /**
   * The embedded database, under {@code labroute.database}.
   *
   * @param port on 127.0.0.1; 0 takes any free one
   * @param password of the user {@code labroute}; when null or blank, one is made up and kept in the data folder
   */
  public record Database(@DefaultValue("15432") int port, @Nullable String password) {

    boolean hasPassword() {
      return password != null && !password.isBlank();
    }

    @Override
    public String toString() {
      return "Database[port=" + port + ", password=" + (hasPassword() ? "set" : "not set") + "]";
    }
  }
}
