package io.labroute.schedule;

import java.util.List;
import java.util.Map;

/**
 * What a plan is worth, one value for each goal of its problem, in their order; less is better, and an earlier value outweighs
 * all later ones.
 */
public record Score(List<Long> values) implements Comparable<Score> {

  public Score {
    values = List.copyOf(values);
  }

  /** The score of a plan that places every step of the problem. */
  public static Score of(Problem problem, Plan plan) {
    var placed = plan.byStep();
    return new Score(problem.goals().stream().map(goal -> value(goal, problem, plan, placed)).toList());
  }

  private static long value(Goal goal, Problem problem, Plan plan, Map<String, Placement> placed) {
    return switch (goal) {
      case VIOLATIONS -> problem.lags().stream().filter(Lag::soft).mapToLong(lag -> lag.cost() * outside(lag, placed)).sum()
          + problem.consistencies().stream().mapToLong(one -> one.cost() * unlike(one, placed)).sum();
      case TARDINESS -> problem.steps().stream().mapToLong(step -> tardiness(step, placed)).sum();
      case MAKESPAN -> plan.makespan();
      case WAITING -> problem.lags().stream().filter(lag -> lag.max() != null)
          .mapToLong(lag -> Math.max(0, distance(lag, placed) - lag.min())).sum();
    };
  }

  private static long tardiness(Step step, Map<String, Placement> placed) {
    Long due = step.due();
    return due == null ? 0 : step.priority() * Math.max(0, placed.get(step.id()).end() - due);
  }

  private static long outside(Lag lag, Map<String, Placement> placed) {
    long distance = distance(lag, placed);
    long early = Math.max(0, lag.min() - distance);
    return lag.max() == null ? early : Math.max(early, distance - lag.max());
  }

  private static long unlike(Consistency consistency, Map<String, Placement> placed) {
    var lengths = consistency.spans().stream().mapToLong(span -> time(span.to(), placed) - time(span.from(), placed))
        .summaryStatistics();
    return lengths.getCount() == 0 ? 0 : Math.max(0, lengths.getMax() - lengths.getMin() - consistency.tolerance());
  }

  private static long distance(Lag lag, Map<String, Placement> placed) {
    return time(lag.to(), placed) - time(lag.from(), placed);
  }

  private static long time(Point point, Map<String, Placement> placed) {
    Placement placement = placed.get(point.step());
    return point.boundary() == Boundary.START ? placement.start() : placement.end();
  }

  @Override
  public int compareTo(Score other) {
    for (int i = 0; i < values.size(); i++) {
      int order = Long.compare(values.get(i), other.values.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  public boolean betterThan(Score other) {
    return compareTo(other) < 0;
  }
}
