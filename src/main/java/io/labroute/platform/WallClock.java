package io.labroute.platform;

import java.time.Clock;
import java.time.Instant;

/**
 * The time that files and their folders live in. It is the lab's time as well, except in a simulated lab, whose time runs faster:
 * ages of files are asked of this clock only.
 */
public record WallClock(Clock clock) {

  public Instant instant() {
    return clock.instant();
  }
}
