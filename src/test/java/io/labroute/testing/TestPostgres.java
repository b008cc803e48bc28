package io.labroute.testing;

import io.labroute.lab.Refusal;
import io.labroute.platform.EmbeddedPostgres;
import io.labroute.platform.EngineLock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.util.FileSystemUtils;

/** One embedded PostgreSQL for all tests of this process, started when first asked for and deleted at its end. */
public final class TestPostgres {

  private static final int MOST_AT_ONCE = 20;
  private static final AtomicInteger COUNT = new AtomicInteger();

  private TestPostgres() {}

  /** Makes a database that no other test uses. Its commits are not waited for, which makes tests faster. */
  public static TestDatabase create() {
    EmbeddedPostgres server = Server.RUNNING;
    String name = "test_" + COUNT.incrementAndGet();
    try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
        var statement = connection.createStatement()) {
      statement.execute("drop database if exists " + name + " with (force)");       // left by a test that was killed
      statement.execute("create database " + name);
      statement.execute("alter database " + name + " set synchronous_commit = off");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new TestDatabase(
        server.jdbcUrl().replaceFirst("[^/]+$", name), server.user(), server.password());
  }

  private static final class Server {

    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      EngineLock lock = freeFolder(1);
      EmbeddedPostgres server = EmbeddedPostgres.start(lock.data(), 0, null, lock);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {
        server.close();
        delete(lock.data());
        lock.close();
      }));
      return server;
    }

    /** Numbered folders, so that the server of a test that was killed is found and stopped by a later one. */
    private static EngineLock freeFolder(int number) {
      try {
        return EngineLock.acquire(Path.of("target", "test-postgres-" + number));
      } catch (Refusal taken) {
        if (number == MOST_AT_ONCE) {
          throw taken;
        }
        return freeFolder(number + 1);
      }
    }

    private static void delete(Path folder) {
      try {
        FileSystemUtils.deleteRecursively(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
