package io.labroute.execution.planning;

import io.labroute.execution.planning.LabProblem.Planned;
import io.labroute.execution.planning.StepState.PlannedJob;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Hold;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Seat;
import io.labroute.schedule.Step;
import io.labroute.schedule.TimeScale;
import io.labroute.schedule.Use;
import io.labroute.schedule.Validator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What of the current schedule stands: the times that jobs have, and the ways that were chosen for them. A job that is late by less
 * than the slack counts as starting now.
 */
final class KeptTimes {

  private final LabProblem lab;
  private final long least;
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Map<String, Placement> frozen = new HashMap<>();
  private final Map<String, Placement> kept = new HashMap<>();
  private final Set<String> late = new HashSet<>();

  /** @param least when a job counts as starting that is late */
  KeptTimes(LabProblem lab, @Nullable Schedule base, Instant least) {
    this.lab = lab;
    this.least = lab.problem().time().down(Duration.between(lab.problem().time().start(), least));
    lab.problem().steps().forEach(step -> steps.put(step.id(), step));
    lab.problem().frozen().forEach(it -> frozen.put(it.step(), placement(it)));
    if (base != null) {
      Map<String, Placement> placed = base.plan().byStep();
      Map<String, Step> before = base.problem().steps().stream().collect(Collectors.toMap(Step::id, step -> step));
      steps.values().stream().filter(step -> !frozen.containsKey(step.id()) && placed.containsKey(step.id()))
          .forEach(step -> keep(step, before.get(step.id()), placed.get(step.id()), base.problem().time()));
    }
  }

  private Placement placement(Frozen it) {
    Mode mode = steps.get(it.step()).modes().get(it.mode());
    return new Placement(it.step(), it.start(), it.end() == null ? it.start() + mode.duration() : it.end(), it.mode(), seats(mode));
  }

  private static List<Seat> seats(Mode mode) {
    var seats = new ArrayList<Seat>();
    for (Use use : mode.uses()) {
      for (int n = 0; n < use.amount(); n++) {
        seats.add(new Seat(use.device(), 1));
      }
    }
    return seats;
  }

  /** A stay keeps to the steps that it lies between, whose times may have changed since. */
  private void keep(Step step, Step before, Placement old, TimeScale then) {
    TimeScale time = lab.problem().time();
    Planned planned = lab.steps().get(step.id());
    PlannedJob job = planned == null ? null : planned.run().state(planned.stepId()).job();
    long start = time.down(Duration.between(time.start(), then.at(old.start())));
    if (job != null && (job.planned() ? !job.timed() : start < least)) {
      return;
    }
    if (job != null && job.planned()) {
      start = time.down(Duration.between(time.start(), job.start()));
    }
    List<String> devices = before.modes().get(old.mode()).uses().stream().map(Use::device).toList();
    for (int mode = 0; mode < step.modes().size(); mode++) {
      Mode way = step.modes().get(mode);
      if (way.uses().stream().map(Use::device).toList().equals(devices)) {
        if (start < least) {
          late.add(lab.runs().get(step.id()).id());
          start = least;
        }
        kept.put(step.id(), new Placement(step.id(), start, start + way.duration(), mode, seats(way)));
        return;
      }
    }
  }

  /** The times that stand, by step. */
  Map<String, Placement> byStep() {
    return kept;
  }

  /** Runs of which a step has no time. */
  Set<String> runsWithout() {
    return steps.keySet().stream().filter(step -> !frozen.containsKey(step) && !kept.containsKey(step))
        .map(step -> lab.runs().get(step).id()).collect(Collectors.toSet());
  }

  /** Runs of which a step has no time, or one that went by. */
  Set<String> runsConcerned() {
    Set<String> concerned = new HashSet<>(runsWithout());
    concerned.addAll(late);
    return concerned;
  }

  /** The whole plan as it stands; null when it cannot be carried out any more, or is none for something. */
  @Nullable Plan plan() {
    return runsWithout().isEmpty() && holds(run -> true) ? plan(lab.problem(), kept) : null;
  }

  /** The times of some runs, to be planned around; null when these contradict what has begun. */
  @Nullable List<Frozen> of(Predicate<OpenRun> runs) {
    return !holds(runs) ? null : kept.values().stream().filter(at -> runs.test(lab.runs().get(at.step())))
        .map(at -> new Frozen(at.step(), at.start(), at.end(), at.mode(), at.seats())).toList();
  }

  /** Whether the times of some runs agree with each other and with all that has begun. */
  private boolean holds(Predicate<OpenRun> runs) {
    settleStays();
    Set<String> there = new HashSet<>(frozen.keySet());
    kept.keySet().stream().filter(step -> runs.test(lab.runs().get(step))).forEach(there::add);
    Problem all = lab.problem();
    Problem part = all.steps(all.steps().stream().filter(step -> there.contains(step.id())).map(step -> within(step, there)).toList())
        .lags(all.lags().stream().filter(lag -> there.contains(lag.from().step()) && there.contains(lag.to().step())).toList());
    return Validator.check(part, plan(part, kept)).isEmpty();
  }

  private Step within(Step step, Set<String> there) {
    Hold hold = step.hold();
    Placement at = kept.get(step.id());
    Step released = at == null ? step : step.times(Math.min(step.release(), at.start()), step.due(), step.deadline(), step.priority());
    return hold == null || there.contains(hold.from()) && there.contains(hold.until()) ? released : released.hold(null);
  }

  /** The moment that stands for a stay follows the step that begins it. */
  private void settleStays() {
    kept.replaceAll((name, at) -> {
      Hold hold = steps.get(name).hold();
      Placement first = hold == null ? null : kept.getOrDefault(hold.from(), frozen.get(hold.from()));
      return first == null ? at : new Placement(name, first.end(), first.end() + 1, at.mode(), at.seats());
    });
  }

  private Plan plan(Problem problem, Map<String, Placement> times) {
    return new Plan(problem.name(), problem.steps().stream().map(step -> frozen.getOrDefault(step.id(), times.get(step.id()))).toList());
  }
}
