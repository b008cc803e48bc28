package io.labroute.execution.run;

import io.labroute.campaign.plan.Run;
import java.util.List;
import java.util.Optional;

/** A run with its steps, in the order of the plan. */
public record RunProgress(Run run, List<StepProgress> steps) {

  Optional<StepProgress> step(String stepId) {
    return steps.stream().filter(step -> step.stepId().equals(stepId)).findFirst();
  }
}
