package io.labroute.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two commands as an administrator gives them. */
class BackupAndRestoreIT {

  private static final Path SAMPLES = Path.of("samples");
  private static final List<String> QUESTIONS = List.of("/api/campaigns", "/api/cell-lines", "/api/vials/A375-001/history",
      "/api/measurements/summary", "/api/files/1", "/api/parameters/cell-lines");

  @TempDir
  Path folder;

  @BeforeEach
  void giveTheLabTablesOfItsOwn() throws IOException {
    for (String home : List.of("one", "two")) {
      Path site = Files.createDirectories(folder.resolve(home).resolve("migrations/site"));
      Files.writeString(site.resolve("S1__freezers.sql"), """
          create schema site;
          create table site.freezers (id bigint generated always as identity primary key, name text not null unique);
          insert into site.freezers (name) values ('Frosty'), ('Snowy');
          """);
    }
  }

  @Test
  void aRunningEngineIsBackedUpAndRestoredIntoAnEmptyOneWithTheSameRowsAndAnswers() throws Exception {
    Path archive = folder.resolve("running.zip");
    Map<String, String> rows;
    List<String> answers;
    try (var engine = EngineProcess.ofJar(folder.resolve("one")).with("LABROUTE_INGEST_SETTLE", "100ms").start("-XX:TieredStopAtLevel=1").awaitReady()) {
      dropSamples(engine);
      answers = answers(engine);
      rows = rows(engine);
      assertThat(engine.run("backup", archive.toString())).satisfies(it -> assertThat(it.exit()).as(it.text()).isZero());
      assertThat(engine.run("backup", archive.toString()).text()).contains("backup.exists");
      assertThat(engine.run("restore", archive.toString()).text()).contains("engine.already-running");
    }
    Path stopped = folder.resolve("stopped.zip");
    try (var engine = EngineProcess.ofJar(folder.resolve("one"))) {
      assertThat(engine.run("backup", stopped.toString())).satisfies(it -> assertThat(it.exit()).as(it.text()).isZero());
      deleteContents(engine);
      assertThat(engine.run("backup", folder.resolve("lost.zip").toString())).satisfies(it -> {
        assertThat(it.exit()).isOne();
        assertThat(it.text()).contains("backup.lost-originals");
      });
      assertThat(folder.resolve("lost.zip")).as("all else is worth keeping").isNotEmptyFile();
    }
    assertThat(stopped).isNotEmptyFile();

    try (var engine = EngineProcess.ofJar(folder.resolve("two"))) {
      var restored = engine.run("restore", archive.toString());
      assertThat(restored.exit()).as(restored.text()).isZero();
      assertThat(engine.run("restore", archive.toString()).text()).contains("backup.not-empty");
      engine.start("-XX:TieredStopAtLevel=1").awaitReady();
      rows.put("audit.entries", "told apart");
      Map<String, String> after = rows(engine);
      after.put("audit.entries", "told apart");
      assertThat(after).isEqualTo(rows);
      assertThat(answers(engine)).isEqualTo(answers);
      assertThat(engine.ask("select action from audit.entries order by id desc limit 1")).isEqualTo("restored");
      drop(engine, "vials", "new.csv", "vial_id,cell_line\nNEW-1,A375\n");
      await().atMost(Duration.ofSeconds(30)).until(() -> "completed".equals(
          engine.ask("select state from ingest.file where name = 'new.csv' and moved_at is not null")));
      assertThat(Files.readAllBytes(engine.home().resolve("large.bytes"))).isEqualTo(large().getBytes());
    }
  }

  @Test
  void anExternalDatabaseIsBackedUpAndRestoredAsWell() throws Exception {
    Path archive = folder.resolve("external.zip");
    TestDatabase first = TestPostgres.create();
    Map<String, String> rows;
    try (var engine = EngineProcess.ofJar(folder.resolve("one")).with("LABROUTE_INGEST_SETTLE", "100ms")
        .on(first.jdbcUrl(), first.user(), first.password()).start("-XX:TieredStopAtLevel=1").awaitReady()) {
      dropSamples(engine);
      rows = rows(engine);
    }
    try (var engine = EngineProcess.ofJar(folder.resolve("one")).on(first.jdbcUrl(), first.user(), first.password())) {
      assertThat(engine.run("backup", archive.toString()).exit()).isZero();
    }
    TestDatabase second = TestPostgres.create();
    try (var engine = EngineProcess.ofJar(folder.resolve("two")).on(second.jdbcUrl(), second.user(), second.password())) {
      var restored = engine.run("restore", archive.toString());
      assertThat(restored.exit()).as(restored.text()).isZero();
      Map<String, String> after = rows(engine);
      rows.put("audit.entries", "told apart");
      after.put("audit.entries", "told apart");
      assertThat(after).isEqualTo(rows);
    }
  }

  private static void dropSamples(EngineProcess engine) throws IOException {
    int dropped = 0;
    for (String kind : List.of("simulation-parameters", "plate-results", "cell-lines", "catalogue", "vials", "campaign-reports")) {
      try (var files = Files.walk(SAMPLES.resolve(kind))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          drop(engine, kind, SAMPLES.resolve(kind).relativize(file).toString(), Files.readString(file));
          dropped++;
        }
      }
    }
    drop(engine, "plate-results", "large.csv", large());
    int expected = dropped + 1;
    await().atMost(Duration.ofSeconds(60)).until(() -> String.valueOf(expected).equals(
        engine.ask("select count(*) from ingest.file where moved_at is not null")));
  }

  private static void deleteContents(EngineProcess engine) throws IOException {
    try (var files = Files.walk(engine.home().resolve("data/content"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
  }

  /** More than what is kept in the database itself. */
  private static String large() {
    var text = new StringBuilder("plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control\n");
    for (int plate = 0; text.length() < 1_100_000; plate++) {
      for (int well = 1; well <= 12; well++) {
        text.append("LARGE-").append(plate).append(",A").append(well).append(",A375,DMSO,0,24,100.5,1\n");
      }
    }
    return text.toString();
  }

  private static void drop(EngineProcess engine, String kind, String name, String text) throws IOException {
    Path target = engine.inbox(kind).resolve(name);
    Files.createDirectories(target.getParent());
    Path temp = Files.writeString(target.resolveSibling(".dropping"), text);
    Files.move(temp, target);
  }

  private static List<String> answers(EngineProcess engine) throws IOException {
    var answers = new ArrayList<String>();
    QUESTIONS.forEach(question -> answers.add(engine.get(question).body()));
    String large = engine.ask("select id from ingest.file where name = 'large.csv'");
    Files.writeString(engine.home().resolve("large.bytes"), engine.get("/api/files/" + large + "/content").body());
    return answers;
  }

  /** Number and fingerprint of the rows of every table. */
  private static Map<String, String> rows(EngineProcess engine) throws SQLException {
    var rows = new TreeMap<String, String>();
    try (var connection = engine.connect(); var statement = connection.createStatement()) {
      var tables = new ArrayList<String>();
      try (var found = statement.executeQuery("select table_schema || '.' || table_name from information_schema.tables"
          + " where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema', 'public')")) {
        while (found.next()) {
          tables.add(found.getString(1));
        }
      }
      for (String table : tables) {
        try (var row = statement.executeQuery(
            "select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') from " + table + " t")) {
          row.next();
          rows.put(table, row.getString(1));
        }
      }
    }
    assertThat(rows).hasSizeGreaterThan(20);
    return rows;
  }
}
