package io.labroute.crash;

import io.labroute.platform.EmbeddedPostgres;
import io.labroute.platform.EngineLock;
import java.nio.file.Path;

/** A database server beside the engine, which can be stopped and started again on the same port. */
final class Server implements AutoCloseable {

  private static final String PASSWORD = "server-password";

  private final EngineLock lock;
  private EmbeddedPostgres running;

  Server(Path folder) {
    lock = EngineLock.acquire(folder);
    running = EmbeddedPostgres.start(lock.data(), 0, PASSWORD, lock);
  }

  String jdbcUrl() {
    return running.jdbcUrl();
  }

  String user() {
    return running.user();
  }

  String password() {
    return PASSWORD;
  }

  void stop() {
    running.close();
  }

  void startAgain() {
    running = EmbeddedPostgres.start(lock.data(), running.port(), PASSWORD, lock);
  }

  @Override
  public void close() {
    running.close();
    lock.close();
  }
}
