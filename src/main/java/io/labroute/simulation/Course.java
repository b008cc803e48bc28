package io.labroute.simulation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.labroute.tracking.events.DeviceEvent.Kind;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How something goes that a simulated device does; it follows from the record and the seed alone.
 *
 * @param toldAt when its end is reported: with it, or late
 * @param failure why it comes to no good end; null when it does
 */
record Course(Instant start, Instant end, Instant toldAt, @Nullable Failure failure) {

  /**
   * Why something comes to no good end.
   *
   * @param down for how long the device is down then; null when it is not
   */
  record Failure(String why, @Nullable Duration down) {}

  static Course of(Instant start, Duration time, Duration late, @Nullable Failure failure) {
    Instant end = start.plus(time);
    return new Course(start, end, end.plus(late), failure);
  }

  /** That the device is down since this failed, and until when; null when it is not. */
  @Nullable Report downtime(String about, String device) {
    return failure == null || failure.down() == null ? null : Report.of(Kind.DOWN, about, device, end).with("message", failure.why())
        .with("parameters", JsonNodeFactory.instance.objectNode().put("until", end.plus(failure.down()).toString()));
  }

  /** When the next thing is to be reported of it, seen from a moment; null when all was. */
  @Nullable Instant next(Instant now) {
    return now.isBefore(start) ? start : now.isBefore(toldAt) ? toldAt : null;
  }
}
