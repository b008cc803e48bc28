package io.labroute.execution.run;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.campaign.plan.Run;
import io.labroute.lab.Finding;
import java.util.List;
import java.util.Optional;

/** A run as it stands at a moment: how far each step has come, and what stands against it. */
public final class RunLook {

  private final Run run;
  private final CampaignPlan plan;
  private final PlanDeck deck;
  private final Progress progress;
  private final RecordRepository records;

  RunLook(Run run, CampaignPlan plan, RecordRepository records) {
    this(run, plan, PlanDeck.of(plan.labware(), run.barcodes()), records);
  }

  private RunLook(Run run, CampaignPlan plan, PlanDeck deck, RecordRepository records) {
    this.run = run;
    this.plan = plan;
    this.deck = deck;
    this.records = records;
    progress = new Progress(plan, run, records);
  }

  /** The same run, as it stands on record now. */
  RunLook again() {
    return new RunLook(run, plan, deck, records);
  }

  public Run run() {
    return run;
  }

  /** How far the steps have come, in the order of the plan, without the reasons why they wait. */
  public List<StepProgress> steps() {
    return progress.steps();
  }

  /** How far a step has come. */
  public StepProgress step(String stepId) {
    return progress.steps().stream().filter(it -> it.stepId().equals(stepId)).findFirst().orElseThrow();
  }

  /** What stands against a step that nothing is on record of: of all that could, the lab's or the plan's. */
  public List<Finding> reasons(String stepId) {
    return readiness().reasons(planned(stepId));
  }

  /**
   * What on record of a step that has begun contradicts the plan.
   *
   * @param asked whether it was to begin; else what comes before it has to be over
   */
  public Optional<Finding> contradiction(String stepId, boolean asked) {
    PlanStep step = planned(stepId);
    return progress.elsewhere(stepId).map(device -> Finding.of("run.other-device", "The step was done on another device.").value(device)
        .allowed(step.device()).maybe("the device was exchanged: say so in the plan; or its name is wrong in the report."))
        .or(() -> asked ? Optional.empty() : readiness().predecessors(step).stream().findFirst());
  }

  PlanStep planned(String stepId) {
    return plan.steps().stream().filter(it -> it.stepId().equals(stepId)).findFirst().orElseThrow();
  }

  Readiness readiness() {
    return new Readiness(plan, run, records, deck, progress);
  }

  boolean isAtOnce(PlanStep step) {
    return plan.release() == CampaignPlan.Release.IMMEDIATE && step.yields() == Yield.WORKLIST;
  }

  CampaignPlan plan() {
    return plan;
  }

  PlanDeck deck() {
    return deck;
  }

  Progress progress() {
    return progress;
  }
}
