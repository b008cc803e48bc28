package io.labroute.execution.planning;

import io.labroute.campaign.plan.PlanStep;
import io.labroute.execution.job.JobTime;
import io.labroute.execution.planning.LabProblem.Planned;
import io.labroute.execution.planning.StepState.Stage;
import io.labroute.schedule.Goal;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Score;
import io.labroute.schedule.Seat;
import io.labroute.schedule.TimeScale;
import io.labroute.schedule.planning.Incumbent;
import io.labroute.tracking.devices.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A plan of the lab that can be carried out.
 *
 * @param source which solver found it
 * @param value the decisive goal's, in ticks
 * @param bound what the value cannot fall below
 */
record LabPlan(LabProblem lab, Plan plan, String source, long value, long bound) {

  static LabPlan of(LabProblem lab, Incumbent found) {
    return new LabPlan(lab, found.plan(), found.source(), found.value(), found.bound());
  }

  /** A plan of which no more is known than that it can be carried out. */
  static LabPlan of(LabProblem lab, Plan plan, String source) {
    return new LabPlan(lab, plan, source, Score.of(lab.problem(), plan).values().get(lab.problem().goals().indexOf(Goal.MAKESPAN)), 0);
  }

  double gap() {
    return value == 0 ? 0 : Math.max(0, (value - bound) / (double) value);
  }

  Problem problem() {
    return lab.problem();
  }

  /** The soonest that anything begins of which the time is new; the end of time where nothing is. */
  Instant firstStart(Map<String, Placement> before) {
    return plan.placements().stream().filter(at -> lab.steps().containsKey(at.step()) && !at.equals(before.get(at.step())))
        .map(at -> at(at.start())).min(Instant::compareTo).orElse(Instant.MAX);
  }

  private Instant at(long tick) {
    TimeScale time = lab.problem().time();
    return time.start().plus(time.duration(tick));
  }

  /** The times of jobs that get another one, or their first; steps that failed get one when they are to be done again. */
  List<JobTime> times(LabState state) {
    Set<String> single = state.devices().stream().filter(device -> device.processCapacity() == 1).map(Device::device)
        .collect(Collectors.toSet());
    Map<String, Placement> placed = plan.byStep();
    var times = new ArrayList<JobTime>();
    lab.steps().forEach((name, step) -> {
      PlanStep intended = step.intended();
      boolean open = step.run().stage(intended) == Stage.OPEN;
      StepState.PlannedJob job = step.run().state(step.stepId()).job();
      JobTime time = time(step, placed.get(name), single);
      boolean same = job != null && job.timed() && job.start().equals(time.start()) && job.end().equals(time.end());
      if (open && (job == null || job.planned()) && !same) {
        times.add(time);
      }
    });
    return times;
  }

  private JobTime time(Planned step, Placement at, Set<String> single) {
    Set<String> resources = new LinkedHashSet<>();
    at.seats().stream().map(Seat::device).filter(single::contains).forEach(resources::add);
    step.places().forEach(place -> resources.add(place.toString()));
    String device = step.named() && !at.seats().isEmpty() ? at.seats().get(0).device() : null;
    return new JobTime(step.run().id(), step.stepId(), device, at(at.start()), at(at.end()), step.took().basis(), step.took().guessed(),
        step.run().plan().urgency().priority(), List.copyOf(resources));
  }
}
