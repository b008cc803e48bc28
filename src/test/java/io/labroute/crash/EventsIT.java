package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of devices are taken once each, though the engine is killed again and again while their files are loaded. */
class EventsIT {

  private static final int PLATES = 20;
  private static final int FILES = 24;
  private static final int EVENTS_EACH = 400;
  /** Fewer than those after which a file counts as one that ends engines. */
  private static final int ROUNDS = 3;
  private static final Instant BEGIN = Instant.parse("2026-11-16T08:00:00Z");

  private final long seed = Long.getLong("seed", System.nanoTime());

  @TempDir
  Path home;

  @Test
  void everyEventIsTakenOnceAndTheContainersStandWhereTheyWereSaidToStand() throws Exception {
    System.out.printf("events and kill -9, seed %d%n", seed);
    var random = new Random(seed);
    try (EngineProcess engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "200ms")) {
      engine.start(QuickStart.OPTIONS).awaitReady();
      drop(engine, "lab-config", "lab.yaml",
          "sila_servers: {all: {Round: {capacity: %d}, Arm: {capacity: 1}}}\n".formatted(2 * PLATES));
      awaitCompleted(engine, 1);
      drop(engine, "containers", "all.csv", containers());
      awaitCompleted(engine, 2);
      for (int round = 0; round < ROUNDS; round++) {
        for (int file = round * FILES / ROUNDS; file < (round + 1) * FILES / ROUNDS; file++) {
          drop(engine, "device-events", "events-%d.jsonl".formatted(file), events(file));
        }
        LockSupport.parkNanos(Duration.ofMillis(200 + random.nextInt(1_500)).toNanos());
        engine.kill();
        engine.start(QuickStart.OPTIONS).awaitReady();
      }
      await("all files have left").atMost(Duration.ofMinutes(5)).until(() -> left(engine) == 0);
      check(engine);
    }
  }

  private static void check(EngineProcess engine) throws SQLException {
    long moves = (long) FILES * EVENTS_EACH / 2;
    assertThat(engine.ask("select string_agg(distinct state, ', ') from ingest.file")).isEqualTo("completed");
    assertThat(engine.ask("select count(*) || ' of ' || count(distinct event_key) from tracking.events where reporter is not null"))
        .as("events").isEqualTo("%1$d of %1$d".formatted(FILES * EVENTS_EACH));
    assertThat(engine.ask("select count(*) from tracking.event_flags where resolved_at is null")).as("contradictions").isEqualTo("0");
    assertThat(engine.ask("select count(*) from tracking.container_moves where from_device is not null")).as("moves")
        .isEqualTo(String.valueOf(moves));
    assertThat(engine.ask("select count(*) from tracking.move_steps where status = 'completed'")).as("steps")
        .isEqualTo(String.valueOf(moves));
    assertThat(engine.ask("select count(*) from tracking.process_steps where kind = 'step' and status = 'completed' and duration_s = 1"))
        .as("runs").isEqualTo(String.valueOf(FILES * EVENTS_EACH / 4));
    assertThat(engine.ask("""
        select count(*) from (select since < lag(until) over (partition by device, position order by since, stay_id) as too_early
                                from tracking.stays) s where too_early""")).as("two things in one place").isEqualTo("0");
    assertThat(engine.ask("select count(*) from tracking.container_places where current_pos <> substr(barcode, 2)::int"))
        .as("plates that are not at home").isEqualTo("0");
  }

  private static String containers() {
    var text = new StringBuilder("barcode,device,position,lidded,at\n");
    for (int n = 0; n < PLATES; n++) {
      text.append("P%d,Round,%d,1,%s\n".formatted(n, n, BEGIN));
    }
    return text.toString();
  }

  /** Plates go away and come home again; between two moves something begins or ends. A file does not need the one before it. */
  private static String events(int file) {
    var text = new StringBuilder();
    for (int n = 0; n < EVENTS_EACH; n++) {
      Instant at = BEGIN.plusSeconds((long) file * EVENTS_EACH + n);
      int plate = n / 4 % PLATES;
      text.append(n % 2 == 0
          ? """
              {"event": "moved", "at": "%s", "device": "Arm", "barcode": "P%d", "duration_s": 0.5, "target_device": "Round", \
              "target_pos": %d}
              """.formatted(at, plate, n % 4 == 0 ? PLATES + plate : plate)
          : """
              {"event": "%s", "at": "%s", "device": "Round", "run": "%d-%d", "fct": "shake"}
              """.formatted(n % 4 == 1 ? "started" : "finished", n % 4 == 1 ? at : at.minusSeconds(1), file, n / 4));
    }
    return text.toString();
  }

  private static void awaitCompleted(EngineProcess engine, int files) {
    await().atMost(Duration.ofSeconds(60)).until(() ->
        String.valueOf(files).equals(engine.ask("select count(*) from ingest.file where state = 'completed'")));
  }

  private static void drop(EngineProcess engine, String kind, String name, String text) throws IOException {
    Path temp = Files.writeString(engine.inbox(kind).resolve(".dropping"), text);
    Files.move(temp, engine.inbox(kind).resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private static long left(EngineProcess engine) throws IOException {
    try (Stream<Path> files = Files.list(engine.inbox("device-events"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }
}
