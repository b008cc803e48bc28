package io.labroute.crash;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TwoEnginesIT {

  @TempDir
  Path home;

  @Test
  void everyFileEndsOnceThoughTwoEnginesTakeIt() throws Exception {
    new TwoEngines(home, 300, Long.getLong("seed", System.nanoTime())).run();
  }
}
