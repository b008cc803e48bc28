package io.labroute.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a tick lasts and when tick 0 is.
 *
 * @param tick longer than zero; five seconds suit a lab
 * @param start the moment of tick 0; null when the plan is not tied to a day
 * @param horizon the tick by which everything has to be done, at least 1
 */
public record TimeScale(Duration tick, @Nullable Instant start, long horizon) {

  /** Ticks that mean nothing in particular, as in published instances. */
  public static TimeScale of(long horizon) {
    return new TimeScale(Duration.ofSeconds(1), null, horizon);
  }

  /** How many ticks cover a duration: right for durations of steps and for shortest waits. */
  public long up(Duration duration) {
    return Math.floorDiv(duration.toMillis() + tick.toMillis() - 1, tick.toMillis());
  }

  /** How many whole ticks fit into a duration: right for longest waits. */
  public long down(Duration duration) {
    return Math.floorDiv(duration.toMillis(), tick.toMillis());
  }

  public Duration duration(long ticks) {
    return tick.multipliedBy(ticks);
  }

  /** The moment of a tick; null when the plan is not tied to a day. */
  public @Nullable Instant at(long ticks) {
    return start == null ? null : start.plus(duration(ticks));
  }

  public TimeScale withHorizon(long ticks) {
    return new TimeScale(tick, start, ticks);
  }
}
