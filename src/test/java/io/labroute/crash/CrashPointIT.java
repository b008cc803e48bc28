package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.ingest.IngestMilestone;
import io.labroute.testing.EngineProcess;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashPointIT {

  /** As many attempts alone as the engine makes before it sets a file aside. */
  private static final int SOLO_ATTEMPTS = 3;

  @TempDir
  Path home;

  private EngineProcess engine() {
    TestDatabase database = TestPostgres.create();
    return EngineProcess.ofClass(home, CrashingEngine.class).with("LABROUTE_INGEST_SETTLE", "200ms")
        .on(database.jdbcUrl(), database.user(), database.password());
  }

  /** One engine dies at one milestone after the other; each time it first has to clear up after its last death. */
  @Test
  void everyFileEndsOnceAtWhicheverMilestoneTheEngineDies() throws Exception {
    var mixture = new MixedFiles(100, Long.getLong("seed", System.nanoTime()));
    var waiting = mixture.files().iterator();
    try (EngineProcess engine = engine()) {
      engine.start(QuickStart.OPTIONS).awaitReady();
      var aftermath = new Aftermath(engine, mixture);
      for (IngestMilestone milestone : IngestMilestone.values()) {
        Path halt = Files.writeString(home.resolve(CrashingEngine.haltAt(milestone)), "");
        for (int n = 0; n < mixture.files().size() / IngestMilestone.values().length; n++) {
          MixedFiles.drop(waiting.next(), home.resolve("inbox"));
        }
        assertThat(engine.awaitEnd(Duration.ofSeconds(60))).as(milestone.name()).isEqualTo(CrashingEngine.EXIT);
        Files.delete(halt);

        engine.start(QuickStart.OPTIONS).awaitReady();

        aftermath.awaitEmptyInbox();
        assertThat(engine.ask("select string_agg(name, ', ') from (select name from ingest.file group by name"
            + " having count(*) > 1) twice")).as("files that ended twice because of " + milestone).isNull();
      }
      killWhileAFileIsBetweenInboxAndShelf(engine);
      engine.start(QuickStart.OPTIONS).awaitReady();
      aftermath.check();
    }
  }

  /** There is no milestone between the two, so the file is put where it would have been. */
  private void killWhileAFileIsBetweenInboxAndShelf(EngineProcess engine) throws IOException {
    String[] plate = engine.ask("select id || '/' || name || '/' || engine from ingest.file where name like 'plate-%'"
        + " and state = 'completed' limit 1").split("/");
    engine.kill();
    Path folder = engine.inbox("plate-results");
    Files.move(folder.resolve(".done").resolve(plate[1]), folder.resolve(".leaving").resolve(plate[0] + "." + plate[2]));
  }

  @Test
  void aFileThatKillsItsReaderIsSetAsideAndTheOthersAreLoaded() throws IOException {
    Path route = Files.createDirectories(home.resolve("routes")).resolve("killer.yaml");
    Files.writeString(route, Files.readString(Path.of("routes/plate-results.yaml")).replace("plate-results", "killer"));
    Path folder = home.resolve("inbox/killer");
    MixedFiles.drop("harmless", folder.resolve("a.txt"));
    MixedFiles.drop(KillerKind.DEADLY, folder.resolve("k.txt"));
    MixedFiles.drop("harmless as well", folder.resolve("z.txt"));
    MixedFiles.drop(Plates.good("P1", 96, 1), home.resolve("inbox/plate-results/plate.csv"));
    try (EngineProcess engine = engine()) {
      for (int attempt = 1; attempt <= 1 + SOLO_ATTEMPTS; attempt++) {
        engine.start(QuickStart.OPTIONS);
        assertThat(engine.awaitEnd(Duration.ofSeconds(120))).as("attempt " + attempt).isEqualTo(CrashingEngine.EXIT);
      }

      engine.start(QuickStart.OPTIONS).awaitReady();

      await("it is set aside").atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(folder.resolve(".rejected/k.txt")));
      await("the others are loaded").atMost(Duration.ofSeconds(60)).until(() -> Files.exists(folder.resolve(".done/a.txt"))
          && Files.exists(folder.resolve(".done/z.txt")) && Files.exists(engine.inbox("plate-results").resolve(".done/plate.csv")));
      assertThat(engine.ask("select string_agg(concat_ws(' ', name, state, error_code), ', ' order by name) from ingest.file"))
          .isEqualTo("a.txt completed, k.txt rejected ingest.ended-the-engine, plate.csv completed, z.txt completed");
      assertThat(folder.resolve(".rejected/k.txt.error.txt")).content().contains("ended abruptly 3 times");
      assertThat(engine.ask("select count(*) from measurement.measurements")).isEqualTo("96");
    }
  }
}
