package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Drops files while the database of an engine goes and comes, then compares the end with that of a clean run. */
final class DatabaseAway {

  private final Server server;
  private final Path home;
  private final MixedFiles mixture;
  private final Random random;

  DatabaseAway(Server server, Path home, int files, long seed) {
    System.out.printf("database away with %d files, seed %d%n", files, seed);
    this.server = server;
    this.home = home;
    mixture = new MixedFiles(files, seed);
    random = new Random(seed);
  }

  /** The server is stopped so many times while files come in, each time for so long at least. */
  void run(int times, Duration away) throws Exception {
    var waiting = mixture.files().iterator();
    int filesAtATime = mixture.files().size() / times / 2;
    try (EngineProcess engine = server.engine(home)) {
      engine.start(QuickStart.OPTIONS).awaitReady();
      for (int time = 1; time <= times; time++) {
        long inWork = random.nextInt(300);
        for (int n = 0; n < filesAtATime && waiting.hasNext(); n++) {
          MixedFiles.drop(waiting.next(), home.resolve("inbox"));
        }
        LockSupport.parkNanos(Duration.ofMillis(inWork).toNanos());
        server.stop();
        for (int n = 0; n < filesAtATime && waiting.hasNext(); n++) {
          MixedFiles.drop(waiting.next(), home.resolve("inbox"));
        }
        await("it says so").atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
          assertThat(engine.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
          assertThat(engine.get("/actuator/health").body()).contains("\"inbox\":{\"status\":\"DOWN\"");
        });
        LockSupport.parkNanos(away.toNanos());
        server.startAgain();
        engine.awaitReady();
      }
      while (waiting.hasNext()) {
        MixedFiles.drop(waiting.next(), home.resolve("inbox"));
      }
      new Aftermath(engine, mixture).check();
      assertThat(engine.ask("select count(*) from ingest.file where error_code = 'ingest.failed'")).isEqualTo("0");
      assertThat(engine.log()).contains("files wait in ", "working again").doesNotContain(server.password());
    }
  }
}
