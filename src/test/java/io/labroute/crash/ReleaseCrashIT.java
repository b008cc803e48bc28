package io.labroute.crash;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseCrashIT {

  @TempDir
  Path home;

  @Test
  void eachWorklistIsOfferedOnceAndCompleteAtWhicheverMilestoneTheEngineDies() throws Exception {
    new ReleaseCrash(home.toRealPath(), 12).atEveryMilestone();
  }
}
