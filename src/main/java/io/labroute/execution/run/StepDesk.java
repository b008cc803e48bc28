package io.labroute.execution.run;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanRepository;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.campaign.plan.Run;
import io.labroute.execution.ReleaseDesk;
import io.labroute.execution.WorklistOrder;
import io.labroute.execution.run.RecordRepository.Standing;
import io.labroute.execution.run.StepProgress.State;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.tracking.ExperimentStatus;
import io.labroute.tracking.ProcessRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Service;

/** Tells how far runs have come, and orders worklists for their steps when the lab is as the plan has it. */
@Service
public class StepDesk {

  private final PlanRepository plans;
  private final PlanRunRepository runs;
  private final RecordRepository records;
  private final StepOrders orders;
  private final ReleaseDesk desk;
  private final ProcessRepository experiments;
  private final AuditRepository audit;

  StepDesk(PlanRepository plans, PlanRunRepository runs, RecordRepository records, StepOrders orders,
      ReleaseDesk desk, ProcessRepository experiments, AuditRepository audit) {
    this.plans = plans;
    this.runs = runs;
    this.records = records;
    this.orders = orders;
    this.desk = desk;
    this.experiments = experiments;
    this.audit = audit;
  }

  /**
   * How far a run has come, with what each of its steps waits for.
   *
   * @throws Refusal {@code run.unknown}
   */
  public RunProgress progress(String experimentId) {
    Run run = run(experimentId);
    CampaignPlan plan = plan(run);
    PlanDeck deck = PlanDeck.of(plan.labware(), run.barcodes());
    var progress = new Progress(plan, run, records);
    List<StepProgress> steps = progress.steps();
    var readiness = new Readiness(plan, run, records, deck, progress);
    boolean atOnce = plan.release() == CampaignPlan.Release.IMMEDIATE;
    var told = new ArrayList<StepProgress>();
    for (int n = 0; n < steps.size(); n++) {
      PlanStep step = plan.steps().get(n);
      boolean open = steps.get(n).state() == State.WAITING;
      told.add(!open ? steps.get(n) : steps.get(n).waitingFor(
          reasons(step, deck, run, progress, atOnce && step.yields() == Yield.WORKLIST ? readiness.reasonsAtOnce(step)
              : readiness.reasons(step))));
    }
    return new RunProgress(run, told);
  }

  /** A step of a run that nothing but a person brings on. */
  public record Waiting(String experimentId, String campaignId, String stepId, String operation, StepProgress.State state,
      List<Finding> reasons) {}

  /** What waits for a person, the oldest run first: what is ready, cannot be done, or has failed. */
  public List<Waiting> waiting() {
    var waiting = new ArrayList<Waiting>();
    for (Run run : runs.open()) {
      progress(run.experimentId()).steps().stream().filter(StepDesk::needsAPerson).forEach(step -> waiting.add(new Waiting(
          run.experimentId(), run.campaignId(), step.stepId(), step.operation(), step.state(), step.waitsFor())));
    }
    return waiting;
  }

  private static boolean needsAPerson(StepProgress step) {
    boolean blocked = !step.waitsFor().isEmpty() && step.waitsFor().stream().noneMatch(reason -> reason.code().equals("run.predecessor"));
    return step.state() == State.READY || step.state() == State.FAILED || step.state() == State.WAITING && blocked;
  }

  /**
   * Requires that no worklist of a run is out.
   *
   * @throws Refusal {@code run.released}
   */
  public void requireNothingReleased(String experimentId) {
    if (!records.worklists(experimentId).isEmpty()) {
      throw Finding.of("run.released", "Worklists were released for the labware that is bound.").value(experimentId)
          .maybe("withdraw them first.").refusal();
    }
  }

  /** What nothing else stands against is tried: the worklist is written and thrown away. */
  private List<Finding> reasons(PlanStep step, PlanDeck deck, Run run, Progress progress, List<Finding> reasons) {
    if (reasons.isEmpty() && step.yields() == Yield.WORKLIST) {
      try {
        orders.tried(deck, run, step, progress.containers());
      } catch (Refusal refusal) {
        return List.of(refusal.finding());
      }
    }
    return reasons;
  }

