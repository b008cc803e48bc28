package io.labroute.execution.planning;

import io.labroute.campaign.plan.PlanStep;
import io.labroute.lab.DevicePosition;
import io.labroute.schedule.Problem;
import java.util.List;
import java.util.Map;

/**
 * What all open runs together ask of the lab.
 *
 * @param problem its steps are called after run and step; stays of labware and steps that are over are among them where they matter
 * @param now the tick before which nothing new starts
 * @param steps those that are still to be done, by name
 * @param runs the run of every step of the problem that is not over, stays included
 * @param warnings where the record cannot be as it seems, such as two plates in one position
 */
record LabProblem(Problem problem, long now, Map<String, Planned> steps, Map<String, OpenRun> runs, List<String> warnings) {

  /** A step of a run that is still to be done. */
  record Planned(OpenRun run, PlanStep intended, Took took, boolean named, List<DevicePosition> places) {

    String stepId() {
      return intended.stepId();
    }
  }

  /** How many of the durations are guesses. */
  int guesses() {
    return (int) steps.values().stream().filter(step -> step.took().guessed()).count();
  }

  LabProblem problem(Problem other) {
    return new LabProblem(other, now, steps, runs, warnings);
  }
}
