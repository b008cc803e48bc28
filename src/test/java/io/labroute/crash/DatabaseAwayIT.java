package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAwayIT {

  @TempDir
  static Path folder;

  @TempDir
  Path home;

  private static Server server;

  @BeforeAll
  static void startServer() {
    server = new Server(folder);
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  /** Whatever became of a test, the next one begins with a server. */
  @BeforeEach
  void restart() {
    server.stop();
    server.startAgain();
  }

  @Test
  void filesWaitWhileTheDatabaseIsAwayAndAreLoadedOnceWhenItIsBack() throws Exception {
    new DatabaseAway(server, home, 100, Long.getLong("seed", System.nanoTime())).run(1, Duration.ofSeconds(1));
  }

  @Test
  void theEngineWaitsForItsDatabaseAtTheStart() throws Exception {
    Path plate = home.resolve("inbox/plate-results/plate.csv");
    MixedFiles.drop(Plates.good("P1", 8, 1), plate);
    try (EngineProcess engine = server.engine(home)) {
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
  void anEngineThatWaitsForItsDatabaseCanBeEnded() throws Exception {
    EngineProcess engine = server.engine(home);
    server.stop();
    engine.start(QuickStart.OPTIONS);
    awaitWaiting(engine);

    engine.close();

    assertThat(engine.isAlive()).isFalse();
  }

  private static void awaitWaiting(EngineProcess engine) {
    await("the engine says that it waits for the database").atMost(Duration.ofSeconds(60))
        .until(() -> engine.log().contains("Retrying in 1 sec"));
  }
}
