package io.labroute.simulation;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How something goes that a simulated device does; it follows from the record and the seed alone.
 *
 * @param toldAt when its end is reported: with it, or late
 * @param failure why it comes to no good end; null when it does
 */
record Course(Instant start, Instant end, Instant toldAt, @Nullable String failure) {

  static Course of(Instant start, Duration time, Duration late, @Nullable String failure) {
    Instant end = start.plus(time);
    return new Course(start, end, end.plus(late), failure);
  }

  /** When the next thing is to be reported of it, seen from a moment; null when all was. */
  @Nullable Instant next(Instant now) {
    return now.isBefore(start) ? start : now.isBefore(toldAt) ? toldAt : null;
  }
}
