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
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One engine for all tests, so every test has names and plates of its own. */
class MovedFilesIT {

  @TempDir
  static Path home;

  private static EngineProcess engine;
  private static Path inbox;
  private static Path share;

  @BeforeAll
  static void start() throws IOException {
    share = home.resolve("share");
    Files.createDirectories(home.resolve("routes"));
    Files.writeString(home.resolve("routes/share.yaml"), """
        - templatedRoute:
            routeId: share
            routeTemplateRef: inbox
            parameters:
              - {name: kind, value: plate-results}
              - {name: folder, value: share}
              - {name: marker, value: .mounted}
        """);
    mount(share);
    TestDatabase database = TestPostgres.create();
    engine = EngineProcess.ofClass(home, CrashingEngine.class).with("LABROUTE_INGEST_SETTLE", "200ms")
        .on(database.jdbcUrl(), database.user(), database.password()).start(QuickStart.OPTIONS).awaitReady();
    inbox = engine.inbox("plate-results");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  /** What a failed test left must not hold up the others. */
  @AfterEach
  void releaseAll() throws IOException {
    for (IngestMilestone milestone : IngestMilestone.values()) {
      Files.deleteIfExists(home.resolve(CrashingEngine.holdAt(milestone)));
      Files.deleteIfExists(home.resolve(CrashingEngine.heldAt(milestone)));
    }
  }

  private static void mount(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(".mounted"), "");
  }

  @Test
  void oneContentDroppedTwiceAtOnceIsCompletedOnce() throws IOException {
    drop("T1", "twin-1.csv");
    drop("T1", "twin-2.csv");

    awaitStates("twin-%", "completed, duplicate");
  }

  @Test
  void aBadContentDroppedTwiceAtOnceIsRejectedTwiceWithItsReason() throws IOException {
    MixedFiles.drop(Plates.broken("BT"), inbox.resolve("bad-twin-1.csv"));
    MixedFiles.drop(Plates.broken("BT"), inbox.resolve("bad-twin-2.csv"));

    awaitStates("bad-twin-%", "rejected, rejected");
    assertThat(inbox.resolve(".rejected/bad-twin-1.csv.error.txt")).exists();
    assertThat(inbox.resolve(".rejected/bad-twin-2.csv.error.txt")).exists();
  }

  @Test
  void aFileDroppedAgainIsADuplicateAndKeepsNothingFromItsShelf() throws IOException {
    drop("AGAIN", "again.csv");
    awaitStates("again.csv", "completed");
    drop("AGAIN", "again.csv");
    awaitStates("again.csv", "completed, duplicate");
    drop("AGAIN", "again.csv");
    awaitStates("again.csv", "completed, duplicate, duplicate");

    try (var shelf = Files.newDirectoryStream(inbox.resolve(".duplicate"), "again*")) {
      assertThat(shelf).hasSize(2);
    }
  }

  @Test
  void aFileTakenBackFromItsShelfIsADuplicate() throws IOException {
    drop("BACK", "back.csv");
    awaitStates("back.csv", "completed");

    Files.move(inbox.resolve(".done/back.csv"), inbox.resolve("back.csv"), StandardCopyOption.ATOMIC_MOVE);

    awaitStates("back.csv", "completed, duplicate");
    assertThat(inbox.resolve(".duplicate/back.csv")).exists();
  }

  @Test
  void whatLiesOnAShelfIsNeverOverwritten() throws IOException {
    Path precious = Files.writeString(inbox.resolve(".done/taken.csv"), "precious");

    drop("TAKEN", "taken.csv");

    awaitStates("taken.csv", "completed");
    assertThat(precious).hasContent("precious");
    assertThat(inbox.resolve(".done/taken." + id("taken.csv") + ".csv")).hasContent(Plates.good("TAKEN", 3, 1));
  }

