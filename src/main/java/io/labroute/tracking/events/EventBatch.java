package io.labroute.tracking.events;

import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.LabNature;
import io.labroute.tracking.containers.ContainerAct;
import io.labroute.tracking.containers.ReportedActs;
import io.labroute.tracking.containers.ReportedActs.Late;
import io.labroute.tracking.containers.ReportedActs.LateLid;
import io.labroute.tracking.containers.ReportedActs.LateMove;
import io.labroute.tracking.events.DeviceEvent.Kind;
import io.labroute.tracking.events.DirectCalls.Call;
import io.labroute.tracking.events.DirectCalls.ToldAgain;
import io.labroute.tracking.events.EventLog.Logged;
import io.labroute.tracking.steps.ReportedRuns;
import io.labroute.tracking.steps.ReportedRuns.Moving;
import io.labroute.tracking.steps.ReportedRuns.Way;
import io.labroute.tracking.steps.StepStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Events that are done together. */
final class EventBatch {

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  private final ReportedActs.Batch containers;
  private final ReportedRuns.Batch steps;
  private final DirectCalls calls;
  private final Set<String> knownDevices;
  private final Set<String> knownExperiments;
  private final Instant latest;
  private final LabNature lab;
  private final String actor;

  EventBatch(ReportedActs.Batch containers, ReportedRuns.Batch steps, DirectCalls calls, Set<String> knownDevices,
      Set<String> knownExperiments, Instant latest, LabNature lab, String actor) {
    this.containers = containers;
    this.steps = steps;
    this.calls = calls;
    this.knownDevices = knownDevices;
    this.knownExperiments = knownExperiments;
    this.latest = latest;
    this.lab = lab;
    this.actor = actor;
  }

  @Nullable Long containerId(DeviceEvent event) {
    return containers.containerId(event.barcode());
  }

  /** Events that told what a call had told already. */
  List<ToldAgain> toldAgain() {
    return calls.toldAgain();
  }

  /** Goes through what does not fit again and again, as long as anything else fits after it; tells why the rest does not. */
  Map<Long, Finding> run(List<Logged> all) {
    Map<Long, Finding> flags = new HashMap<>();
    List<Logged> left = all;
    int before;
    do {
      before = left.size();
      flags.clear();
      left = left.stream().filter(it -> !fits(it, flags)).toList();
    } while (!left.isEmpty() && left.size() < before);
    return flags;
  }

  private boolean fits(Logged logged, Map<Long, Finding> flags) {
    try {
      apply(logged.event(), logged.id());
      return true;
    } catch (Refusal refusal) {
      flags.put(logged.id(), refusal.finding());
      return false;
    }
  }

  private void apply(DeviceEvent event, long id) {
    check(event);
    if (isOnlyPretended(event.simulated()) && !event.event().isOfRun()) {
      return;
    }
    switch (event.event()) {
      case MOVED -> moved(event, id);
      case UNLIDDED -> lid(new ContainerAct.Unlid(event.itsBarcode(), event.lid()), event, id);
      case LIDDED -> lid(new ContainerAct.Lid(event.itsBarcode(), event.lid()), event, id);
      case BARCODE_READ -> read(event);
      case STARTED -> start(event);
      case FINISHED -> end(event, id, StepStatus.COMPLETED);
      case FAILED -> end(event, id, StepStatus.FAILED);
      case WORKLIST_PICKED_UP, DOWN, UP -> { }
    }
  }

  /** What a device of a real lab does in a simulation of its own moves nothing; in a simulated lab it is what happens. */
  private boolean isOnlyPretended(boolean simulated) {
    return simulated && !lab.isSimulated();
  }

  private void check(DeviceEvent event) {
    if (event.at().isAfter(latest) || event.at().isBefore(EARLIEST)) {
      throw Finding.of("event.clock", "The event's time is impossible.").value(event.at().toString())
          .allowed("%s to %s".formatted(EARLIEST, latest)).maybe("the clock of %s is wrong.".formatted(event.device())).refusal();
    }
    if (!knownDevices.contains(event.device())) {
      throw Finding.of("device.unknown", "There is no such device.").value(event.device())
          .maybe("it is misspelled, or is still to be configured.").refusal();
    }
    if (event.experimentId() != null && !knownExperiments.contains(event.experimentId())) {
      throw Finding.of("experiment.unknown", "There is no such experiment.").value(event.experimentId()).refusal();
    }
    if (event.startedAt() != null) {
      steps.checkMove(event.startedAt(), event.at());
    }
  }

  private void moved(DeviceEvent event, long id) {
    Optional<Call> told = calls.same(Kind.MOVED, event.itsBarcode(), event.at(), event.source(), event.target(), event.device());
    if (told.isPresent()) {
      calls.told(id, told.get(), event.device());
      step(event, Objects.requireNonNull(told.get().from()), told.get().event());
    } else {
      DevicePosition origin = event.source() == null ? place(event) : event.source();
      containers.apply(new ContainerAct.Move(event.itsBarcode(), origin, Objects.requireNonNull(event.target())), event.at(), id, actor);
      step(event, origin, id);
    }
  }

