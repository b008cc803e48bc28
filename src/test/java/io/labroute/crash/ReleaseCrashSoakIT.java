package io.labroute.crash;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseCrashSoakIT {

  @TempDir
  Path home;

  @Test
  void eachWorklistIsOfferedOnceAndCompleteThoughTheEngineIsKilledAgainAndAgain() throws Exception {
    new ReleaseCrash(home.toRealPath(), 300).atRandom(Integer.getInteger("rounds", 20), Long.getLong("seed", System.nanoTime()));
  }
}
