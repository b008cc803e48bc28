package io.labroute.bench;

import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;

/** What the same server does without the engine: COPY of a file, and one INSERT and commit for each file. */
final class BareDatabase {

  private static final String COLUMNS = "(plate_id, well_id, cell_line, compound, dose_um, time_h, raw_signal, is_control,"
      + " date, incubator_id, liquid_handler_id, viability_norm)";
  private static final int THREADS = 8;

  private final EngineProcess engine;

  BareDatabase(EngineProcess engine) {
    this.engine = engine;
  }

  /** COPY into a table of the same columns, indexes and constraints as the engine's, which grows as the engine's does. */
  Duration copyConstrained(Path file) {
    run("create schema if not exists equal",
        "create table if not exists equal.plates (like measurement.plates including all)",
        "insert into equal.plates select * from measurement.plates on conflict do nothing",
        "create table if not exists equal.measurements (like measurement.measurements including all)",
        "alter table equal.measurements alter plate_version set default 1, alter file_id set default 1,"
            + " alter line set default 1",
        "alter table equal.measurements drop constraint if exists of_plate",
        "alter table equal.measurements add constraint of_plate"
            + " foreign key (plate_id, plate_version) references equal.plates not valid");
    return copy("equal.measurements", file);
  }

  /** COPY into a table of the same columns without any index or constraint. */
  Duration copyBare(Path file) {
    run("drop schema if exists bare cascade", "create schema bare",
        "create table bare.measurements (like measurement.measurements)",
        "alter table bare.measurements alter plate_version set default 1, alter file_id set default 1,"
            + " alter line set default 1");
    return copy("bare.measurements", file);
  }

  /** With psql where there is one, else with the driver's own COPY. */
  private Duration copy(String table, Path file) {
    long start = System.nanoTime();
    try {
      var psql = new ProcessBuilder("psql", "-q", "-d", engine.psqlUrl(), "-c",
          "\\copy " + table + " " + COLUMNS + " from '" + file.toAbsolutePath() + "' csv header");
      int end = psql.inheritIO().start().waitFor();
      if (end != 0) {
        throw new IllegalStateException("psql ended with " + end);
      }
    } catch (IOException noPsql) {
      copyByDriver(table, file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private void copyByDriver(String table, Path file) {
    try (Connection connection = engine.connect(); var in = Files.newInputStream(file)) {
      connection.unwrap(PGConnection.class).getCopyAPI()
          .copyIn("copy " + table + " " + COLUMNS + " from stdin csv header", in, 1 << 16);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Polls a folder once and stores each file by one INSERT and commit, eight at a time. */
  Duration insertEach(Path folder) throws IOException, InterruptedException {
    run("drop schema if exists bare cascade", "create schema bare",
        "create table bare.file (name text primary key, bytes bytea not null)");
    var connections = IntStream.range(0, THREADS).mapToObj(n -> open()).toList();
    long start = System.nanoTime();
    var files = new ConcurrentLinkedQueue<Path>();
    try (var found = Files.newDirectoryStream(folder, Files::isRegularFile)) {
      found.forEach(files::add);
    }
    List<Thread> threads = connections.stream().map(connection -> new Thread(() -> insert(connection, files))).toList();
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private Connection open() {
    try {
      Connection connection = engine.connect();
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void insert(Connection connection, ConcurrentLinkedQueue<Path> files) {
    try (connection; var statement = connection.prepareStatement("insert into bare.file values (?, ?)")) {
      for (Path file = files.poll(); file != null; file = files.poll()) {
        statement.setString(1, file.getFileName().toString());
        statement.setBytes(2, Files.readAllBytes(file));
        statement.executeUpdate();
        connection.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(String... statements) {
    try (Connection connection = engine.connect(); var statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
