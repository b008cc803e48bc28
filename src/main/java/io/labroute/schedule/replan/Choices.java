package io.labroute.schedule.replan;

import io.labroute.lab.Finding;
import io.labroute.schedule.Boundary;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Validator;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The ways to go on that have been found, for each delay the best. What does not pass the validator is none of them. */
final class Choices {

  private final Map<String, Placement> placed;
  private final Set<String> inProgress;
  private final Consumer<Choice> listener;
  private final List<Choice> choices = new ArrayList<>();

  /**
   * @param open the labware in progress
   * @param listener told of each way as soon as it is found
   */
  Choices(Situation situation, Set<String> open, Consumer<Choice> listener) {
    placed = situation.plan().byStep();
    inProgress = situation.problem().steps().stream().filter(step -> open.contains(step.labware()))
        .filter(step -> placed.get(step.id()).start() >= situation.now()).map(step -> step.id()).collect(Collectors.toSet());
    this.listener = listener;
  }

  void tell(Choice choice) {
    listener.accept(choice);
  }

  /** The ticks by which the best way with this delay exceeds waits; beyond all bounds when there is no such way. */
  synchronized long violation(long delay) {
    return choices.stream().filter(choice -> choice.delay() == delay).mapToLong(Choice::violation).min().orElse(Long.MAX_VALUE);
  }

  /** Those of which none is better than another in both delay and violation, the least delay first. */
  synchronized List<Choice> best() {
    List<Choice> kept = new ArrayList<>();
    for (Choice choice : choices) {
      boolean beaten = choices.stream().anyMatch(other -> other.dominates(choice))
          || kept.stream().anyMatch(other -> other.delay() == choice.delay() && other.violation() == choice.violation());
      if (!beaten) {
        kept.add(choice);
      }
    }
    kept.sort(Comparator.comparingLong(Choice::delay));
    return kept;
  }

  /** Takes a way to go on when nothing as good is known for its delay. */
  void take(Layout layout, Timetable times, long delay) {
    Plan plan = Seating.plan(layout, times);
    List<Finding> faults = Validator.check(layout.problem(), plan);
    if (!faults.isEmpty()) {
      throw new IllegalStateException("re-planning made a plan that cannot be carried out: " + faults.get(0).text());
    }
    add(layout.problem(), plan, delay);
  }

  /** Takes a way to go on that may turn out not to be one. */
  void offer(Layout layout, Timetable times, long delay) {
    if (holds(layout, times)) {
      add(layout.problem(), Seating.plan(layout, times), delay);
    }
  }

  /** Whether a timetable can be carried out. */
  static boolean holds(Layout layout, Timetable times) {
    Plan plan = Seating.attempt(layout, times);
    return plan != null && Validator.check(layout.problem(), plan).isEmpty();
  }

  private void add(Problem problem, Plan plan, long delay) {
    Map<String, Placement> at = plan.byStep();
    long violation = 0;
    Set<String> violated = new TreeSet<>();
    for (Lag lag : problem.lags()) {
      if (lag.soft() && lag.max() != null) {
        long over = Math.max(0, tick(lag.to(), at) - tick(lag.from(), at) - lag.max());
        violation += over;
        if (over > 0) {
          violated.add(lag.id() + " of " + lag.to().step());
        }
      }
    }
    Choice choice = new Choice(problem, plan, delay, violation, moved(plan), List.copyOf(violated));
    synchronized (this) {
      if (choices.stream().anyMatch(other -> other.delay() == delay && (other.violation() < choice.violation()
          || other.violation() == choice.violation() && other.moved() <= choice.moved()))) {
        return;
      }
      choices.removeIf(other -> other.delay() == delay);
      choices.add(choice);
    }
    listener.accept(choice);
  }

  private long moved(Plan plan) {
    return plan.placements().stream().filter(at -> inProgress.contains(at.step()))
        .mapToLong(at -> Math.abs(at.start() - placed.get(at.step()).start())).sum();
  }

  private static long tick(Point point, Map<String, Placement> placed) {
    Placement at = placed.get(point.step());
    return point.boundary() == Boundary.START ? at.start() : at.end();
  }
}
