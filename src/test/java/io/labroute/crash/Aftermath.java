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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What is left when all is done, and whether it is what a clean run would have left. */
record Aftermath(EngineProcess engine, Path inbox, MixedFiles mixture) {

  Aftermath(EngineProcess engine, MixedFiles mixture) {
    this(engine, engine.home().resolve("inbox"), mixture);
  }

  /** Waits until the inbox is empty and the ledger at rest, then compares. */
  void check() throws IOException, SQLException {
    awaitRest();
    for (String state : List.of("completed", "duplicate", "rejected")) {
      assertThat(ask("count(*) from ingest.file where state = '" + state + "'")).as("files " + state)
          .isEqualTo(mixture.count(state));
    }
    assertThat(ask("count(distinct name) from ingest.file")).as("names").isEqualTo(mixture.files().size());
    assertThat(wells()).as("wells").isEqualTo(new TreeSet<>(mixture.wells()));
    assertThat(ask("count(*) from measurement.measurements")).as("wells of all versions")
        .isEqualTo(mixture.wells().size());
    long parameterFiles = mixture.files().stream().filter(file -> file.kind().equals("simulation-parameters")).count();
    assertThat(ask("count(*) from catalog.sim_cell_line_params")).as("one version for each parameter file")
        .isEqualTo(parameterFiles);
    assertThat(ask("count(*) from catalog.sim_cell_line_params where valid_to is null"))
        .isEqualTo(Math.min(1, parameterFiles));
    assertThat(ask("count(*) from ingest.file f where state <> 'duplicate'"
        + " and not exists (select from ingest.content c where c.sha256 = f.sha256)")).as("originals missing").isZero();
    assertThat(ask("count(*) from audit.entries where file_id is not null")).as("audit entries")
        .isEqualTo(mixture.files().size());
    checkShelves();
    checkSidecars();
  }

  void awaitEmptyInbox() {
    await("the inbox is empty").atMost(Duration.ofMinutes(5)).pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(left()).isEmpty());
  }

  private void awaitRest() {
    awaitEmptyInbox();
    await("nothing is on its way").atMost(Duration.ofMinutes(2)).until(() -> {
      try (var tree = Files.walk(inbox)) {
        return tree.noneMatch(file -> file.getParent().endsWith(".leaving"));
      }
    });
    // A file that was moved just before the engine was killed is recorded by the sweeper, some seconds after the start.
    await("nothing is in work").atMost(Duration.ofMinutes(2)).until(() ->
        ask("count(*) from ingest.file where state in ('received', 'processing') or moved_at is null") == 0);
  }

  private List<Path> left() throws IOException {
    var left = new ArrayList<Path>();
    try (var kinds = Files.newDirectoryStream(inbox, Files::isDirectory)) {
      for (Path kind : kinds) {
        try (var files = Files.newDirectoryStream(kind, Files::isRegularFile)) {
          files.forEach(left::add);
        }
      }
    }
    return left;
  }

  /** Every file lies where the ledger says that it has ended, as it was dropped, and nothing lies anywhere else. */
  private void checkShelves() throws IOException, SQLException {
    Map<String, String> stateByName = stateByName();
    var expected = new TreeSet<Path>();
    for (Dropped file : mixture.files()) {
      String shelf = "." + stateByName.get(file.name()).replace("completed", "done");
      expected.add(Path.of(file.kind(), shelf, file.name()));
      assertThat(inbox.resolve(file.kind()).resolve(shelf).resolve(file.name())).hasContent(file.text());
    }
    try (var tree = Files.walk(inbox)) {
      assertThat(new TreeSet<>(tree.filter(Files::isRegularFile).map(inbox::relativize)
          .filter(file -> !isSidecar(file.getFileName().toString())).toList())).as("files on all shelves").isEqualTo(expected);
    }
  }

  private static boolean isSidecar(String name) {
    return name.endsWith(".error.json") || name.endsWith(".error.txt") || name.endsWith(".rejects.csv");
  }

  /** Beside every rejected file lies each sidecar once. */
  private void checkSidecars() throws IOException {
    var expected = new TreeSet<String>();
    mixture.files().stream().filter(file -> file.state().equals("rejected")).map(Dropped::name).forEach(name ->
        expected.addAll(List.of(name + ".error.json", name + ".error.txt", name + ".rejects.csv")));
    var sidecars = new TreeSet<String>();
    try (var tree = Files.walk(inbox)) {
      tree.map(file -> file.getFileName().toString()).filter(Aftermath::isSidecar).forEach(sidecars::add);
    }
    assertThat(sidecars).isEqualTo(expected);
  }

  private Map<String, String> stateByName() throws SQLException {
    var states = new HashMap<String, String>();
    try (var connection = engine.connect(); var statement = connection.createStatement();
        var rows = statement.executeQuery("select name, state from ingest.file")) {
      while (rows.next()) {
        states.put(rows.getString(1), rows.getString(2));
      }
    }
    return states;
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

  private long ask(String count) {
    return Long.parseLong(engine.ask("select " + count));
  }
}
