package io.labroute.tracking.steps;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Refusal;
import io.labroute.platform.LabNature;
import io.labroute.tracking.containers.Container;
import io.labroute.tracking.containers.ContainerAct;
import io.labroute.tracking.containers.ContainerRepository;
import io.labroute.tracking.devices.DeviceRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Records steps. A completed move of a container that stands at its origin moves it, in the same transaction; of one that
 * stands at its destination already, it does not.
 */
@Service
public class Steps {

  private final StepRepository steps;
  private final DeviceRepository devices;
  private final ContainerRepository containers;
  private final AuditRepository audit;
  private final LabNature lab;
  private final Clock clock;

  Steps(StepRepository steps, DeviceRepository devices, ContainerRepository containers, AuditRepository audit, LabNature lab,
      Clock clock) {
    this.steps = steps;
    this.devices = devices;
    this.containers = containers;
    this.audit = audit;
    this.lab = lab;
    this.clock = clock;
  }

  /** What is only simulated changes nothing but a simulated lab. */
  private boolean acts(boolean simulation) {
    return !simulation || lab.isSimulated();
  }

  /** Records a step that is planned, runs or is over. */
  @Transactional
  public Step record(Step.New step, String actor) {
    StepStatus status = step.effectiveStatus();
    String fct = LabName.of("function", step.fct() == null && step.move() != null ? "move" : step.fct());
    StepTimes.check(status, step.start(), step.finish(), clock.instant());
    checkNames(step);
    if (step.parameters() != null && !(step.parameters() instanceof ObjectNode)) {
      throw Finding.of("step.parameters", "Parameters are names with values.").value(step.parameters().toString())
          .allowed("a JSON object").refusal();
    }
    Long movedBy = status == StepStatus.COMPLETED && step.move() != null && step.container() != null && acts(step.isSimulation())
        ? carry(step.container(), step.move(), step.finish(), actor) : null;
    UUID told = movedBy == null ? null : steps.ofMove(movedBy).orElse(null);
    if (told != null) {
      steps.enrich(told, step);
    }
    UUID id = told == null ? steps.insert(lab.isSimulated() ? step.simulated() : step, status, fct, movedBy) : told;
    if (step.experimentId() != null && step.start() != null && acts(step.isSimulation())) {
      steps.wakeExperiment(step.experimentId(), step.start());
    }
    log(id, status, step.finish() == null ? step.start() : step.finish(), actor);
    return steps.find(id).orElseThrow();
  }

  /**
   * Moves a container that is there by now, and records how long that took.
   *
   * @param start when the move began
   */
  @Transactional
  public Step move(ContainerAct.Move move, Instant start, String actor) {
    var way = new Step.Moving(move.from().device(), move.from().position(), move.to().device(), move.to().position(), null, null,
        null, null);
    return record(new Step.New(null, null, null, null, move.barcode(), StepStatus.COMPLETED, start, clock.instant(), false, null,
        null, way), actor);
  }

  /**
   * Says that a step began, or how it ended.
   *
   * @param at when; null for now
   * @throws Refusal when it cannot become that from what it is
   */
  @Transactional
  public Step become(UUID stepId, StepStatus next, @Nullable Instant at, @Nullable String error, String actor) {
    Step step = steps.hold(stepId).orElseThrow(() -> Finding.of("step.unknown", "There is no such step.")
        .value(stepId.toString()).refusal());
    if (!step.status().mayBecome(next)) {
      throw Finding.of("step.transition", "A step that is %s cannot become %s.".formatted(step.status().text(), next.text()))
          .value(next.text()).allowed(step.status().followers()).refusal();
    }
    Instant when = at == null ? clock.instant() : at;
    Instant start = next == StepStatus.RUNNING ? when : step.start();
    Instant finish = next == StepStatus.RUNNING ? null : when;
    StepTimes.check(next, start, finish, clock.instant());
    if (next == StepStatus.COMPLETED && step.move() != null && step.container() != null && acts(step.isSimulation())) {
      Long movedBy = carry(step.container(), step.move(), when, actor);
      if (movedBy != null) {
        steps.takeMove(stepId, movedBy);
      }
    }
    steps.update(stepId, next, start, finish, error == null ? step.errorMessage() : error);
    if (next == StepStatus.RUNNING && step.experimentId() != null && acts(step.isSimulation())) {
      steps.wakeExperiment(step.experimentId(), when);
    }
    log(stepId, next, when, actor);
    return steps.find(stepId).orElseThrow();
  }

  /** Whoever follows the log learns of what was said by a call as of what devices report. */
  private void log(UUID stepId, StepStatus status, @Nullable Instant at, String actor) {
    String kind = switch (status) {
      case PLANNED -> null;
      case RUNNING -> "started";
      case COMPLETED -> "finished";
      case FAILED, ABORTED -> status.text();
    };
    if (kind != null && at != null) {
      steps.log(stepId, kind, at, actor);
    }
  }

  /** Leaves a step out of estimates, or takes it back in. */
  @Transactional
  public Step exclude(UUID stepId, @Nullable String reason, String actor) {
    steps.hold(stepId).orElseThrow(() -> Finding.of("step.unknown", "There is no such step.").value(stepId.toString()).refusal());
    steps.exclude(stepId, reason);
    audit.add(AuditEntry.of(actor, reason == null ? "counted again" : "excluded from estimates", "step " + stepId));
    return steps.find(stepId).orElseThrow();
  }

  /** Moves a container unless it stands there already; tells the event by which it came there a moment ago. */
  private @Nullable Long carry(String barcode, Step.Moving move, @Nullable Instant finish, String actor) {
    Container container = containers.find(barcode).orElseThrow();
    var destination = new DevicePosition(move.destinationDevice(), move.destinationPos());
    var act = new ContainerAct.Move(barcode, new DevicePosition(move.originDevice(), move.originPos()), destination);
    boolean thereAlready = destination.device().equals(container.currentDevice())
        && Integer.valueOf(destination.position()).equals(container.currentPos());
    if (!thereAlready) {
      containers.apply(act, actor);
    }
    return containers.cameBy(act, thereAlready && finish != null ? finish : clock.instant()).orElse(null);
  }

  private void checkNames(Step.New step) {
    if (step.experimentId() != null && !steps.knowsExperiment(step.experimentId())) {
      throw Finding.of("experiment.unknown", "There is no such experiment.").value(step.experimentId()).refusal();
    }
    if (step.container() != null && containers.find(step.container()).isEmpty()) {
      throw Finding.of("container.unknown", "There is no such container.").value(step.container()).refusal();
    }
    if (step.device() != null && devices.find(step.device(), true).isEmpty()) {
      throw unknownDevice(step.device());
    }
    if (step.processName() != null) {
      LabName.of("process's name", step.processName());
    }
    if (step.move() != null) {
      checkPlace(step.move().originDevice(), step.move().originPos());
      checkPlace(step.move().destinationDevice(), step.move().destinationPos());
    }
  }

  private void checkPlace(@Nullable String device, int position) {
    if (device == null || devices.find(device, true).isEmpty()) {
      throw unknownDevice(device);
    }
    if (devices.positions(device).stream().noneMatch(known -> known.position() == position)) {
      throw Finding.of("position.unknown", "There is no such position.").value(new DevicePosition(device, position).toString())
          .maybe("positions are counted from 1 there: here they begin with 0.").refusal();
    }
  }

  private static Refusal unknownDevice(@Nullable String device) {
    return Finding.of("device.unknown", "There is no such device.").value(device)
        .maybe("it is misspelled, or was never configured.").refusal();
  }
}
