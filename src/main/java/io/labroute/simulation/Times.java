package io.labroute.simulation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which of two moments comes first, where either may never come. */
final class Times {

  private Times() {}

  static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    return one == null || other != null && other.isBefore(one) ? other : one;
  }
}
