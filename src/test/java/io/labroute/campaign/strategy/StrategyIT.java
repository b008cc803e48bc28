package io.labroute.campaign.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.campaign.iteration.ReaderFile;
import io.labroute.campaign.strategy.DecisionRepository.Due;
import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A strategy asks for nothing twice, whoever decides at the same time and wherever a process ends. */
class StrategyIT extends EngineTest {

  private static final String FILE = "DR-2026-11.iteration-2.json";

  @Autowired
  private StrategyDesk desk;

  @Autowired
  private DecisionRepository decisions;

  /** A measured first iteration whose proposals stay in the inbox. */
  @BeforeEach
  void measured() throws IOException {
    drop("lab-config", "lab.yaml", Path.of("samples/lab-config/handlers.yaml"));
    String plan = Files.readString(Path.of("samples/campaigns/dose-response.yaml")) + "strategy: {use: dose-refinement}\n";
    String oneLine = plan.lines().filter(line -> !line.contains("HeLa, compound")).reduce("", (a, b) -> a + b + "\n");
    assertThat(drop("campaigns", "plan.yaml", oneLine).state()).isEqualTo("completed");
    post("/api/routes/campaigns/pause", null);
    post("/api/runs/DR-2026-11.1/labware/P1", "{\"barcode\": \"PLATE-1\"}");
    drop("plate-results", "plate.csv", ReaderFile.of(
        ReaderFile.rows(get("/api/campaigns/DR-2026-11/plan").path("layout").path("plates").path("P1"), "PLATE-1", new Random(9))));
    awaitDropped();
  }

  @AfterEach
  void resume() {
    post("/api/routes/campaigns/resume", null);
  }

  private void awaitDropped() {
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(count("campaign.strategy_decisions where dropped_at is not null"))
        .as(() -> rows("select verdict, reason, pairs from campaign.strategy_decisions").toString()).isEqualTo(1));
    assertThat(inbox("campaigns").resolve(FILE)).exists();
  }

  private void awaitSecondIteration() {
    post("/api/routes/campaigns/resume", null);
    await().atMost(Duration.ofSeconds(20)).until(() -> count("campaign.campaign_iterations where iteration_number = 2") == 1);
    await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(inbox("campaigns").resolve(FILE)));
    assertThat(count("campaign.runs")).isEqualTo(2);
    assertThat(count("campaign.plans")).isEqualTo(2);
    assertThat(count("campaign.strategy_decisions")).isEqualTo(1);
    assertThat(count("ingest.file where kind = 'campaigns' and state = 'completed'")).isEqualTo(2);
    assertThat(count("ingest.file where kind = 'campaigns' and state = 'rejected'")).isZero();
  }

  @Test
  void aProcessThatEndsBetweenTheFileAndItsRecordMakesNoSecondIteration() throws IOException {
    byte[] first = Files.readAllBytes(inbox("campaigns").resolve(FILE));
    jdbc.sql("update campaign.strategy_decisions set dropped_at = null").update();
    awaitDropped();
    assertThat(inbox("campaigns").resolve(FILE)).hasBinaryContent(first);

    awaitSecondIteration();

    assertThat(drop("campaigns", "copied.json", first).state()).isEqualTo("duplicate");
    assertThat(drop("campaigns", "reformatted.json", new String(first, StandardCharsets.UTF_8).replace("  ", "\t")).recordsLoaded())
        .isZero();
    assertThat(count("campaign.runs")).isEqualTo(2);
    assertThat(get("/api/campaigns/DR-2026-11").path("status").asText()).isEqualTo("planned");
  }

  @Test
  void severalEnginesDecideOnce() throws Exception {
    jdbc.sql("delete from campaign.strategy_decisions").update();
    Files.delete(inbox("campaigns").resolve(FILE));
    List<Due> due = new ArrayList<>(decisions.due());
    due.add(new Due("DR-2026-11", 1, "{\"use\": \"dose-refinement\"}", null));
    var threads = Executors.newFixedThreadPool(6);
    try {
      Callable<Void> engine = () -> {
        desk.decide(due.get(0));
        desk.drop();
        return null;
      };
      for (Future<Void> ended : threads.invokeAll(List.of(engine, engine, engine, engine, engine, engine))) {
        ended.get();
      }
    } finally {
      threads.shutdown();
    }
    awaitDropped();

    awaitSecondIteration();
  }

  @Test
  void nothingIsDecidedWhileTheCampaignIsEndedAndAllIsWhenItIsReopened() throws IOException {
    post("/api/campaigns/DR-2026-11/end", "{\"reason\": \"a person thinks it over\"}");
    jdbc.sql("delete from campaign.strategy_decisions").update();
    Files.delete(inbox("campaigns").resolve(FILE));
    assertThat(decisions.due()).isEmpty();
    assertThat(get("/api/campaigns/DR-2026-11").path("end_reason").asText()).isEqualTo("a person thinks it over");

    post("/api/campaigns/DR-2026-11/reopen", null);
    awaitDropped();

    awaitSecondIteration();
  }
}
