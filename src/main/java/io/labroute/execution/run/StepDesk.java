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
import io.labroute.execution.run.StepProgress.State;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.tracking.ExperimentStatus;
import io.labroute.tracking.ProcessRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final HeldBack heldBack;
  private final ProcessRepository experiments;
  private final AuditRepository audit;

  StepDesk(PlanRepository plans, PlanRunRepository runs, RecordRepository records, StepOrders orders,
      ReleaseDesk desk, HeldBack heldBack, ProcessRepository experiments, AuditRepository audit) {
    this.plans = plans;
    this.runs = runs;
    this.records = records;
    this.orders = orders;
    this.desk = desk;
    this.heldBack = heldBack;
    this.experiments = experiments;
    this.audit = audit;
  }

  /**
   * How far a run has come, with what each of its steps waits for.
   *
   * @throws Refusal {@code run.unknown}
   */
  public RunProgress progress(String experimentId) {
    RunLook look = look(run(experimentId));
    Readiness readiness = look.readiness();
    List<StepProgress> told = look.steps().stream().map(it -> {
      PlanStep step = look.planned(it.stepId());
      return it.state() != State.WAITING ? it
          : it.waitingFor(reasons(look, step, look.isAtOnce(step) ? readiness.reasonsAtOnce(step) : readiness.reasons(step)));
    }).toList();
    return new RunProgress(look.run(), told);
  }

  /** A run as it stands now. */
  public RunLook look(Run run) {
    return new RunLook(run, plan(run), records);
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

  /** The barcode of what stands somewhere. */
  public Optional<String> occupant(DevicePosition place) {
    return records.occupant(place);
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

  /** What nothing else stands against is tried: the worklist is written and thrown away. Then there is what its device's folder said. */
  private List<Finding> reasons(RunLook look, PlanStep step, List<Finding> reasons) {
    if (reasons.isEmpty() && step.yields() == Yield.WORKLIST) {
      try {
        orders.tried(look.deck(), look.run(), step, look.progress().containers());
      } catch (Refusal refusal) {
        return List.of(refusal.finding());
      }
      return heldBack.reason(look.run().experimentId(), step.stepId()).stream().toList();
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
    RunLook look = look(run(experimentId));
    PlanStep step = look.plan().steps().stream().filter(it -> it.stepId().equals(stepId) && it.yields() == Yield.WORKLIST).findFirst()
        .orElseThrow(() -> Finding.of("run.unknown-step", "The run has no such step that becomes a worklist.").value(stepId).refusal());
    StepProgress now = look.step(stepId);
    if (now.state() != State.WAITING) {
      throw Finding.of("run.released", "The step has a worklist already.").value(String.valueOf(now.file()))
          .maybe("withdraw it first, or ask for the worklist of its remainder.").refusal();
    }
    Readiness readiness = look.readiness();
    (anyway ? readiness.reasonsAtOnce(step) : readiness.reasons(step)).stream().findFirst().ifPresent(reason -> {
      throw reason.refusal();
    });
    if (anyway) {
      audit.add(AuditEntry.of(actor, "released without waiting", "step %s of run %s".formatted(stepId, experimentId)));
    }
    order(look, step, actor);
    return progress(experimentId);
  }

  /**
   * Has a step of a run done that nothing stands against: its worklist is released; of any other step a device or a person is to
   * be asked by the caller, and the run counts as begun.
   *
   * @throws Refusal when its worklist cannot be written, or the run was ended meanwhile
   */
  public void begin(RunLook look, String stepId, String actor) {
    PlanStep step = look.planned(stepId);
    if (step.yields() == Yield.WORKLIST) {
      order(look, step, actor);
    } else {
      begin(look.run().experimentId(), actor);
    }
  }

  /**
   * Releases all of a run that is to appear at once and can.
   *
   * @return what stands against the others, by step
   */
  Map<String, List<Finding>> releaseAtOnce(Run run, String actor) {
    Map<String, List<Finding>> waiting = new TreeMap<>();
    Map<String, Finding> refused = new TreeMap<>();
    RunLook look = look(run);
    for (PlanStep step : look.plan().steps()) {
      if (step.yields() != Yield.WORKLIST || look.step(step.stepId()).state() != State.WAITING) {
        continue;
      }
      var reasons = new ArrayList<>(look.readiness().reasonsAtOnce(step));
      if (reasons.isEmpty()) {
        try {
          order(look, step, actor);
          look = look.again();
          continue;
        } catch (Refusal refusal) {
          reasons.add(refusal.finding());
          refused.put(step.stepId(), refusal.finding());
        }
      }
      waiting.put(step.stepId(), reasons);
    }
    heldBack.set(run.experimentId(), refused);
    return waiting;
  }

  /**
   * Goes through the release of a step as far as it goes on record, in the caller's transaction, which has to be rolled back;
   * nothing leaves the engine.
   */
  void suppose(RunLook look, PlanStep step, String actor) {
    look.readiness().reasonsAtOnce(step);
    WorklistOrder order = orders.of(look.deck(), look.run(), step, look.progress().containers(), actor);
    begin(look.run().experimentId(), actor);
    desk.suppose(order, actor);
  }

  private void order(RunLook look, PlanStep step, String actor) {
    WorklistOrder order = orders.of(look.deck(), look.run(), step, look.progress().containers(), actor);
    desk.release(order, () -> begin(look.run().experimentId(), actor), actor);
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
        && look(run).steps().stream().allMatch(step -> step.state().isPassed())) {
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
