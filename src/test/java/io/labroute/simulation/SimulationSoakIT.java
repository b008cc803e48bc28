package io.labroute.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.testing.EngineProcess;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Labs of many seeds in which much goes wrong. With {@code -Dsoak.seeds=3} fewer of them. */
class SimulationSoakIT {

  @TempDir
  private Path home;

  static LongStream seeds() {
    return LongStream.rangeClosed(1, Integer.getInteger("soak.seeds", 20));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyRunEndsInATrueStateWhateverGoesWrong(long seed) {
    try (var engine = EngineProcess.ofJar(home).simulating().with("LABROUTE_SIMULATION_SEED", String.valueOf(seed))
        .with("LABROUTE_SIMULATION_FAILURES_STEP", "0.15").with("LABROUTE_SIMULATION_FAILURES_WORKLIST", "0.25")
        .with("LABROUTE_SIMULATION_FAILURES_DEVICEDOWN", "0.1").with("LABROUTE_SIMULATION_FAILURES_LATE", "0.2")
        .with("LABROUTE_SIMULATION_FAILURES_WRONGPLATE", "0.2").start().awaitReady()) {
      var campaign = new SmallCampaign(engine, "SOAK");
      campaign.drop();

      campaign.awaitEnd();

      campaign.assertTrueEnd();
      assertThat(engine.log()).doesNotContain("the simulated lab stumbles");
    }
  }
}
