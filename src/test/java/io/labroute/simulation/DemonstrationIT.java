package io.labroute.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One command and one dropped file, as the README tells it. */
class DemonstrationIT {

  private static final Path SAMPLE = Path.of("samples/campaigns/demonstration.yaml");
  private static final String OF_RUN = " from tracking.process_steps where experiment_id = 'DEMO.1'";

  @TempDir
  private Path home;

  @Test
  void aDroppedCampaignEndsWithResultsInTheDatabase() throws IOException {
    try (var engine = EngineProcess.ofJar(home).simulating().start().awaitReady()) {
      assertThat(engine.log()).contains("SIMULATED lab");
      assertThat(engine.get("/").body()).contains("A simulated lab: nothing here is real.");
      awaitState(engine, "select count(*) from tracking.devices", "9");

      drop(engine, SAMPLE);
      awaitState(engine, "select count(*) from campaign.run_labware where experiment_id = 'DEMO.1'", "5");
      awaitState(engine, "select status from tracking.experiments where experiment_id = 'DEMO.1'", "completed");
      awaitState(engine, "select status from tracking.experiments where experiment_id = 'DEMO.2'", "completed");

      assertEveryStepHappenedOnceInOrderAndSimulated(engine);
      assertDoseResponse(engine);
      assertNothingForARealLab(engine);
      awaitState(engine, "select count(*) from tracking.containers where removed_at is null and barcode like 'DEMO.1-%'", "0");
      assertThat(engine.get("/api/events/contradictions").body()).isEqualTo("[]");
    }
  }

  private static void assertEveryStepHappenedOnceInOrderAndSimulated(EngineProcess engine) {
    assertThat(engine.ask("select count(*)" + OF_RUN))
        .isEqualTo(engine.ask("select count(*) from schedule.jobs where experiment_id = 'DEMO.1'"));
    assertThat(engine.ask("select count(distinct run_key)" + OF_RUN)).isEqualTo(engine.ask("select count(*)" + OF_RUN));
    assertThat(engine.ask("select count(*)" + OF_RUN + " and (status <> 'completed' or not is_simulation)")).isEqualTo("0");
    assertThat(engine.ask("select count(*) from schedule.jobs where state <> 'done' or attempt <> 1")).isEqualTo("0");
    assertThat(engine.ask("""
        select count(*) from (select started_at, lag(ended_at) over (partition by experiment_id order by planned_start) as before
                                from schedule.jobs) j
         where started_at < before""")).isEqualTo("0");
  }

  private static void assertDoseResponse(EngineProcess engine) {
    assertThat(engine.ask("select count(*) from measurement.measurements where plate_id = 'DEMO.1-P1'")).isEqualTo("24");
    assertThat(viability(engine, "dose_um > 5")).isLessThan(0.1);
    assertThat(viability(engine, "dose_um < 0.02")).isBetween(0.8, 1.2);
    assertThat(viability(engine, "dose_um between 0.05 and 0.2")).isBetween(0.5, 0.85);
    assertThat(engine.ask("select count(*) from catalog.simulation_runs where run_id = 'DEMO.1 p1-read 1 A375'")).isEqualTo("1");
  }

  private static double viability(EngineProcess engine, String where) {
    return Double.parseDouble(engine.ask("select avg(viability_norm) from measurement.measurements where plate_id = 'DEMO.1-P1'"
        + " and compound = 'vemurafenib' and " + where));
  }

  /** What is simulated teaches estimates nothing. */
  private static void assertNothingForARealLab(EngineProcess engine) {
    String answer = engine.post("/api/estimates", "{\"steps\": [{\"fct\": \"read\", \"device\": \"PlateReader\"}]}").body();
    assertThat(answer).contains("\"duration\":null");
    assertThat(engine.ask("select count(*) from tracking.process_steps where counts")).isEqualTo("0");
  }

  @Test
  void aRealLabsDatabaseIsRefusedAndASimulatedOneToo() throws IOException {
    try (var real = EngineProcess.ofJar(Files.createDirectories(home.resolve("real"))).start().awaitReady()) {
      Files.copy(Path.of("samples/lab-config/lab.yaml"), real.inbox("lab-config").resolve("lab.yaml"));
      awaitState(real, "select count(*) from tracking.devices", "6");

      var simulated = EngineProcess.ofJar(Files.createDirectories(home.resolve("simulated"))).simulating()
          .on("jdbc:postgresql:" + real.psqlUrl().replaceFirst("postgresql://[^@]*@", "//"), "labroute", "test-password").start();

      assertThat(simulated.awaitEnd(Duration.ofMinutes(2))).isNotZero();
      assertThat(simulated.log()).contains("simulation.real-records");
      assertThat(real.ask("select count(*) from tracking.simulated_lab")).isEqualTo("0");
    }
  }

  private static void drop(EngineProcess engine, Path file) throws IOException {
    Path temp = engine.inbox("campaigns").resolve(".dropping");
    Files.copy(file, temp);
    Files.move(temp, engine.inbox("campaigns").resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
  }

  private static void awaitState(EngineProcess engine, String query, String expected) {
    await(query).atMost(Duration.ofMinutes(4)).pollInterval(Duration.ofMillis(200))
        .untilAsserted(() -> assertThat(engine.ask(query)).as("%s%n%s", query, engine.log()).isEqualTo(expected));
  }
}
