package io.labroute.bench;

import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten campaigns of 96 plates each, dropped together: from settling until the first of them, and all, have jobs with times. */
class PlanningBench {

  private static final int CAMPAIGNS = 10;
  private static final int PLATES = 96;
  private static final int STEPS = 7;
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final String LAB = """
      sila_servers:
        washers:
          Washer0: {capacity: 10, process_capacity: 1}
          Washer1: {capacity: 10, process_capacity: 1}
          Washer2: {capacity: 10, process_capacity: 1}
          Washer3: {capacity: 10, process_capacity: 1}
        incubators:
          Incubator: {capacity: 2000, process_capacity: 2000}
        readers:
          Reader: {capacity: 10, process_capacity: 1}
        movers:
          Arm: {capacity: 1}
        storage:
          Hotel: {capacity: 2000}
      """;

  @TempDir
  Path home;

  @Test
  void measures() throws Exception {
    try (EngineProcess engine = EngineProcess.ofJar(home).start().awaitReady()) {
      drop(engine.inbox("lab-config"), "lab.yaml", LAB);
      until(() -> engine.ask("select count(*) from tracking.devices").equals("8"));
      drop(engine.inbox("campaigns"), "single.yaml", plan(CAMPAIGNS, 1));
      until(() -> jobs(engine) == STEPS);
      long start = System.nanoTime();
      drop(engine.inbox("campaigns"), "one.yaml", plan(CAMPAIGNS + 1, PLATES));
      until(() -> jobs(engine) == STEPS + STEPS * PLATES);
      double one = seconds(start);
      start = System.nanoTime();
      for (int n = 0; n < CAMPAIGNS; n++) {
        drop(engine.inbox("campaigns"), "c" + n + ".yaml", plan(n, PLATES));
      }
      long before = STEPS + STEPS * PLATES;
      until(() -> jobs(engine) > before);
      double first = seconds(start);
      until(() -> jobs(engine) == before + (long) CAMPAIGNS * PLATES * STEPS);
      double all = seconds(start);
      var report = new Report("planning", engine.ask("select split_part(version(), ' on ', 1)"), 0);
      report.line("a campaign of %d plates, %d steps, from settling to its jobs: %.1f s", PLATES, PLATES * STEPS, one);
      report.line("%d such campaigns dropped together: first jobs after %.1f s, all %s after %.1f s", CAMPAIGNS, first,
          engine.ask("select count(*) from schedule.jobs"), all);
      report.line("the last of them ends after %s of lab time; %s schedules were made; peak memory of the engine %s",
          engine.ask("select max(planned_end) - min(planned_start) from schedule.jobs"),
          engine.ask("select count(*) from schedule.schedules"), engine.peakMemory());
      report.write(Path.of("target/bench/planning.txt"));
    }
  }

  /** Each plate is washed, incubated and read, between moves of one arm. */
  private static String plan(int campaign, int plates) {
    var plan = new StringBuilder("campaign: {id: B%d}\nrelease: scheduled\nearliest: 2 h\nlabware:\n".formatted(campaign));
    int place = 100 * campaign;
    for (int p = 0; p < plates; p++) {
      plan.append("  - {id: P%d, type: 96-well plate, at: {device: Hotel, position: %d}}\n".formatted(p, place + p));
    }
    plan.append("steps:\n");
    for (int p = 0; p < plates; p++) {
      plan.append("""
            - {id: in%1$d, operation: move, labware: P%1$d, to: {device: Washer%2$d, position: %3$d}}
            - {id: wash%1$d, operation: wash, labware: P%1$d, device: Washer%2$d, after: {step: in%1$d, within: 10 min}}
            - {id: warm%1$d, operation: move, labware: P%1$d, to: {device: Incubator, position: %4$d}, after: {step: wash%1$d, within: 10 min}}
            - {id: incubate%1$d, operation: incubate, labware: P%1$d, duration: 1 h, after: warm%1$d}
            - {id: out%1$d, operation: move, labware: P%1$d, to: {device: Reader, position: %3$d}, after: {step: incubate%1$d, within: 15 min}}
            - {id: read%1$d, operation: read, labware: P%1$d, device: Reader, method: absorbance, after: {step: out%1$d, within: 10 min}}
            - {id: back%1$d, operation: move, labware: P%1$d, to: {device: Hotel, position: %4$d}, after: read%1$d}
          """.formatted(p, p % 4, campaign % 10, place + p));
    }
    return plan.toString();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9 - SETTLE.toSeconds();
  }

  private static long jobs(EngineProcess engine) {
    return Long.parseLong(engine.ask("select count(*) from schedule.jobs"));
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofMinutes(8)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  private static void drop(Path folder, String name, String text) throws IOException {
    Path temp = Files.writeString(folder.resolve("." + name), text);
    Files.move(temp, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
