package io.labroute.execution.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanRepository;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.campaign.plan.Run;
import io.labroute.execution.run.RecordRepository.Standing;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.tracking.steps.Step;
import io.labroute.tracking.steps.StepRepository;
import io.labroute.tracking.steps.StepStatus;
import io.labroute.tracking.steps.Steps;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Takes the word of people and scripts on steps of a run that move no liquid; devices report by events. */
@Service
public class StepReports {

  private final PlanRepository plans;
  private final PlanRunRepository runs;
  private final RecordRepository records;
  private final StepRepository found;
  private final Steps steps;
  private final Clock clock;

  StepReports(PlanRepository plans, PlanRunRepository runs, RecordRepository records, StepRepository found, Steps steps,
      Clock clock) {
    this.plans = plans;
    this.runs = runs;
    this.records = records;
    this.found = found;
    this.steps = steps;
    this.clock = clock;
  }

  /**
   * What is told of a step.
   *
   * @param startedAt null for when its start was told; a step whose start nobody told is left out of estimates
   * @param at when it became so; null for now
   * @param anyway whether steps before it need not be over
   */
  public record Told(StepStatus status, @Nullable Instant startedAt, @Nullable Instant at, @Nullable String message, boolean anyway) {}

  /**
   * Records what is told of a step.
   *
   * @throws Refusal {@code run.unknown-step}, {@code run.by-worklist}, {@code run.over}, {@code run.predecessor}, or when it cannot become that
   */
  @Transactional
  public void tell(String experimentId, String stepId, Told told, String actor) {
    Run run = runs.hold(experimentId).orElseThrow(() -> Finding.of("run.unknown", "There is no such run.").value(experimentId).refusal());
    if (run.isOver()) {
      throw Finding.of("run.over", "The run is over.").value(run.status()).refusal();
    }
    CampaignPlan plan = plans.find(run.campaignId(), run.revision()).orElseThrow();
    PlanStep step = plan.steps().stream().filter(it -> it.stepId().equals(stepId)).findFirst().orElseThrow(() ->
        Finding.of("run.unknown-step", "The run has no such step.").value(stepId)
            .allowed(String.join(", ", plan.steps().stream().map(PlanStep::stepId).toList())).refusal());
    if (step.yields() == Yield.WORKLIST) {
      throw Finding.of("run.by-worklist", "What becomes of this step is told of its worklist.").value(stepId)
          .maybe("say it on the page of the worklist, or drop the device's report.").refusal();
    }
    Optional<UUID> known = runs.recorded(experimentId, stepId);
    Optional<Step> running = known.flatMap(found::find).filter(it -> it.status() == StepStatus.RUNNING);
    if (running.isPresent()) {
      steps.become(running.get().stepId(), told.status(), told.at(), told.message(), actor);
    } else {
      if (!told.anyway()) {
        requirePredecessors(plan, run, step);
      }
      record(run, step, told, actor);
    }
  }

  private void requirePredecessors(CampaignPlan plan, Run run, PlanStep step) {
    List<StepProgress> progress = new Progress(plan, run, records).steps();
    step.after().stream().flatMap(before -> progress.stream().filter(it -> it.stepId().equals(before.stepId())))
        .filter(it -> !it.state().isPassed()).findFirst().ifPresent(before -> {
          throw Finding.of("run.predecessor", "The step %s is not over.".formatted(before.stepId()))
              .value(before.state().name().toLowerCase(Locale.ROOT)).maybe("its end was not reported: say so, if it is.").refusal();
        });
  }

  private void record(Run run, PlanStep step, Told told, String actor) {
    Instant at = told.at() == null ? clock.instant() : told.at();
    boolean begins = told.status() == StepStatus.RUNNING;
    Instant start = told.startedAt() == null ? at : told.startedAt();
    ObjectNode parameters = step.parameters().deepCopy();
    parameters.remove(List.of("labware", "to"));
    String barcode = step.labware().isEmpty() ? null : run.barcodes().get(step.labware().get(0));
    Step recorded = steps.record(new Step.New(run.experimentId(), step.operation(), step.stepId(), step.device(), barcode,
        told.status(), start, begins ? null : at, false, parameters, told.message(), step.yields() == Yield.MOVE
            ? moving(step, barcode) : null), actor);
    if (!begins && told.startedAt() == null) {
      steps.exclude(recorded.stepId(), "its start was not told", actor);
    }
    runs.name(recorded.stepId(), run.experimentId(), step.stepId());
  }

  private Step.Moving moving(PlanStep step, @Nullable String barcode) {
    if (barcode == null) {
      throw Finding.of("run.unbound", "Nobody has said yet which container %s is.".formatted(step.labware().get(0))).refusal();
    }
    Standing container = records.standing(List.of(barcode)).get(barcode);
    if (container == null || container.at() == null) {
      throw Finding.of("run.no-container", "The container is not in the lab.").value(barcode).refusal();
    }
    DevicePosition target = Progress.target(step);
    return new Step.Moving(container.at().device(), container.at().position(), target.device(), target.position(), null, null, null, null);
  }
}
