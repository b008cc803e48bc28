package io.labroute.crash;

import io.labroute.platform.EmbeddedPostgres;
import io.labroute.platform.EngineLock;
import io.labroute.testing.EngineProcess;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A database server beside the engines, which can be stopped and started again on the same port. */
final class Server implements AutoCloseable {

  private static final String PASSWORD = "server-password";

  private final EngineLock lock;
  private EmbeddedPostgres running;
  private int databases;

  Server(Path folder) {
    lock = EngineLock.acquire(folder);
    running = EmbeddedPostgres.start(lock.data(), 0, PASSWORD, lock);
  }

  /** An engine on an empty database of this server. */
  EngineProcess engine(Path home) throws SQLException {
    String name = "engine_" + ++databases;
    try (var connection = DriverManager.getConnection(running.jdbcUrl(), running.user(), PASSWORD);
        var statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "200ms")
        .on(running.jdbcUrl().replaceFirst("[^/]+$", name), running.user(), PASSWORD);
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
