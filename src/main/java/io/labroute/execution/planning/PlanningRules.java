package io.labroute.execution.planning;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the lab's schedule is made, as an administrator says it.
 *
 * @param tick what times are rounded to
 * @param horizon how far ahead is planned at least
 * @param seconds how long better plans are looked for, in real time
 * @param quantile of durations on record in general
 * @param quantileUnderWait of durations of steps on whose end a longest wait hangs
 * @param usualDuration of operations that {@code durations} does not name
 * @param reach what arms reach; one that is not named reaches everything
 */
record PlanningRules(Duration tick, Duration horizon, double seconds, Policy policy, Duration slack, Duration soon, Duration decision,
    Duration unknownDown, double quantile, double quantileUnderWait, Duration usualDuration, Map<String, Duration> durations,
    String movers, String people, Map<String, Set<String>> reach, List<ClosedTime> closed) {

  /** What is done when the day goes otherwise than planned. */
  enum Policy {
    /** What breaks no wait and comes least late is done; where waits would break, a person chooses. */
    AUTOMATIC,
    /** A person accepts every change. */
    ASK,
    /** What breaks waits least is done. */
    ALWAYS
  }

  /** How long an operation takes of which nothing is on record. */
  Duration guess(String operation) {
    return durations.getOrDefault(operation, usualDuration);
  }

  boolean reaches(String arm, String device) {
    return !reach.containsKey(arm) || reach.get(arm).contains(device);
  }
}
