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
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignIT {

  private static final int ITERATIONS = 6;
  private static final int RESULTS = 3;

  @TempDir
  Path home;

  private final List<String> results = new ArrayList<>();

  /** The engine is killed around every other checkpoint, as the campaign goes on without it. */
  @Test
  void aCampaignIsFollowedLiveAndEndsTheSameThoughTheEngineIsKilledMeanwhile() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.printf("campaign with kills, seed %d%n", seed);
    var random = new Random(seed);
    TestDatabase database = TestPostgres.create();
    try (EngineProcess engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "100ms")
        .on(database.jdbcUrl(), database.user(), database.password())) {
      for (int iteration = 1; iteration <= ITERATIONS; iteration++) {
        if (!engine.isAlive()) {
          engine.start(QuickStart.OPTIONS).awaitReady();
        }
        drop(engine, "checkpoint_iter_%d.json".formatted(iteration), checkpoint(iteration));
        if (iteration % 2 == 1) {
          LockSupport.parkNanos(Duration.ofMillis(random.nextInt(400)).toNanos());
          engine.kill();
        } else {
          awaitAnswer(engine, "select iterations || ' ' || experiments || ' ' || status from campaign.campaign_overview",
              "%d %d running".formatted(iteration, iteration * RESULTS));
        }
      }
      drop(engine, "campaign_report.json", report());
      awaitAnswer(engine, "select status || ' ' || best_experiment_id from campaign.campaign_overview", "completed e6-2");
      awaitAnswer(engine, "select count(*) from ingest.file where moved_at is not null", String.valueOf(ITERATIONS + 1));
      assertThat(engine.ask("select string_agg(distinct state, ',') from ingest.file")).isEqualTo("completed");
      assertThat(engine.ask("select count(*) || ' ' || max(version) from campaign.statements"))
          .isEqualTo((ITERATIONS + 1) + " 1");
      assertThat(engine.ask("select count(*) from tracking.experiments")).isEqualTo(String.valueOf(ITERATIONS * RESULTS));
      assertThat(engine.ask("select string_agg(iteration_number || ':' || experiment_id, ' ' order by place)"
          + " from campaign.campaign_experiments where iteration_number = 2")).isEqualTo("2:e2-0 2:e2-1 2:e2-2");
      try (var done = Files.list(engine.inbox("campaign-reports").resolve(".done/running"))) {
        assertThat(done).hasSize(ITERATIONS + 1);
      }
    }
  }

  private static void awaitAnswer(EngineProcess engine, String query, String answer) {
    await(query).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50)).untilAsserted(
        () -> assertThat(engine.ask(query)).isEqualTo(answer));
  }

  private static void drop(EngineProcess engine, String name, String text) throws IOException {
    Path folder = Files.createDirectories(engine.inbox("campaign-reports").resolve("running"));
    Path temp = Files.writeString(folder.resolve("." + name), text);
    Files.move(temp, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Of a campaign that runs today, so that it does not count as interrupted. */
  private String checkpoint(int iteration) {
    var own = new ArrayList<String>();
    for (int n = 0; n < RESULTS; n++) {
      own.add("{\"execution_id\": \"e%d-%d\", \"cell_line\": \"A375\", \"measurement\": 0.%d%d, \"status\": \"completed\"}"
          .formatted(iteration, n, iteration, n));
    }
    results.addAll(own);
    return "{\"campaign_id\": \"running\", \"iteration\": %d, \"timestamp\": \"%s\", \"total_experiments\": %d, \"results\": [%s]}"
        .formatted(iteration, OffsetDateTime.now(ZoneOffset.UTC), results.size(), String.join(", ", own));
  }

  private String report() {
    return "{\"campaign_id\": \"running\", \"config\": {\"max_iterations\": %d}, \"results\": {\"total_iterations\": %d,"
        .formatted(ITERATIONS, ITERATIONS) + " \"total_experiments\": %d, \"duration_seconds\": 60.0}, \"all_results\": [%s]}"
        .formatted(results.size(), String.join(", ", results));
  }
}
