package io.labroute.schedule;

import org.jspecify.annotations.Nullable;

/**
 * A time constraint between two boundaries: {@code to} comes at least {@code min} and at most {@code max} ticks after
 * {@code from}. Negative values are allowed.
 *
 * @param id as the user named it; the same for all labware of a protocol
 * @param max null when there is no longest time
 * @param cost what each tick outside costs, at least 1; 0 means that the constraint is hard
 */
public record Lag(String id, Point from, Point to, long min, @Nullable Long max, long cost) {

  /** A hard constraint that {@code second} starts when {@code first} has ended, or later. */
  public static Lag after(String first, String second) {
    return new Lag("order " + first + " > " + second, Point.end(first), Point.start(second), 0, null, 0);
  }

  public static Lag hard(String id, Point from, Point to, long min, @Nullable Long max) {
    return new Lag(id, from, to, min, max, 0);
  }

  public boolean soft() {
    return cost > 0;
  }
}
