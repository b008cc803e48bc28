package io.labroute.schedule.explain;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Why a problem has no plan.
 *
 * @param verdict what is known
 * @param conflict demands that cannot hold together, whatever is done with all others; solved again to make sure
 * @param minimal true when a plan was found for the problem without each one of them, all that is not in the conflict given up
 * @param changes single changes that make the whole problem feasible, each with a plan found for it, the smallest first
 */
public record Explanation(Verdict verdict, List<Demand> conflict, boolean minimal, List<Change> changes) {

  /** What is known of a problem. */
  public enum Verdict {
    /** There is a plan, and nothing to explain. */
    FEASIBLE,
    /** There is no plan. */
    INFEASIBLE,
    /** The time was too short to say. */
    UNDECIDED
  }

  /**
   * A demand that gives way.
   *
   * @param amount in the demand's unit
   * @param smallest true when one less was proven to be too little
   */
  public record Change(Demand demand, long amount, boolean smallest) {}

  public Explanation {
    conflict = List.copyOf(conflict);
    changes = List.copyOf(changes);
  }

  /** For people. */
  public String text() {
    if (verdict != Verdict.INFEASIBLE) {
      return verdict == Verdict.FEASIBLE ? "There is a plan." : "The time was too short to tell whether there is a plan.";
    }
    String names = conflict.isEmpty() ? "the order and duration of steps alone"
        : conflict.stream().map(Demand::name).collect(Collectors.joining("; "));
    String text = "[schedule.infeasible] These cannot hold together: " + names + ".";
    return changes.isEmpty() ? text : text + "\nMaybe " + changes.stream().map(change -> "%s can give way by %d %s%s".formatted(
        change.demand().name(), change.amount(), change.demand().unit(), change.smallest() ? "" : " or less")).collect(Collectors.joining(", or ")) + ".";
  }
}
