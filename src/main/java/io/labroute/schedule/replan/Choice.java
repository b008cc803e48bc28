package io.labroute.schedule.replan;

import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import java.util.List;

/**
 * One way to go on.
 *
 * @param problem what is still to be kept to, with what has started frozen and longest waits of labware in progress soft; the
 *     plan has passed the validator for it
 * @param delay ticks by which labware that has not started comes later than it was planned
 * @param violation ticks by which longest waits are exceeded, all added up
 * @param moved ticks by which steps of labware in progress start earlier or later than planned, all added up
 * @param violated the time constraints that are exceeded, by the user's name and labware
 */
public record Choice(Problem problem, Plan plan, long delay, long violation, long moved, List<String> violated) {

  public Choice {
    violated = List.copyOf(violated);
  }

  /** Whether nothing speaks for the other choice. */
  boolean dominates(Choice other) {
    return delay <= other.delay && violation <= other.violation && (delay < other.delay || violation < other.violation);
  }
}
