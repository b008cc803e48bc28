package io.labroute.execution.planning;

import io.labroute.campaign.plan.PlanStep;
import io.labroute.execution.planning.StepState.Stage;
import io.labroute.schedule.TimeScale;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The ticks of the lab's time: whole ones since the epoch, so that those of one schedule are those of the next.
 *
 * @param first the tick before which nothing new starts
 */
record LabTicks(TimeScale scale, long first) {

  static LabTicks of(LabState lab, Map<String, Took> took, Duration lead) {
    long tick = lab.rules().tick().toMillis();
    Instant start = lab.now();
    Duration all = lab.rules().horizon().plus(lead);
    for (OpenRun run : lab.runs()) {
      for (PlanStep step : run.plan().steps()) {
        StepState state = run.state(step.stepId());
        Instant since = state.stage() == Stage.OVER ? state.end() : state.start();
        boolean counts = since != null && (state.stage() == Stage.STARTED || waitsFor(run, step.stepId()));
        start = counts && since.isBefore(start) ? since : start;
        all = state.stage() == Stage.OVER ? all : all.plus(took.get(run.name(step.stepId())).length());
      }
      all = run.earliest() == null || run.earliest().isBefore(lab.now()) ? all
          : all.plus(Duration.between(lab.now(), run.earliest()));
    }
    Instant zero = Instant.ofEpochMilli((Math.floorDiv(start.toEpochMilli(), tick) - 1) * tick);
    var scale = new TimeScale(lab.rules().tick(), zero, 1);
    return new LabTicks(scale.withHorizon(scale.up(all.plus(Duration.between(zero, lab.now())))),
        scale.up(Duration.between(zero, lab.now().plus(lead))));
  }

  private static boolean waitsFor(OpenRun run, String stepId) {
    return run.plan().steps().stream().anyMatch(step -> run.stage(step) == Stage.OPEN && step.after().stream()
        .anyMatch(after -> after.stepId().equals(stepId) && (after.within() != null || after.atLeast() != null)));
  }

  /** The tick that a moment lies in. */
  long tick(Instant moment) {
    return scale.down(Duration.between(scale.start(), moment));
  }

  /** The first tick that does not begin before a moment. */
  long ceiling(Instant moment) {
    return scale.up(Duration.between(scale.start(), moment));
  }
}
