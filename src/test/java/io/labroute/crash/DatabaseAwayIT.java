package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAwayIT {

  @TempDir
  Path home;

  @Test
  void filesWaitWhileTheDatabaseIsAwayAndAreLoadedOnceWhenItIsBack() throws Exception {
    new DatabaseAway(home, 120, Long.getLong("seed", System.nanoTime())).run(2, Duration.ofSeconds(1));
  }

  @Test
  void theEngineWaitsForItsDatabaseAtTheStart() throws Exception {
    Path plate = home.resolve("inbox/plate-results/plate.csv");
    MixedFiles.drop(Plates.good("P1", 8, 1), plate);
    try (var server = new Server(home.resolve("server")); EngineProcess engine = engine(server)) {
      server.stop();
      engine.start(QuickStart.OPTIONS);
      awaitWaiting(engine);
      server.startAgain();
      engine.awaitReady();

      await("the file is loaded").atMost(Duration.ofSeconds(30)).until(() -> Files.notExists(plate));
      assertThat(engine.ask("select count(*) from measurement.measurements")).isEqualTo("8");
      assertThat(engine.log()).doesNotContain(server.password());
    }
  }

  @Test
  void anEngineThatWaitsForItsDatabaseCanBeEnded() {
    try (var server = new Server(home.resolve("server"))) {
      server.stop();
      EngineProcess engine = engine(server).start(QuickStart.OPTIONS);
      awaitWaiting(engine);

      engine.close();

      assertThat(engine.isAlive()).isFalse();
    }
  }

  private EngineProcess engine(Server server) {
    return EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "200ms")
        .on(server.jdbcUrl(), server.user(), server.password());
  }

  private static void awaitWaiting(EngineProcess engine) {
    await("the engine says that it waits for the database").atMost(Duration.ofSeconds(60))
        .until(() -> engine.log().contains("Retrying in 1 sec"));
  }
}
