package io.labroute.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged engine, with 512 MB of heap and its embedded server, beside the same server used bare. Rounds of both sides
 * alternate, and the best of each counts, because the speed of disks moves.
 */
class IngestBench {

  private static final int ROUNDS = 3;
  private static final int ROWS = 1_000_000;
  private static final int FILES = 5_000;
  private static final int SINGLE_FILES = 100;
  private static final int STARTS = 5;
  private static final Duration SETTLE = Duration.ofMillis(500);

  private final long seed = Long.getLong("seed", 20261121L);
  private final GeneratedPlates plates = new GeneratedPlates(seed);

  @TempDir
  Path home;

  private EngineProcess engine;
  private BareDatabase bare;
  private Report report;

  @Test
  void measures() throws Exception {
    engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", SETTLE.toMillis() + "ms").start().awaitReady();
    bare = new BareDatabase(engine);
    dropKnownCellLines();
    report = new Report("ingest", engine.ask("select split_part(version(), ' on ', 1)"), seed);
    try {
      bulk();
      smallFiles();
      latency();
      report.line("peak memory of the engine's process: %s (heap at most 512 MB)", engine.peakMemory());
      starts();
    } finally {
      engine.close();
    }
    report.write(Path.of("target/bench/ingest.txt"));
  }

  /** As in a lab that has named its cell lines, so that no file is doubtful. */
  private void dropKnownCellLines() throws IOException {
    Path temp = engine.inbox("simulation-parameters").resolve(".cell-lines");
    Files.writeString(temp, "cell_lines:\n" + Stream.of(GeneratedPlates.CELL_LINES)
        .map("  %s: {doubling_time_h: 24.0}%n"::formatted).collect(Collectors.joining()));
    Files.move(temp, temp.resolveSibling("cell-lines.yaml"));
    awaitCompleted("name = 'cell-lines.yaml'", 1);
  }

  private void bulk() throws IOException {
    var loaded = new ArrayList<Duration>();
    var copied = new ArrayList<Duration>();
    var copiedBare = new ArrayList<Duration>();
    for (int round = 1; round <= ROUNDS; round++) {
      Path file = home.resolve("bulk.csv");
      plates.write(file, "bulk" + round, ROWS);
      Path dropped = engine.inbox("plate-results").resolve(".bulk");
      Files.copy(file, dropped);
      Instant settled = Instant.now().plus(SETTLE);
      Files.move(dropped, engine.inbox("plate-results").resolve("bulk" + round + ".csv"));
      awaitCompleted("name = 'bulk" + round + ".csv'", 1);
      loaded.add(Duration.between(settled, Instant.now()));
      copied.add(bare.copyConstrained(file));
      copiedBare.add(bare.copyBare(file));
      Files.delete(file);
      report.line("bulk, round %d: engine %s, \\copy %s, \\copy into a bare table %s", round, seconds(loaded.get(round - 1)),
          seconds(copied.get(round - 1)), seconds(copiedBare.get(round - 1)));
    }
    assertThat(engine.ask("select count(*) from measurement.measurements")).isEqualTo(String.valueOf(ROUNDS * ROWS));
    Duration best = Collections.min(loaded);
    report.line("bulk, %,d rows, best of %d: engine %,.0f rows/s, \\copy %,.0f rows/s, ratio %.2f (aim 0.8);"
        + " bare table %,.0f rows/s", ROWS, ROUNDS, ROWS / inSeconds(best), ROWS / inSeconds(Collections.min(copied)),
        inSeconds(Collections.min(copied)) / inSeconds(best), ROWS / inSeconds(Collections.min(copiedBare)));
  }

