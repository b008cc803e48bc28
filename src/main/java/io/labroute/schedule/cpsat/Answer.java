package io.labroute.schedule.cpsat;

import io.labroute.schedule.timetable.Timetable;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a solve.
 *
 * @param best null when nothing was found, which does not mean that there is nothing
 * @param bound what the goal cannot fall below
 */
public record Answer(Verdict verdict, @Nullable Timetable best, long bound) {

  /** What CP-SAT can say. */
  public enum Verdict {
    /** Nothing better exists. */
    PROVEN,
    /** Something was found. */
    FOUND,
    /** Nothing exists. */
    IMPOSSIBLE,
    /** The time was too short to say anything. */
    OPEN
  }
}
