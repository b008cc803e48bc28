package io.labroute.schedule.cpsat;

/**
 * Which part of a timetable is improved, and what happens to the rest.
 *
 * @param roles one for each step
 * @param mostShift how many ticks earlier the shifted steps may come at most
 */
public record Part(Role[] roles, long mostShift) {

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
