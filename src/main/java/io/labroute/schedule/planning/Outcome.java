package io.labroute.schedule.planning;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param best null when no plan was found
 * @param firstSeconds when the first plan was there; not a number without a plan
 * @param seconds how long the run took
 * @param withinBudget true when nothing was cut off by the clock or by a request, so that a reproducible run repeats itself
 */
public record Outcome(Status status, @Nullable Incumbent best, double firstSeconds, double seconds, boolean withinBudget) {

  /** What is known of the best plan. */
  public enum Status {
    /** Nothing better exists. */
    OPTIMAL,
    /** A plan that can be carried out. */
    FEASIBLE,
    /** No plan exists; twice found so, with different parameters. */
    INFEASIBLE,
    /** No plan was found; there may be one. */
    UNKNOWN
  }
}