  /**
   * Releases the worklist of a step, because a person says so.
   *
   * @param anyway whether steps before it need not be over; that goes on record
   * @throws Refusal with the first reason that stands against it
   */
  public RunProgress release(String experimentId, String stepId, boolean anyway, String actor) {
    Run run = run(experimentId);
    CampaignPlan plan = plan(run);
    PlanStep step = plan.steps().stream().filter(it -> it.stepId().equals(stepId) && it.yields() == Yield.WORKLIST).findFirst()
        .orElseThrow(() -> Finding.of("run.unknown-step", "The run has no such step that becomes a worklist.").value(stepId).refusal());
    PlanDeck deck = PlanDeck.of(plan.labware(), run.barcodes());
    var progress = new Progress(plan, run, records);
    progress.steps().stream().filter(it -> it.stepId().equals(stepId) && it.state() != State.WAITING).findFirst().ifPresent(it -> {
      throw Finding.of("run.released", "The step has a worklist already.").value(String.valueOf(it.file()))
          .maybe("withdraw it first, or ask for the worklist of its remainder.").refusal();
    });
    var readiness = new Readiness(plan, run, records, deck, progress);
    (anyway ? readiness.reasonsAtOnce(step) : readiness.reasons(step)).stream().findFirst().ifPresent(reason -> {
      throw reason.refusal();
    });
    if (anyway) {
      audit.add(AuditEntry.of(actor, "released without waiting", "step %s of run %s".formatted(stepId, experimentId)));
    }
    order(deck, run, step, progress.containers(), actor);
    return progress(experimentId);
  }

  /**
   * Releases all of a run that is to appear at once and can.
   *
   * @return what stands against the others, by step
   */
  Map<String, List<Finding>> releaseAtOnce(Run run, String actor) {
    CampaignPlan plan = plan(run);
    PlanDeck deck = PlanDeck.of(plan.labware(), run.barcodes());
    Map<String, List<Finding>> waiting = new TreeMap<>();
    var progress = new Progress(plan, run, records);
    for (PlanStep step : plan.steps()) {
      if (step.yields() != Yield.WORKLIST || progress.state(step.stepId()) != State.WAITING) {
        continue;
      }
      var reasons = new ArrayList<>(new Readiness(plan, run, records, deck, progress).reasonsAtOnce(step));
      if (reasons.isEmpty()) {
        try {
          order(deck, run, step, progress.containers(), actor);
          progress = new Progress(plan, run, records);
          continue;
        } catch (Refusal refusal) {
          reasons.add(refusal.finding());
        }
      }
      waiting.put(step.stepId(), reasons);
    }
    return waiting;
  }

  private void order(PlanDeck deck, Run run, PlanStep step, Map<String, Standing> containers, String actor) {
    WorklistOrder order = orders.of(deck, run, step, containers, actor);
    begin(run.experimentId(), actor);
    desk.release(order, actor);
  }

  /** Before anything leaves the engine: a run that was ended meanwhile is refused here. */
  private void begin(String experimentId, String actor) {
    boolean begun = experiments.execution(experimentId).filter(it -> it.status().equals(ExperimentStatus.RUNNING.text())).isPresent();
    if (!begun) {
      experiments.become(experimentId, ExperimentStatus.RUNNING, null, actor);
    }
  }

  /**
   * Ends a run for good: its worklists that no device has yet are withdrawn.
   *
   * @throws Refusal when it is over
   */
  public RunProgress abort(String experimentId, String reason, String actor) {
    experiments.become(experimentId, ExperimentStatus.ABORTED, reason, actor);
    records.worklists(experimentId).stream().filter(it -> it.state().equals("placing") || it.state().equals("released"))
        .forEach(it -> desk.withdraw(it.worklistId(), actor, reason));
    return progress(experimentId);
  }

  /** Ends a run all of whose steps are completed. */
  void endIfDone(Run run, String actor) {
    if (run.status().equals("running")
        && new Progress(plan(run), run, records).steps().stream().allMatch(step -> step.state() == State.COMPLETED)) {
      experiments.become(run.experimentId(), ExperimentStatus.COMPLETED, null, actor);
    }
  }

  private Run run(String experimentId) {
    return runs.find(experimentId).orElseThrow(() -> Finding.of("run.unknown", "There is no such run.").value(experimentId).refusal());
  }

  private CampaignPlan plan(Run run) {
    return plans.find(run.campaignId(), run.revision()).orElseThrow();
  }
}
