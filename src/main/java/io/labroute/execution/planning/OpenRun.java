package io.labroute.execution.planning;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.Run;
import io.labroute.campaign.plan.Urgency.Moment;
import io.labroute.execution.planning.StepState.Stage;
import io.labroute.lab.Finding;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A run that is not over and that the schedule releases.
 *
 * @param labware the labels that each step touches
 * @param steps how far each step has come
 * @param fault why its plan cannot be understood any more, as when a kind of labware was taken out; null when it can
 */
record OpenRun(Run run, CampaignPlan plan, Map<String, List<String>> labware, Map<String, StepState> steps, @Nullable Finding fault) {

  /** The most urgent first, then the oldest. */
  static final Comparator<OpenRun> ORDER = Comparator.comparingInt((OpenRun it) -> -it.plan.urgency().priority())
      .thenComparing(it -> it.run.begunAt()).thenComparing(OpenRun::id);

  String id() {
    return run.experimentId();
  }

  StepState state(String stepId) {
    return steps.getOrDefault(stepId, StepState.NEW);
  }

  Stage stage(PlanStep step) {
    return state(step.stepId()).stage();
  }

  /** The name of a step among those of all runs. */
  String name(String stepId) {
    return id() + "/" + stepId;
  }

  List<String> labware(PlanStep step) {
    return labware.getOrDefault(step.stepId(), List.of());
  }

  /** Whether a step of it is still to be done that has no job. */
  boolean lacksJobs() {
    return plan.steps().stream().map(step -> state(step.stepId())).anyMatch(it -> it.stage() == Stage.OPEN && it.job() == null);
  }

  /** Whether anything of it was done or given out. */
  boolean hasBegun() {
    return plan.steps().stream().anyMatch(step -> stage(step) != Stage.OPEN);
  }

  boolean isPaused() {
    return run.status().equals("paused");
  }

  @Nullable Instant earliest() {
    return moment(plan.urgency().earliest());
  }

  @Nullable Instant due() {
    return moment(plan.urgency().due());
  }

  private @Nullable Instant moment(@Nullable Moment moment) {
    return moment == null ? null : moment.of(run.begunAt());
  }
}
