package io.labroute.execution.run;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.CampaignPlan.PlanLabware;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.After;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.campaign.plan.Run;
import io.labroute.execution.run.RecordRepository.Standing;
import io.labroute.execution.run.StepProgress.State;
import io.labroute.ingest.format.Fields;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a step cannot be done now: what has to be over before, and a deck that is not as the plan has it. */
final class Readiness {

  private final CampaignPlan plan;
  private final Run run;
  private final RecordRepository records;
  private final PlanDeck deck;
  private final Map<String, Standing> containers;
  private final Map<String, StepProgress> progress;

  Readiness(CampaignPlan plan, Run run, RecordRepository records, PlanDeck deck, Progress progress) {
    this.plan = plan;
    this.run = run;
    this.records = records;
    this.deck = deck;
    this.containers = progress.containers();
    this.progress = progress.steps().stream().collect(Collectors.toMap(StepProgress::stepId, Function.identity()));
  }

  /** What stands against a step, of which nothing is on record yet. */
  List<Finding> reasons(PlanStep step) {
    var reasons = new ArrayList<>(status());
    reasons.addAll(predecessors(step));
    reasons.addAll(deck(step, step.yields() == Yield.WORKLIST ? labels(step) : Set.copyOf(step.labware())));
    return reasons;
  }

  /** What comes before a step and is not over. */
  List<Finding> predecessors(PlanStep step) {
    return step.after().stream().map(After::stepId).filter(before -> !isOver(before)).map(before ->
        Finding.of("run.predecessor", "The step %s is not over.".formatted(before)).value(state(before))
            .maybe("its end was not reported: say so, if it is.")).toList();
  }

  /** What stands against a worklist that is to appear at once, whatever of the lab's other work is over. */
  List<Finding> reasonsAtOnce(PlanStep step) {
    var reasons = new ArrayList<>(status());
    Set<String> labels = labels(step);
    for (PlanStep before : plan.steps()) {
      if (before.stepId().equals(step.stepId())) {
        break;
      }
      State state = progress.get(before.stepId()).state();
      boolean unbooked = before.yields() == Yield.WORKLIST && (state == State.WAITING || state == State.READY);
      if (unbooked && labels(before).stream().anyMatch(labels::contains)) {
        reasons.add(Finding.of("run.predecessor", "The step %s has no worklist yet, and moves liquid in the same labware."
            .formatted(before.stepId())).value(state.name().toLowerCase(Locale.ROOT)).maybe("it waits for something itself: see there."));
      }
    }
    reasons.addAll(deck(step, labels));
    return reasons;
  }

  private List<Finding> status() {
    return !run.isOver() && !run.status().equals("paused") ? List.of()
        : List.of(Finding.of("run.not-running", "Nothing is done for a run that is %s.".formatted(run.status())).value(run.experimentId())
            .allowed("a run that is pending or running").maybe("another run of the plan is to be begun."));
  }

  private boolean isOver(String stepId) {
    StepProgress before = progress.get(stepId);
    return before != null && before.state().isPassed();
  }

  private String state(String stepId) {
    return progress.get(stepId).state().name().toLowerCase(Locale.ROOT);
  }

  private Set<String> labels(PlanStep step) {
    return PlanDeck.labels(deck.moves(step));
  }

  private List<Finding> deck(PlanStep step, Set<String> labels) {
    var reasons = new ArrayList<Finding>();
    plan.labware().stream().filter(piece -> labels.contains(piece.id())).forEach(piece -> {
      Finding reason = reason(step, piece);
      if (reason != null) {
        reasons.add(reason);
      }
    });
    return reasons;
  }

  private @Nullable Finding reason(PlanStep step, PlanLabware piece) {
    String barcode = run.barcodes().get(piece.id());
    DevicePosition wanted = place(step, piece);
    if (barcode == null) {
      return Finding.of("run.unbound", "Nobody has said yet which container %s is.".formatted(piece.id()))
          .maybe(wanted == null ? "bind a barcode to it." : "bind a barcode to it, or scan what stands on %s.".formatted(wanted));
    }
    Standing container = containers.get(barcode);
    if (container == null) {
      return Finding.of("run.no-container", "The container of %s is not in the lab.".formatted(piece.id())).value(barcode)
          .maybe("it is still to be registered, or the barcode is wrong.");
    }
    String kind = piece.node().get("type").map(node -> Fields.scalar(node).text()).orElse(null);
    if (kind != null && container.labwareType() != null && !kind.equals(container.labwareType())) {
      return Finding.of("run.other-labware", "The container of %s is of another kind than the plan has it.".formatted(piece.id()))
          .value("%s: %s".formatted(barcode, container.labwareType())).allowed(kind).maybe("another plate was meant.");
    }
    DevicePosition at = container.at();
    boolean inPlace = at != null && (step.device() == null || step.yields() == Yield.MOVE || at.device().equals(step.device()))
        && (wanted == null || !wanted.device().equals(step.device()) && step.yields() != Yield.MOVE || wanted.equals(at));
    if (inPlace) {
      return step.yields() != Yield.WORKLIST || !container.lidded() ? null
          : Finding.of("run.lidded", "%s has its lid on.".formatted(piece.id())).value(barcode)
              .maybe("it is to be unlidded first; or that was not reported.");
    }
    String there = wanted == null ? null : records.occupant(wanted).filter(other -> !other.equals(barcode)).orElse(null);
    return there != null
        ? Finding.of("run.wrong-container", "%s stands on %s, where %s has to be.".formatted(there, wanted, piece.id())).value(there)
            .allowed(barcode).maybe("two plates were exchanged.")
        : Finding.of("run.not-on-deck", "%s is not where this step needs it.".formatted(piece.id()))
            .value("%s stands on %s".formatted(barcode, at)).allowed(wanted != null && wanted.device().equals(step.device())
                || step.device() == null ? String.valueOf(wanted) : "a position of " + step.device())
            .maybe("it is still to be moved, or a move was not reported.");
  }

  /** Where the plan has a piece of labware when a step begins: where the last step before it brought it, else where it began. */
  private @Nullable DevicePosition place(PlanStep step, PlanLabware piece) {
    DevicePosition place = piece.at();
    for (PlanStep before : plan.steps()) {
      if (before.stepId().equals(step.stepId())) {
        break;
      }
      if (before.yields() == Yield.MOVE && before.labware().contains(piece.id())) {
        place = Progress.target(before);
      }
    }
    return place;
  }
}
