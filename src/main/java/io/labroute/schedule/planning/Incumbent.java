package io.labroute.schedule.planning;

import io.labroute.schedule.Plan;
import io.labroute.schedule.Score;

/**
 * The best validated plan so far.
 *
 * @param bound what the score's decisive value cannot fall below
 * @param value the score's decisive value: the first one that is not proven, or the last
 * @param source which solver found it
 * @param seconds when it was found, since the start of the run
 */
public record Incumbent(Plan plan, Score score, long bound, long value, String source, double seconds) {

  /** How far the decisive value may be from the best, as a fraction of itself; 0 when it is proven. */
  public double gap() {
    return value == 0 ? 0 : Math.max(0, (value - bound) / (double) value);
  }
}
