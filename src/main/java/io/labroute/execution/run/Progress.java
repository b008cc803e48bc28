package io.labroute.execution.run;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.After;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.campaign.plan.Run;
import io.labroute.execution.run.RecordRepository.Decided;
import io.labroute.execution.run.RecordRepository.Issued;
import io.labroute.execution.run.RecordRepository.Recorded;
import io.labroute.execution.run.RecordRepository.Standing;
import io.labroute.execution.run.StepProgress.State;
import io.labroute.lab.DevicePosition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives from the record how far each step of a run has come; {@link Readiness} says of the rest why they wait. */
final class Progress {

  private final CampaignPlan plan;
  private final Run run;
  private final RecordRepository records;
  private final Map<String, List<Issued>> worklists = new HashMap<>();
  private final List<Recorded> recorded;
  private final Map<String, Decided> decided;
  private final Map<String, Standing> containers;
  /** How many steps of this plan brought a piece of labware to a place, so far. */
  private final Map<String, Integer> arrivals = new HashMap<>();
  private final Set<Recorded> taken = new HashSet<>();
  /** Devices on which steps were done that the plan has on others. */
  private final Map<String, String> elsewhere = new HashMap<>();
  private final List<StepProgress> steps;

  Progress(CampaignPlan plan, Run run, RecordRepository records) {
    this.plan = plan;
    this.run = run;
    this.records = records;
    records.worklists(run.experimentId()).forEach(it -> worklists.computeIfAbsent(it.stepId(), step -> new ArrayList<>()).add(it));
    recorded = records.steps(run.experimentId());
    decided = records.decided(run.experimentId());
    containers = records.standing(run.barcodes().values());
    steps = plan.steps().stream().map(this::step).toList();
  }

  /** The steps without the reasons why they wait. */
  List<StepProgress> steps() {
    return steps;
  }

  /** How far a step has come. */
  State state(String stepId) {
    return steps.stream().filter(step -> step.stepId().equals(stepId)).findFirst().orElseThrow().state();
  }

  /** The device on which a step was done that the plan has on another. */
  Optional<String> elsewhere(String stepId) {
    return Optional.ofNullable(elsewhere.get(stepId));
  }

  Map<String, Standing> containers() {
    return containers;
  }

  private StepProgress step(PlanStep step) {
    boolean arrived = step.yields() == Yield.MOVE && hasArrived(step);    // counts those with a record of their own, too
    Decided decision = decided.get(step.stepId());
    if (decision != null && decision.skipped()) {
      return progress(step, State.SKIPPED, null, null, null, null);
    }
    if (step.yields() == Yield.WORKLIST) {
      List<Issued> issued = worklists.getOrDefault(step.stepId(), List.of());
      return issued.isEmpty() ? progress(step, State.WAITING, null, null, null, null) : ofWorklist(step, issued.get(issued.size() - 1));
    }
    Recorded it = recordOf(step);
    if (it != null) {
      if (step.device() != null && it.device() != null && !step.device().equals(it.device())) {
        elsewhere.put(step.stepId(), it.device());
      }
      return progress(step, stateOf(it.status()), null, it.startedAt(), it.finishedAt(), it.message());
    }
    return progress(step, arrived ? State.COMPLETED : State.WAITING, null, null, null, null);
  }

  private static StepProgress ofWorklist(PlanStep step, Issued it) {
    State state = switch (it.state()) {
      case "started" -> State.RUNNING;
      case "finished" -> it.unknown() + it.undone() == 0 ? State.COMPLETED : State.FAILED;
      case "failed", "gone" -> State.FAILED;
      default -> State.RELEASED;
    };
    String message = it.unknown() > 0 ? "of %d transfers nobody knows whether they were done".formatted(it.unknown())
        : it.undone() > 0 ? "%d transfers were not done".formatted(it.undone()) : it.reason();
    return progress(step, state, it, it.startedAt(), it.finishedAt(), message);
  }

  private static StepProgress progress(PlanStep step, State state, @Nullable Issued worklist, @Nullable Instant start,
      @Nullable Instant finish, @Nullable String message) {
    return new StepProgress(step.stepId(), step.operation(), step.yields().name().toLowerCase(Locale.ROOT), step.device(),
        step.labware(), step.parameters(), step.after().stream().map(After::stepId).toList(), state, List.of(),
        worklist == null ? null : worklist.worklistId(), worklist == null ? null : worklist.file(), start, finish, message);
  }

  /** The last record that names the step; else the first unnamed one of its operation that no step before it took. */
  private @Nullable Recorded recordOf(PlanStep step) {
    List<Recorded> counting = recorded.stream().filter(it -> counts(step, it)).toList();
    Recorded named = null;
    for (Recorded it : counting) {
      named = step.stepId().equals(stepOf(it)) ? it : named;
    }
    if (named != null) {
      return named;
    }
    Recorded unnamed = counting.stream().filter(it -> stepOf(it) == null && it.fct().equals(step.operation())
        && (step.device() == null || step.device().equals(it.device())) && !taken.contains(it)).findFirst().orElse(null);
    if (unnamed != null) {
      taken.add(unnamed);
    }
    return unnamed;
  }

  private boolean counts(PlanStep step, Recorded it) {
    Decided decision = decided.get(step.stepId());
    Instant since = decision == null ? null : decision.since();
    return since == null || it.startedAt() != null && !it.startedAt().isBefore(since);
  }

  /** The step that a record is of, as far as it names one. */
  private @Nullable String stepOf(Recorded it) {
    return it.stepId() != null || it.run() == null ? it.stepId() : OrderName.stepOf(run.experimentId(), it.run());
  }

  private static State stateOf(String status) {
    return switch (status) {
      case "planned" -> State.WAITING;
      default -> State.valueOf(status.toUpperCase(Locale.ROOT));
    };
  }

  /** Whether the container came to the place as often as the plan has brought it there so far. */
  private boolean hasArrived(PlanStep step) {
    String label = step.labware().get(0);
    Standing container = containers.get(run.barcodes().getOrDefault(label, ""));
    DevicePosition target = target(step);
    int times = arrivals.merge(label + " " + target, 1, Integer::sum);
    return container != null && records.arrivals(container.containerId(), target, run.begunAt()) >= times;
  }

  /** Where a step that moves labware brings it. */
  static DevicePosition target(PlanStep step) {
    var to = step.parameters().path("to");
    return new DevicePosition(to.path("device").asText(), to.path("position").asInt());
  }
}