  private void smallFiles() throws Exception {
    var loaded = new ArrayList<Duration>();
    var inserted = new ArrayList<Duration>();
    for (int round = 1; round <= ROUNDS; round++) {
      Path folder = Files.createDirectory(home.resolve("small" + round));
      for (int n = 0; n < FILES; n++) {
        plates.write(folder.resolve("small-%d-%d.csv".formatted(round, n)), "small%d-%d".formatted(round, n), 10);
      }
      inserted.add(bare.insertEach(folder));
      Instant settled = moveAll(folder, engine.inbox("plate-results"));
      awaitCompleted("name like 'small-" + round + "-%'", FILES);
      Instant end = Instant.now();
      loaded.add(Duration.between(earlier(settled, "small-" + round), end));
      report.line("small files, round %d: engine %s, bare loop %s", round, seconds(loaded.get(round - 1)),
          seconds(inserted.get(round - 1)));
    }
    assertThat(engine.ask("select count(*) from measurement.measurements where plate_id like 'small%'"))
        .isEqualTo(String.valueOf(ROUNDS * FILES * 10));
    report.line("small files, %,d of 1 KiB, best of %d: engine %,.0f files/s, bare loop %,.0f files/s, ratio %.2f (aim 1)",
        FILES, ROUNDS, FILES / inSeconds(Collections.min(loaded)), FILES / inSeconds(Collections.min(inserted)),
        inSeconds(Collections.min(inserted)) / inSeconds(Collections.min(loaded)));
  }

  /** When the last of them has settled. */
  private static Instant moveAll(Path from, Path to) throws IOException {
    try (var files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.move(file, to.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return Instant.now().plus(SETTLE);
  }

  /** If the engine began on those that settled first before the last had, its time begins there. */
  private Instant earlier(Instant settled, String names) {
    Instant first = Instant.parse(engine.ask(("select to_char(min(received_at) at time zone 'UTC',"
        + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') from ingest.file where name like '%s-%%'").formatted(names)));
    return first.isBefore(settled) ? first : settled;
  }

  private void latency() throws IOException, SQLException {
    var latencies = new ArrayList<Duration>();
    try (Connection connection = engine.connect(); PreparedStatement ask = connection.prepareStatement(
        "select count(*) from ingest.file where name = ? and state = 'completed'")) {
      for (int n = 0; n < SINGLE_FILES; n++) {
        String name = "single-" + n + ".csv";
        Path temp = engine.inbox("plate-results").resolve("." + name);
        plates.write(temp, "single" + n, 96);
        ask.setString(1, name);
        Instant settled = Instant.now().plus(SETTLE);
        Files.move(temp, temp.resolveSibling(name), StandardCopyOption.ATOMIC_MOVE);
        await().atMost(Duration.ofSeconds(30)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2)).until(() -> {
          try (var row = ask.executeQuery()) {
            return row.next() && row.getInt(1) == 1;
          }
        });
        latencies.add(Duration.between(settled, Instant.now()));
      }
    }
    Collections.sort(latencies);
    report.line("one file, from settled to committed: p50 %d ms, p95 %d ms, max %d ms (aim: p95 200 ms)",
        latencies.get(SINGLE_FILES / 2).toMillis(), latencies.get(SINGLE_FILES * 95 / 100).toMillis(),
        latencies.get(SINGLE_FILES - 1).toMillis());
  }

  private void starts() {
    List<Duration> starts = new ArrayList<>();
    for (int n = 0; n < STARTS; n++) {
      engine.close();
      Instant start = Instant.now();
      engine.start().awaitReady();
      starts.add(Duration.between(start, Instant.now()));
    }
    Collections.sort(starts);
    report.line("warm start of the jar to ready: %s to %s, median %s (aim 8 s)", seconds(starts.get(0)),
        seconds(starts.get(STARTS - 1)), seconds(starts.get(STARTS / 2)));
  }

  private void awaitCompleted(String which, int files) {
    try (Connection connection = engine.connect(); PreparedStatement ask = connection.prepareStatement(
        "select count(*) from ingest.file where state = 'completed' and " + which)) {
      await().atMost(Duration.ofMinutes(5)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> {
        try (var row = ask.executeQuery()) {
          return row.next() && row.getInt(1) == files;
        }
      });
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double inSeconds(Duration time) {
    return time.toNanos() / 1e9;
  }

  private static String seconds(Duration time) {
    return "%.2f s".formatted(inSeconds(time));
  }
}
