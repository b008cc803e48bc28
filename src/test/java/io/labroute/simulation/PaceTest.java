package io.labroute.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.platform.SimulatedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How fast a simulated lab's time passes. */
class PaceTest {

  private static final Instant BEGIN = Instant.parse("2026-11-21T09:00:00Z");
  private static final Instant NEXT = BEGIN.plus(Duration.ofHours(10));

  @TempDir
  private Path data;

  private final AtomicLong nanos = new AtomicLong();
  private SimulatedClock clock;
  private Pace pace;

  @BeforeEach
  void begin() {
    clock = SimulatedClock.of(data, nanos::get, BEGIN);
    pace = new Pace(clock, 3_600, nanos::get);
  }

  /** Ticks as often as the lab does. */
  private void pass(Duration real, boolean news, Instant next) {
    for (long tick = 0; tick < real.toMillis(); tick += 100) {
      pace.go(news, next);
      nanos.addAndGet(Duration.ofMillis(100).toNanos());
    }
  }

  @Test
  void runsWhenOnlyTimeHasToPassAndStopsAtWhatComesNext() {
    pass(Duration.ofSeconds(2), false, NEXT);
    assertThat(clock.instant()).isAfter(BEGIN.plus(Duration.ofHours(1)));

    pass(Duration.ofSeconds(60), false, NEXT);
    assertThat(Duration.between(NEXT, clock.instant())).as("the engine's time to answer").isBetween(Duration.ZERO, Duration.ofMinutes(1));
  }

  @Test
  void passesAsInARealLabWhileNewsIsUnderWay() {
    pass(Duration.ofSeconds(30), true, NEXT);

    assertThat(Duration.between(BEGIN, clock.instant())).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
  }

  @Test
  void passesAsInARealLabWhenThereIsNothingToWaitFor() {
    pass(Duration.ofSeconds(30), false, null);

    assertThat(Duration.between(BEGIN, clock.instant())).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
  }

  @Test
  void aSpeedOfOneIsRealTime() {
    pace = new Pace(clock, 1, nanos::get);

    pass(Duration.ofSeconds(30), false, NEXT);

    assertThat(Duration.between(BEGIN, clock.instant())).isBetween(Duration.ofSeconds(29), Duration.ofSeconds(31));
  }
}
