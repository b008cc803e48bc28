package io.labroute.execution.planning;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.After;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.execution.planning.StepState.Stage;
import io.labroute.lab.DevicePosition;
import io.labroute.timing.Estimate;
import io.labroute.timing.Estimates;
import io.labroute.timing.StepQuestion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How long steps are planned to take: what is on record of their like, not less than what the plan states, else a guess. */
@Component
class Durations {

  private final Estimates estimates;

  Durations(Estimates estimates) {
    this.estimates = estimates;
  }

  private record Asked(String name, PlanStep step, StepQuestion question) {}

  /** The durations of all steps that are not over, by name; two questions in all, one for each quantile. */
  Map<String, Took> of(LabState lab) {
    var usual = new ArrayList<Asked>();
    var underWait = new ArrayList<Asked>();
    for (OpenRun run : lab.runs()) {
      Set<String> waited = waited(run);
      Places places = Places.of(run);
      for (PlanStep step : run.plan().steps()) {
        if (run.stage(step) != Stage.OVER) {
          (waited.contains(step.stepId()) ? underWait : usual).add(new Asked(run.name(step.stepId()), step, question(run, step, places)));
        }
      }
    }
    Map<String, Took> took = new HashMap<>();
    answer(usual, lab.rules(), lab.rules().quantile(), took);
    answer(underWait, lab.rules(), lab.rules().quantileUnderWait(), took);
    return took;
  }

  /** Steps on whose end a longest wait hangs. */
  private static Set<String> waited(OpenRun run) {
    Set<String> waited = new HashSet<>();
    run.plan().steps().forEach(step -> step.after().stream().filter(after -> after.within() != null).map(After::stepId)
        .forEach(waited::add));
    return waited;
  }

  private static StepQuestion question(OpenRun run, PlanStep step, Places places) {
    DevicePosition origin = places.origin(step.stepId());
    DevicePosition target = places.target(step.stepId());
    if (step.yields() == Yield.MOVE && origin != null && target != null) {
      return new StepQuestion(null, null, origin.device(), target.device(), null);
    }
    ObjectNode parameters = step.parameters().deepCopy();
    parameters.remove(List.of("labware", "to"));
    return new StepQuestion(step.operation(), device(run, step, places), null, null, step.yields() == Yield.MOVE ? null : parameters);
  }

  private static @Nullable String device(OpenRun run, PlanStep step, Places places) {
    return step.device() != null ? step.device() : run.state(step.stepId()).device() != null ? run.state(step.stepId()).device()
        : step.yields() == Yield.RUN ? places.device(step.stepId()) : null;
  }

  private void answer(List<Asked> asked, PlanningRules rules, double quantile, Map<String, Took> took) {
    for (int from = 0; from < asked.size(); from += Estimates.MOST_STEPS) {
      List<Asked> part = asked.subList(from, Math.min(asked.size(), from + Estimates.MOST_STEPS));
      List<Estimate> answers = estimates.estimate(part.stream().map(Asked::question).toList(), Estimate.Statistic.QUANTILE, quantile);
      for (int n = 0; n < part.size(); n++) {
        took.put(part.get(n).name(), took(part.get(n).step(), answers.get(n), rules));
      }
    }
  }

  /** What is stated is the least; what is on record may be longer. */
  static Took took(PlanStep step, Estimate estimate, PlanningRules rules) {
    Duration stated = step.quantities().has("duration_s") ? seconds(step.quantities().get("duration_s").doubleValue()) : Duration.ZERO;
    if (estimate.duration() != null) {
      Duration known = seconds(estimate.duration());
      return known.compareTo(stated) >= 0 ? new Took(known, estimate.reason(), false)
          : new Took(stated, "stated in the plan; " + estimate.reason(), false);
    }
    return stated.isZero() ? new Took(rules.guess(step.operation()), "guess: nothing like it was ever recorded", true)
        : new Took(stated, "stated in the plan", false);
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.max(1, Math.round(seconds * 1000)));
  }
}
