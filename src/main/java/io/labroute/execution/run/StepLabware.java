package io.labroute.execution.run;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.Yield;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which labware each step of a plan touches: what its operation names, and what its liquid goes from and to. */
public final class StepLabware {

  private StepLabware() {}

  /** The labels by step, in the order of the plan. */
  public static Map<String, List<String>> of(CampaignPlan plan) {
    PlanDeck deck = PlanDeck.of(plan.labware(), Map.of());
    Map<String, List<String>> labels = new LinkedHashMap<>();
    for (PlanStep step : plan.steps()) {
      labels.put(step.stepId(), step.yields() == Yield.WORKLIST ? List.copyOf(PlanDeck.labels(deck.moves(step))) : step.labware());
    }
    return labels;
  }
}