  /** A move whose duration is told is a step, unless it is part of a run, which becomes the step when it ends. */
  private void step(DeviceEvent event, DevicePosition origin, long movedBy) {
    if (event.startedAt() != null && steps.moving(event.runKey()).isEmpty()) {
      steps.moved(run(event, new Way(origin, Objects.requireNonNull(event.target()))), event.startedAt(), event.at(), movedBy);
    }
  }

  private void lid(ContainerAct act, DeviceEvent event, long id) {
    boolean off = event.event() == Kind.UNLIDDED;
    Optional<Call> told = calls.same(event.event(), act.barcode(), event.at(), off ? null : event.lid(), off ? event.lid() : null,
        event.device());
    if (told.isPresent()) {
      calls.told(id, told.get(), event.device());
    } else {
      containers.apply(act, event.at(), id, actor);
    }
  }

  private void start(DeviceEvent event) {
    DevicePosition stands = event.barcode() == null ? null : place(event);
    DevicePosition origin = event.source() == null ? stands : event.source();
    if (event.target() == null || origin == null) {
      steps.start(run(event, null), event.at());
      return;
    }
    for (DevicePosition place : List.of(origin, event.target())) {
      if (!place.equals(stands) && !containers.isUsable(place)) {
        throw Finding.of("position.unknown", "There is no such position.").value(place.toString())
            .maybe("positions are counted from 1 there: here they begin with 0.").refusal();
      }
    }
    steps.start(run(event, new Way(origin, event.target())), event.at());
  }

  private ReportedRuns.Told run(DeviceEvent event, @Nullable Way way) {
    return new ReportedRuns.Told(event.runKey(), event.device(), event.fct() == null ? "move" : event.fct(),
        containers.containerId(event.barcode()), event.barcode(), event.experimentId(),
        event.parameters() == null ? "{}" : event.parameters(),
        event.simulated() || lab.isSimulated(), way);
  }

  private void end(DeviceEvent event, long id, StepStatus how) {
    Moving moving = steps.ending(event.runKey(), how, event.at()).orElse(null);
    boolean carries = moving != null && how == StepStatus.COMPLETED && !isOnlyPretended(moving.simulation());
    steps.end(event.runKey(), how, event.at(), event.message(), carries ? carry(moving, event, id) : null);
  }

  /** Moves the container of a run that is over, unless that was told already; tells the event by which it came there. */
  private @Nullable Long carry(Moving moving, DeviceEvent event, long id) {
    Way way = moving.way();
    Optional<Call> told = calls.same(Kind.MOVED, moving.barcode(), event.at(), way.origin(), way.destination(), event.device());
    if (told.isPresent()) {
      calls.told(id, told.get(), event.device());
      return told.get().event();
    }
    if (containers.place(moving.barcode()).filter(way.destination()::equals).isPresent()) {
      return containers.cameBy(moving.barcode());
    }
    containers.apply(new ContainerAct.Move(moving.barcode(), way.origin(), way.destination()), event.at(), id, actor);
    return id;
  }

  private void read(DeviceEvent event) {
    DevicePosition stands = place(event);
    if (event.source() != null && !event.source().equals(stands)) {
      throw Finding.of("container.not-there", "The container %s was read where it does not stand.".formatted(event.barcode()))
          .value(event.source().toString()).allowed(stands.toString()).maybe("a move was not reported.").refusal();
    }
  }

  private DevicePosition place(DeviceEvent event) {
    String barcode = event.itsBarcode();
    return containers.place(barcode).orElseThrow(() ->
        Finding.of("container.unknown", "There is no container of this barcode in the lab.").value(barcode)
            .maybe("it was misread, or is still to be registered.").refusal());
  }

  void writeContainers() {
    containers.write();
  }

  /** What is left may have been reported after what followed it; tells the events that fit into the past. */
  Set<Long> insertIntoThePast(List<Logged> left) {
    var late = new ArrayList<Late>();
    left.forEach(logged -> late(logged).ifPresent(late::add));
    ReportedActs.Past past = containers.insertIntoThePast(late);
    for (Logged logged : left) {
      DeviceEvent event = logged.event();
      DevicePosition origin = past.origins().get(logged.id());
      if (origin != null && event.event() == Kind.FINISHED) {
        steps.end(event.runKey(), StepStatus.COMPLETED, event.at(), event.message(), logged.id());
      } else if (origin != null) {
        step(event, origin, logged.id());
      }
    }
    return past.events();
  }

  private Optional<Late> late(Logged logged) {
    DeviceEvent event = logged.event();
    try {
      check(event);
      return switch (event.event()) {
        case FINISHED -> steps.ending(event.runKey(), StepStatus.COMPLETED, event.at()).filter(moving -> !isOnlyPretended(moving.simulation()))
            .map(moving -> new LateMove(logged.id(), moving.barcode(), moving.way().origin(), moving.way().destination(), event.at()));
        case MOVED, UNLIDDED, LIDDED -> isOnlyPretended(event.simulated()) ? Optional.empty() : Optional.of(event.event() == Kind.MOVED
            ? new LateMove(logged.id(), event.itsBarcode(), event.source(), Objects.requireNonNull(event.target()), event.at())
            : new LateLid(logged.id(), event.itsBarcode(), event.event() == Kind.UNLIDDED, event.lid(), event.at()));
        default -> Optional.empty();
      };
    } catch (Refusal itsFlag) {
      return Optional.empty();
    }
  }

  void writeSteps() {
    steps.write();
  }
}
