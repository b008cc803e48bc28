package io.labroute.crash;

import io.labroute.crash.MixedFiles.Dropped;
import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Iterator;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Drops files while the packaged engine is killed at random moments, then compares the end with that of a clean run. */
final class KillNine {

  private final EngineProcess engine;
  private final MixedFiles mixture;
  private final Random random;

  KillNine(Path home, int files, long seed) {
    System.out.printf("kill -9 run with %d files, seed %d%n", files, seed);
    mixture = new MixedFiles(files, seed);
    random = new Random(seed);
    engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "200ms");
  }

  void run(int rounds) throws IOException, SQLException {
    Iterator<Dropped> waiting = mixture.files().iterator();
    int filesARound = mixture.files().size() / rounds + 1;
    try (engine) {
      for (int round = 1; round <= rounds; round++) {
        engine.start(QuickStart.OPTIONS).awaitReady();
        for (int n = 0; n < filesARound && waiting.hasNext(); n++) {
          MixedFiles.drop(waiting.next(), engine.home().resolve("inbox"));
        }
        LockSupport.parkNanos(Duration.ofMillis(50 + random.nextInt(1_000)).toNanos());
        engine.kill();
      }
      engine.start(QuickStart.OPTIONS).awaitReady();
      new Aftermath(engine, mixture).check();
    }
  }
}
