package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two engines on one database share the jobs: each is fired once, and when one is killed the other goes on. */
class TwoDispatchersIT {

  private static final int RUNS = 30;
  private static final int LEASE_SECONDS = 3;

  @TempDir
  Path home;

  @Test
  void eachJobIsFiredOnceAndAKilledEnginesJobsAreTakenOver() throws Exception {
    TestDatabase database = TestPostgres.create();
    try (EngineProcess one = engine("one", database); EngineProcess other = engine("other", database)) {
      one.start(QuickStart.OPTIONS).awaitReady();
      other.start(QuickStart.OPTIONS).awaitReady();
      lab(one);
      plans(one);
      jobs(one);

      await("both are at work").atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50))
          .until(() -> Long.parseLong(one.ask("select count(distinct reason) from schedule.job_changes where state = 'due' and actor = 'schedule'")) == 2);
      one.kill();

      await("the other fires the rest").atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(200))
          .until(() -> other.ask("select count(*) from schedule.jobs where state = 'due' and step_id = 'move-liquid'").equals(String.valueOf(RUNS)));
      await("each worklist lies there, once").atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
        assertThat(other.ask("select count(*) from worklist.worklists where state = 'released'")).isEqualTo(String.valueOf(RUNS));
        assertThat(files()).hasSize(RUNS).doesNotHaveDuplicates();
      });
      assertThat(other.ask("select count(*) from worklist.states where state = 'released'")).isEqualTo(String.valueOf(RUNS));
      assertThat(other.ask("select count(*) from schedule.job_changes where state = 'due'")).isEqualTo(String.valueOf(RUNS));
      assertThat(other.ask("select count(*) from schedule.jobs where lease_until > clock_timestamp() + interval '%d s'".formatted(LEASE_SECONDS)))
          .isEqualTo("0");
    }
  }

  private Stream<String> files() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("worklists-out/Tecan_EVO"))) {
      return files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")).toList().stream();
    }
  }

  private EngineProcess engine(String name, TestDatabase database) {
    return EngineProcess.ofJar(home.resolve(name)).with("LABROUTE_INGEST_SETTLE", "200ms")
        .with("LABROUTE_INBOX", home.resolve("inbox").toString()).with("LABROUTE_WORKLISTS_FOLDER", home.resolve("worklists-out").toString())
        .with("LABROUTE_JOBS_LEASE", LEASE_SECONDS + "s").with("LABROUTE_PLANNING_ENABLED", "false")
        .on(database.jdbcUrl(), database.user(), database.password());
  }

  private void drop(String kind, String name, String text) throws IOException {
    Path folder = Files.createDirectories(home.resolve("inbox").resolve(kind));
    Path temp = Files.writeString(folder.resolve("." + name), text);
    Files.move(temp, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private void lab(EngineProcess engine) throws IOException {
    drop("lab-config", "lab.yaml", "sila_servers:\n  liquid_handlers:\n    Tecan_EVO: {capacity: 100}\n");
    var plates = new StringBuilder("barcode,device,position,labware_type,lidded\n");
    for (int n = 0; n < 2 * RUNS; n++) {
      plates.append("P%d,Tecan_EVO,%d,96-well plate,0\n".formatted(n, n));
    }
    drop("containers", "plates.csv", plates.toString());
    await().atMost(Duration.ofSeconds(60)).until(() -> engine.ask("select count(*) from tracking.containers").equals(String.valueOf(2 * RUNS)));
  }

  private void plans(EngineProcess engine) throws IOException {
    for (int n = 0; n < RUNS; n++) {
      drop("campaigns", "c" + n + ".yaml", """
          campaign: {id: C%1$d}
          release: scheduled
          labware:
            - {id: Source, barcode: P%2$d, type: 96-well plate, at: {device: Tecan_EVO, position: %2$d},
               contents: {A1: {substance: drug, concentration: 10 mM, volume: 200 uL}}}
            - {id: Target, barcode: P%3$d, type: 96-well plate, at: {device: Tecan_EVO, position: %3$d}}
          steps:
            - {id: move-liquid, operation: transfer, device: Tecan_EVO, transfers: [{from: Source/A1, to: Target/B2, volume: 10 uL}]}
          """.formatted(n, 2 * n, 2 * n + 1));
    }
    await().atMost(Duration.ofSeconds(60)).until(() -> engine.ask("select count(*) from campaign.runs").equals(String.valueOf(RUNS)));
  }

  private void jobs(EngineProcess engine) {
    engine.ask("""
        with made as (
          insert into schedule.schedules (made_at, made_by, why, state, anchor, tick_seconds, problem, plan, plan_sha256, source, value,
                                          bound, gap, guesses)
          values (now(), 'test', 'test', 'proposed', now(), 5, '{}', '{}', '', 'test', 0, 0, 0, 0) returning schedule_id),
        jobs as (
          insert into schedule.jobs (experiment_id, step_id, schedule_id, device, planned_start, planned_end, duration_basis, guessed,
                                     priority, resources)
          select experiment_id, 'move-liquid', schedule_id, 'Tecan_EVO', now(), now() + interval '1 min', 'stated', false, 1, '{}'
            from campaign.runs, made returning 1)
        select count(*) from jobs""");
  }
}
