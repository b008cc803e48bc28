package io.labroute.crash;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KillNineSoakIT {

  @TempDir
  Path home;

  @Test
  void neitherLosesNorDoublesAFileInALongRun() throws Exception {
    new KillNine(home, 600, Long.getLong("seed", System.nanoTime())).run(24);
  }
}