  /** The name gets another file while the first one is in work: both are loaded, and the second is not taken for the first. */
  @ParameterizedTest
  @EnumSource(names = {"CLAIMED", "BEFORE_COMMIT", "AFTER_COMMIT", "BEFORE_MOVE"})
  void aFileReplacedWhileItIsInWorkIsLoadedAndSoIsTheOther(IngestMilestone milestone) throws IOException {
    String name = "replaced-" + milestone + ".csv";
    hold(milestone);
    drop(milestone + "-1", name);
    awaitHeld(milestone);
    drop(milestone + "-2", name);
    release(milestone);

    awaitStates(name, "completed, completed");
    assertThat(engine.ask("select string_agg(plate_id, ', ' order by plate_id) from measurement.plates"
        + " where plate_id like '" + milestone + "-%'")).isEqualTo(milestone + "-1, " + milestone + "-2");
    assertThat(inbox.resolve(".done").resolve(name)).hasContent(Plates.good(milestone + "-2", 3, 1));
  }

  @Test
  void aShareWithoutItsMarkerIsNotTouchedAndTheEngineSaysSo() throws IOException {
    Files.delete(share.resolve(".mounted"));
    await("it says so").atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
      assertThat(engine.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
      assertThat(engine.get("/actuator/health").body()).contains("the share is not mounted");
    });
    MixedFiles.drop(Plates.good("UNMOUNTED", 3, 1), share.resolve("unmounted.csv"));
    drop("MEANWHILE", "meanwhile.csv");
    awaitStates("meanwhile.csv", "completed");
    assertThat(share.resolve("unmounted.csv")).exists();

    mount(share);

    awaitStates("unmounted.csv", "completed");
    assertThat(share.resolve(".done/unmounted.csv")).exists();
    engine.awaitReady();
  }

  /** The file is still in the inbox when the share is back, and goes to its shelf instead of being taken for a duplicate. */
  @Test
  void aShareThatGoesAwayBeforeTheMoveMakesNoDuplicateAndGetsNothingBelowIt() throws IOException {
    hold(IngestMilestone.AFTER_COMMIT);
    MixedFiles.drop(Plates.good("GONE", 3, 1) + "HALF,A1,HeLa,DMSO,zero,24,1,1,2026-01-01,i,h,1\n", share.resolve("gone.csv"));
    awaitHeld(IngestMilestone.AFTER_COMMIT);
    Path away = Files.move(share, home.resolve("away"));
    Path mountPoint = Files.createDirectory(share);
    hold(IngestMilestone.AFTER_MOVE);
    release(IngestMilestone.AFTER_COMMIT);
    awaitHeld(IngestMilestone.AFTER_MOVE);
    assertThat(mountPoint).isEmptyDirectory();
    Files.delete(mountPoint);
    Files.move(away, share);
    release(IngestMilestone.AFTER_MOVE);

    awaitStates("gone.csv", "completed");
    assertThat(share.resolve(".done/gone.csv")).exists();
    assertThat(share.resolve(".rejected/gone.csv.rejects.csv")).exists();
  }

  private static void hold(IngestMilestone milestone) throws IOException {
    Files.writeString(home.resolve(CrashingEngine.holdAt(milestone)), "");
  }

  private static void awaitHeld(IngestMilestone milestone) {
    await("the engine is at " + milestone).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20))
        .until(() -> Files.deleteIfExists(home.resolve(CrashingEngine.heldAt(milestone))));
  }

  private static void release(IngestMilestone milestone) throws IOException {
    Files.delete(home.resolve(CrashingEngine.holdAt(milestone)));
  }

  private static void drop(String plate, String name) throws IOException {
    MixedFiles.drop(Plates.good(plate, 3, 1), inbox.resolve(name));
  }

  private static void awaitStates(String names, String states) {
    await(names).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50)).untilAsserted(() ->
        assertThat(engine.ask("select string_agg(state, ', ' order by state) from ingest.file where name like '" + names
            + "' and moved_at is not null")).isEqualTo(states));
  }

  private static String id(String name) {
    return engine.ask("select id from ingest.file where name = '" + name + "'");
  }
}
