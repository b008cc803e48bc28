package io.labroute.simulation;

import io.labroute.platform.LabNature;
import io.labroute.platform.SimulatedClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * How fast the simulated lab's time passes. While news is on its way to the record, or the engine has something to answer to it, it
 * passes as in a real lab, so that the engine is as quick as it would be there. When nothing but time has to pass, it passes at the
 * set speed, never beyond the moment at which something is to happen next. With nothing to wait for it passes as in a real lab.
 */
@Component
@Profile(LabNature.PROFILE)
class Pace {

  /** After the last news the engine is given this long to answer it. */
  private static final Duration QUIET = Duration.ofMillis(300);
  private static final Duration AHEAD = Duration.ofSeconds(10);

  private final SimulatedClock clock;
  private final double speed;
  private final LongSupplier nanoTime;
  private long lastNews;
  private Instant promised = Instant.MIN;
  private double pace;

  @Autowired
  Pace(Clock clock, SimulationProperties settings) {
    this((SimulatedClock) clock, settings.speed(), System::nanoTime);
  }

  Pace(SimulatedClock clock, double speed, LongSupplier nanoTime) {
    this.clock = clock;
    this.speed = speed;
    this.nanoTime = nanoTime;
    this.lastNews = nanoTime.getAsLong();
  }

  /**
   * Lets time pass.
   *
   * @param news whether anything is on its way to the record, or has changed it
   * @param next when something is to happen; null when nothing is known to
   */
  void go(boolean news, @Nullable Instant next) {
    long nanos = nanoTime.getAsLong();
    lastNews = news ? nanos : lastNews;
    Instant now = clock.instant();
    boolean quiet = nanos - lastNews > QUIET.toNanos();
    if (quiet && next != null && next.isAfter(now) && speed > 1) {
      pass(speed, next);
    } else if (pace != 1 || promised.isBefore(now.plus(AHEAD.dividedBy(2)))) {
      pass(1, now.plus(AHEAD));
    }
  }

  private void pass(double newPace, Instant until) {
    if (pace != newPace || !until.equals(promised)) {
      clock.run(newPace, until);
      pace = newPace;
      promised = until;
    }
  }
}
