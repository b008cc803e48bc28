package io.labroute.campaign.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.campaign.iteration.ReaderFile;
import io.labroute.testing.EngineProcess;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two engines with one inbox and one database close a loop, while one after the other is killed: each iteration comes once. */
class StrategySoakIT {

  private static final String[] QUICK = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"};
  private static final int MOST = 5;

  private final TestDatabase database = TestPostgres.create();
  private final JdbcClient jdbc =
      JdbcClient.create(new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password()));
  private final Random random = new Random(Long.getLong("seed", 20261121));

  @TempDir
  Path home;

  private EngineProcess engine(String name) {
    return EngineProcess.ofJar(home.resolve(name)).with("LABROUTE_INGEST_SETTLE", "200ms")
        .with("LABROUTE_INBOX", home.resolve("inbox").toString()).on(database.jdbcUrl(), database.user(), database.password());
  }

  private void drop(String kind, String name, String text) throws IOException {
    Path folder = Files.createDirectories(home.resolve("inbox").resolve(kind));
    Path temp = Files.writeString(folder.resolve(".dropping-" + name), text);
    Files.move(temp, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  private long count(String query) {
    return jdbc.sql("select count(*) from " + query).query(Long.class).single();
  }

  private void awaitCount(String query, long number) {
    await(query).atMost(Duration.ofSeconds(180)).pollInterval(Duration.ofMillis(50)).until(() -> count(query) == number);
  }

  @Test
  void theLoopEndsAsItShouldThoughEnginesAreKilledAtRandom() throws Exception {
    try (EngineProcess one = engine("one"); EngineProcess other = engine("other")) {
      EngineProcess[] engines = {one, other};
      one.start(QUICK).awaitReady();
      other.start(QUICK).awaitReady();
      drop("campaigns", "plan.yaml", Files.readString(Path.of("samples/campaigns/dose-response.yaml")).lines()
          .filter(line -> !line.contains("HeLa, compound")).reduce("", (a, b) -> a + b + "\n")
          + "strategy: {use: dose-refinement, until: 0.01}\niterations: {at_most: %d}\n".formatted(MOST));
      for (int number = 1; number <= MOST; number++) {
        awaitCount("campaign.campaign_iterations where iteration_number = " + number, 1);
        measure(number);
        EngineProcess victim = engines[number % 2];
        awaitAMomentOfDecision();
        victim.kill();
        awaitCount("campaign.strategy_decisions", number);
        victim.start(QUICK).awaitReady();
      }
      awaitCount("campaign.campaigns where ended_at is not null", 1);

      assertThat(count("campaign.campaign_iterations")).isEqualTo(MOST);
      assertThat(count("campaign.runs")).isEqualTo(MOST);
      assertThat(count("campaign.plans")).isEqualTo(MOST);
      assertThat(count("ingest.file where kind = 'campaigns' and state = 'completed'")).isEqualTo(MOST);
      assertThat(count("ingest.file where kind = 'campaigns' and state = 'rejected'")).isZero();
    }
  }

  /** Somewhere between the results and the next iteration. */
  private void awaitAMomentOfDecision() {
    long until = System.nanoTime() + random.nextLong(3_000_000_000L);
    await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() > until);
  }

  private void measure(int number) throws IOException {
    String run = jdbc.sql("select experiment_id from campaign.campaign_iterations where iteration_number = :n").param("n", number)
        .query(String.class).single();
    JsonNode layout = new ObjectMapper().readTree(jdbc.sql("""
        select p.layout::text from campaign.runs r join campaign.plans p using (campaign_id, revision) where experiment_id = :run""")
        .param("run", run).query(String.class).single());
    String barcode = "PLATE-" + number;
    jdbc.sql("insert into campaign.run_labware values (:run, 'P1', :barcode, 'test', now())").param("run", run).param("barcode", barcode)
        .update();
    drop("plate-results", barcode + ".csv", ReaderFile.of(ReaderFile.rows(layout.path("plates").path("P1"), barcode, random)));
  }
}
