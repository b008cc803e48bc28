package io.labroute.schedule.cpsat;

/**
 * Which part of a timetable is improved, and what happens to the rest.
 *
 * @param roles one for each step
 * @param mostShift how many ticks earlier the shifted steps may come at most
 * @param room how many ticks later than the last of them the free steps may end
 */
public record Part(Role[] roles, long mostShift, long room) {

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
