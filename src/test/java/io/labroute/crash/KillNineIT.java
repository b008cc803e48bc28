package io.labroute.crash;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillNineIT {

  @TempDir
  Path home;

  @Test
  void neitherLosesNorDoublesAFileThoughItIsKilledAgainAndAgain() throws Exception {
    new KillNine(home, 90, Long.getLong("seed", System.nanoTime())).run(3);
  }
}
