package io.labroute.schedule.cpsat;

import io.labroute.schedule.timetable.Timetable;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a timetable is improved, and what happens to the rest.
 *
 * @param roles one for each step
 * @param mostShift how many ticks earlier the shifted steps may come at most
 * @param room how many ticks later than the last of them the free steps may end
 * @param vicinity where each free step stays; null to leave that open
 */
public record Part(Role[] roles, long mostShift, long room, @Nullable Vicinity vicinity) {

  public Part(Role[] roles, long mostShift, long room) {
    this(roles, mostShift, room, null);
  }

  /** The same, with steps that stay near wanted times. */
  public Part near(Timetable wanted, long ticks) {
    return new Part(roles, mostShift, room, new Vicinity(wanted, ticks));
  }

  /**
   * Steps begin about when they do in one of two timetables, the hint and another, or between: narrow ranges let the solver see
   * what cannot meet.
   *
   * @param ticks how much earlier, or later, than in both
   */
  public record Vicinity(Timetable wanted, long ticks) {
  }

  /** What happens to a step. */
  public enum Role {
    /** It may be moved at will. */
    FREE,
    /** It keeps its time. */
    HELD,
    /** It moves together with all others that are shifted. */
    SHIFTED
  }
}
