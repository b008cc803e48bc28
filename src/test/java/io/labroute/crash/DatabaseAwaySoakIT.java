package io.labroute.crash;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAwaySoakIT {

  @TempDir
  Path home;

  @Test
  void filesWaitWhileTheDatabaseIsAwayForAMinute() throws Exception {
    new DatabaseAway(home, 200, Long.getLong("seed", System.nanoTime())).run(1, Duration.ofMinutes(1));
  }

  @Test
  void filesWaitAgainAndAgain() throws Exception {
    new DatabaseAway(home, 800, Long.getLong("seed", System.nanoTime())).run(20, Duration.ZERO);
  }
}
