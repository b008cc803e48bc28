package io.labroute.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine that is killed again and again while its simulated lab works. With {@code -Dsoak.kills=3} less often. */
class SimulationCrashSoakIT {

  private static final int KILLS = Integer.getInteger("soak.kills", 20);
  private static final int MOST_EVENTS_BETWEEN = 6;

  @TempDir
  private Path home;

  private final Random random = new Random(20261121);

  @Test
  void anEngineThatIsKilledComesToTheEndOfOneThatIsNot() {
    var engine = EngineProcess.ofJar(home).simulating().start().awaitReady();
    try {
      int kills = 0;
      for (int number = 1; kills < KILLS; number++) {
        var campaign = new SmallCampaign(engine, "KILL" + number);
        campaign.drop();
        while (kills < KILLS && awaitNewsOrEnd(engine, campaign)) {
          engine.kill();
          engine.start().awaitReady();
          kills++;
        }
        campaign.awaitEnd();
        campaign.assertTrueEnd();
        assertThat(campaign.status()).isEqualTo("completed");
      }
    } finally {
      engine.close();
    }
  }

  /** Waits for some more events; false when the campaign was over before. */
  private boolean awaitNewsOrEnd(EngineProcess engine, SmallCampaign campaign) {
    long until = events(engine) + random.nextInt(MOST_EVENTS_BETWEEN);
    await("news").atMost(Duration.ofMinutes(10)).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50))
        .until(() -> events(engine) > until || campaign.isOver());
    return !campaign.isOver();
  }

  private static long events(EngineProcess engine) {
    return Long.parseLong(engine.ask("select count(*) from tracking.events"));
  }
}
