package io.labroute.execution.planning;

import io.labroute.schedule.Frozen;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import io.labroute.schedule.Score;
import io.labroute.schedule.Step;
import io.labroute.schedule.Validator;
import io.labroute.schedule.dispatch.Dispatcher;
import io.labroute.schedule.planning.Incumbent;
import io.labroute.schedule.planning.Planning;
import io.labroute.schedule.planning.Wish;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds a plan that changes as little as it can: first only runs that have no time yet, or whose time went by, are placed around
 * all others; then those that have begun, too; then all. Longest waits hold in any case.
 */
final class PlanFinder {

  /** For larger problems one rule has to do. */
  private static final int ALL_RULES = 1_000;
  private static final long SHARE = 1_000;

  private PlanFinder() {}

  /** The plan at once; null when no simple way leads to one. */
  static @Nullable LabPlan atOnce(LabProblem lab, KeptTimes kept) {
    Set<String> concerned = kept.runsConcerned();
    var tried = new HashSet<List<Frozen>>();
    for (Predicate<OpenRun> free : List.<Predicate<OpenRun>>of(run -> concerned.contains(run.id()),
        run -> concerned.contains(run.id()) || run.hasBegun(), run -> true)) {
      List<Frozen> pinned = kept.of(free.negate());
      if (pinned != null && tried.add(pinned)) {
        Plan plan = dispatched(lab.problem(), around(lab.problem(), pinned));
        if (plan != null) {
          return LabPlan.of(lab, plan, pinned.isEmpty() ? "dispatcher" : "dispatcher, around what was planned");
        }
      }
    }
    return null;
  }

  /** The best of what the rules of dispatching lead to. */
  private static @Nullable Plan dispatched(Problem problem, Problem around) {
    if (!ProblemCheck.findings(around).isEmpty()) {
      return null;
    }
    var layout = new Layout(around);
    var dispatcher = new Dispatcher(layout);
    Plan best = null;
    Score least = null;
    boolean isLarge = layout.size() > ALL_RULES;
    for (Dispatcher.Rule rule : Dispatcher.Rule.values()) {
      Timetable times = best != null && isLarge ? null : dispatcher.dispatch(rule, isLarge ? pace(around) : 0, 1);
      Plan plan = times == null ? null : Seating.attempt(layout, times);
      if (plan != null && Validator.check(around, plan).isEmpty()) {
        Score score = Score.of(problem, plan);
        if (least == null || score.betterThan(least)) {
          best = plan;
          least = score;
        }
      }
    }
    return best;
  }

  /** Ticks from labware to labware after which the busiest device keeps up: what begins sooner would only wait. */
  private static long pace(Problem problem) {
    Map<String, Long> work = new HashMap<>();
    Set<String> labware = new HashSet<>();
    for (Step step : problem.steps()) {
      labware.add(step.labware());
      int ways = step.modes().size();
      step.modes().forEach(mode -> mode.uses().forEach(use ->
          work.merge(use.device(), mode.duration() * use.amount() * SHARE / ways, Long::sum)));
    }
    long most = problem.devices().stream()
        .mapToLong(device -> work.getOrDefault(device.id(), 0L) / ((long) device.units() * device.processes())).max().orElse(0);
    return most / SHARE / Math.max(1, labware.size());
  }

  /** The best plan of a search around what keeps its time; null when it finds none. */
  static @Nullable LabPlan searched(LabProblem lab, List<Frozen> pinned, double seconds) {
    Problem around = around(lab.problem(), pinned);
    if (!ProblemCheck.findings(around).isEmpty()) {
      return null;
    }
    Incumbent found = Planning.start(around, Wish.of(seconds), better -> { }).await().best();
    return found == null ? null : LabPlan.of(lab, found);
  }

  private static Problem around(Problem problem, List<Frozen> pinned) {
    var all = new ArrayList<>(problem.frozen());
    all.addAll(pinned);
    return problem.frozen(all);
  }

  /** The problem with the longest waits of some labware as costs, so that a plan exists whatever has happened. */
  static Problem softened(Problem problem, Predicate<Lag> soft) {
    var lags = new ArrayList<Lag>();
    for (Lag lag : problem.lags()) {
      if (lag.max() != null && lag.max() > lag.min() && !lag.soft() && soft.test(lag)) {
        lags.add(new Lag(lag.id(), lag.from(), lag.to(), lag.min(), null, 0));
        lags.add(new Lag(lag.id(), lag.from(), lag.to(), -problem.time().horizon(), lag.max(), 1));
      } else {
        lags.add(lag);
      }
    }
    return problem.lags(lags);
  }
}
