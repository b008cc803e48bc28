package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.crash.GreedyDevice.TakenFile;
import io.labroute.execution.PlacementMilestone;
import io.labroute.testing.EngineProcess;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Releases worklists while the engine dies again and again and a device takes every file at once. */
final class ReleaseCrash {

  private final Path home;
  private final int worklists;
  private final EngineProcess engine;
  private final Path doorstep;

  ReleaseCrash(Path home, int worklists) throws IOException {
    this.home = home;
    this.worklists = worklists;
    this.doorstep = home.resolve("worklists-out/Tecan");
    TestDatabase database = TestPostgres.create();
    engine = EngineProcess.ofClass(home, ReleasingEngine.class).on(database.jdbcUrl(), database.user(), database.password());
    Files.writeString(home.resolve("lab/devices/Tecan.yaml"), "worklist: {for: tecan, tips: diti}\nacknowledge: {by: deleted}\n");
    Files.writeString(home.resolve(ReleasingEngine.ORDERS), String.valueOf(worklists));
  }

  /** Dies once at each milestone of a release. */
  void atEveryMilestone() throws Exception {
    try (engine; var device = new GreedyDevice(doorstep)) {
      for (PlacementMilestone milestone : PlacementMilestone.values()) {
        Path halt = Files.writeString(home.resolve(ReleasingEngine.haltAt(milestone)), "");
        engine.start(QuickStart.OPTIONS);
        assertThat(engine.awaitEnd(Duration.ofSeconds(120))).as(milestone.name()).isEqualTo(ReleasingEngine.EXIT);
        Files.delete(halt);
      }
      check(device);
    }
  }

  /** Dies at random moments. */
  void atRandom(int rounds, long seed) throws Exception {
    System.out.printf("kill -9 run of %d releases, seed %d%n", worklists, seed);
    var random = new Random(seed);
    try (engine; var device = new GreedyDevice(doorstep)) {
      for (int round = 0; round < rounds; round++) {
        engine.start(QuickStart.OPTIONS).awaitReady();
        LockSupport.parkNanos(Duration.ofMillis(20 + random.nextInt(700)).toNanos());
        engine.kill();
      }
      check(device);
    }
  }

  private void check(GreedyDevice device) throws IOException {
    engine.start(QuickStart.OPTIONS).awaitReady();
    await("all are released and picked up").atMost(Duration.ofMinutes(3)).until(() ->
        engine.ask("select count(*) from worklist.worklists where state = 'picked_up'").equals(String.valueOf(worklists)));
    List<TakenFile> taken = device.taken();
    assertThat(taken).as("each is offered once").hasSize(worklists).extracting(TakenFile::name).doesNotHaveDuplicates();
    for (TakenFile file : taken) {
      assertThat(file.text()).as(file.name()).isEqualTo(engine.ask(
          "select convert_from(bytes, 'LATIN1') from worklist.worklists where file_name = '" + file.name() + "'"));
    }
    assertThat(new HashSet<>(taken)).hasSize(worklists);
    long moved = (long) worklists * (worklists + 1) / 2;
    assertThat(engine.ask("select string_agg(volume_ul::numeric(20, 2)::text, ' ' order by container_id) from tracking.wells"))
        .as("each is booked once")
        .isIn("%d.00 %d.00".formatted(1_000_000 - moved, moved), "%d.00 %d.00".formatted(moved, 1_000_000 - moved));
    assertThat(engine.ask("select count(*) from tracking.well_bookings where state <> 'released'")).isEqualTo("0");
    await("nothing hidden is left").atMost(Duration.ofSeconds(30)).until(() -> {
      try (var files = Files.list(doorstep)) {
        return files.findAny().isEmpty();
      }
    });
  }
}
