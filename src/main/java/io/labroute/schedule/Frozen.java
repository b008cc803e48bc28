package io.labroute.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step that has started, and stays as it is.
 *
 * @param end null while it runs and its end follows from its duration
 * @param mode index of the way it is carried out
 * @param seats the units it sits on; empty when that does not matter
 */
public record Frozen(String step, long start, @Nullable Long end, int mode, List<Seat> seats) {

  public Frozen {
    seats = List.copyOf(seats);
  }
}
