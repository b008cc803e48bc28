package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.crash.MixedFiles.Dropped;
import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/** Drops files while the packaged engine is killed at random moments, then compares the end with that of a clean run. */
final class KillNine {

  private final EngineProcess engine;
  private final MixedFiles mixture;
  private final Random random;

  KillNine(Path home, int files, long seed) {
    System.out.printf("kill -9 run with %d files, seed %d%n", files, seed);
    mixture = new MixedFiles(files, seed);
    random = new Random(seed);
    engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "200ms");
  }

  void run(int rounds) throws IOException, SQLException {
    Iterator<Dropped> waiting = mixture.files().iterator();
    int filesARound = mixture.files().size() / rounds + 1;
    try (engine) {
      for (int round = 1; round <= rounds; round++) {
        engine.start().awaitReady();
        for (int n = 0; n < filesARound && waiting.hasNext(); n++) {
          MixedFiles.drop(waiting.next(), engine.home().resolve("inbox"));
        }
        LockSupport.parkNanos(Duration.ofMillis(50 + random.nextInt(1_000)).toNanos());
        engine.kill();
      }
      engine.start().awaitReady();
      awaitEmptyInbox();
      check();
    }
  }

  private void awaitEmptyInbox() {
    await("the inbox is empty").atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200))
        .until(() -> left().isEmpty());
    await("nothing is in work").atMost(Duration.ofSeconds(30)).until(() ->
        engine.ask("select count(*) from ingest.file where state in ('received', 'processing') or moved_at is null")
            .equals("0"));
  }

  private List<Path> left() throws IOException {
    var left = new ArrayList<Path>();
    try (var kinds = Files.newDirectoryStream(engine.home().resolve("inbox"), Files::isDirectory)) {
      for (Path kind : kinds) {
        try (var files = Files.newDirectoryStream(kind, Files::isRegularFile)) {
          files.forEach(left::add);
        }
      }
    }
    return left;
  }

  private void check() throws IOException, SQLException {
    for (String state : List.of("completed", "duplicate", "rejected")) {
      assertThat(engine.ask("select count(*) from ingest.file where state = '%s'".formatted(state)))
          .as("files %s", state).isEqualTo(String.valueOf(mixture.count(state)));
    }
    assertThat(engine.ask("select count(distinct name) from ingest.file")).as("names")
        .isEqualTo(String.valueOf(mixture.files().size()));
    assertThat(wells()).as("wells").isEqualTo(new TreeSet<>(mixture.wells()));
    assertThat(engine.ask("select count(*) from measurement.measurements"))
        .isEqualTo(String.valueOf(mixture.wells().size()));
    long parameterFiles = mixture.files().stream().filter(file -> file.kind().equals("simulation-parameters")).count();
    assertThat(engine.ask("select count(*) from catalog.sim_cell_line_params")).as("one version for each parameter file")
        .isEqualTo(String.valueOf(parameterFiles));
    assertThat(engine.ask("select count(*) from catalog.sim_cell_line_params where valid_to is null")).isEqualTo("1");
    assertThat(engine.ask("select count(*) from ingest.file f where state <> 'duplicate'"
        + " and not exists (select from ingest.content c where c.sha256 = f.sha256)")).as("originals missing").isEqualTo("0");
    assertThat(engine.ask("select count(*) from audit.entries where file_id is not null"))
        .isEqualTo(String.valueOf(mixture.files().size()));
    for (Dropped file : mixture.files()) {
      String shelf = engine.ask("select state from ingest.file where name = '%s'".formatted(file.name()))
          .replace("completed", "done");
      assertThat(engine.inbox(file.kind()).resolve("." + shelf).resolve(file.name())).hasContent(file.text());
    }
  }

  private TreeSet<String> wells() throws SQLException {
    var wells = new TreeSet<String>();
    try (var connection = engine.connect(); var statement = connection.createStatement();
        var rows = statement.executeQuery("select plate_id || ' ' || well_id from measurement.current_measurements")) {
      while (rows.next()) {
        wells.add(rows.getString(1));
      }
    }
    return wells;
  }
}
