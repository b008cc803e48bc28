package io.labroute.crash;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseAwaySoakIT {

  @TempDir
  Path home;

  @TempDir
  Path folder;

  @Test
  void filesWaitWhileTheDatabaseIsAwayForAMinute() throws Exception {
    try (var server = new Server(folder)) {
      new DatabaseAway(server, home, 200, Long.getLong("seed", System.nanoTime())).run(1, Duration.ofMinutes(1));
    }
  }

  @Test
  void filesWaitAgainAndAgain() throws Exception {
    try (var server = new Server(folder)) {
      new DatabaseAway(server, home, 800, Long.getLong("seed", System.nanoTime())).run(20, Duration.ZERO);
    }
  }
}
