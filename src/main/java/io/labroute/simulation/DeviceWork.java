package io.labroute.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.execution.job.Job;
import io.labroute.execution.run.StepDesk;
import io.labroute.execution.run.StepReports;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Quantity;
import io.labroute.platform.LabNature;
import io.labroute.tracking.containers.Container;
import io.labroute.tracking.containers.ContainerRepository;
import io.labroute.tracking.devices.Device;
import io.labroute.tracking.devices.DeviceRepository;
import io.labroute.tracking.events.DeviceEvent.Kind;
import io.labroute.tracking.steps.StepStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Devices, the arm and a person at work on jobs that no worklist does: moves, runs of devices, confirmations. */
@Component
@Profile(LabNature.PROFILE)
class DeviceWork {

  private final Orders orders;
  private final Conduct conduct;
  private final Outbox outbox;
  private final PlateReadings readings;
  private final ContainerRepository containers;
  private final DeviceRepository devices;
  private final StepReports words;
  private final StepDesk desk;
  private final PlanRunRepository runs;

  DeviceWork(Orders orders, Conduct conduct, Outbox outbox, PlateReadings readings, ContainerRepository containers,
      DeviceRepository devices, StepReports words, StepDesk desk, PlanRunRepository runs) {
    this.orders = orders;
    this.conduct = conduct;
    this.outbox = outbox;
    this.readings = readings;
    this.containers = containers;
    this.devices = devices;
    this.words = words;
    this.desk = desk;
    this.runs = runs;
  }

  /** Does what is to be done by now; tells when the next of it is, null when nothing is. */
  @Nullable Instant go(Instant now) {
    Instant next = null;
    for (Job job : orders.offered()) {
      Course course = course(job);
      if (job.yields() == Yield.CONFIRMATION) {
        confirm(job, course, now);
      } else {
        report(job, course, now);
      }
      next = Times.earlier(next, course.next(now));
    }
    return next;
  }

  private Course course(Job job) {
    String order = job.order();
    Instant asked = Objects.requireNonNull(job.firedAt());
    Course.Failure failure = conduct.failure(conduct.failures().step(), order, "the step failed");
    return Course.of(conduct.reaction(asked, order), duration(job), conduct.lateness(order), failure);
  }

  /** What the step says takes as long as that, all else about as long as planned. */
  private Duration duration(Job job) {
    String stated = job.parameters().path("duration").asText("");
    if (!stated.isEmpty()) {
      return Duration.ofMillis(Quantity.parse(stated, Quantity.Dimension.DURATION).base().movePointRight(3).longValue());
    }
    return conduct.varied(Duration.between(job.plannedStart(), job.plannedEnd()), job.order());
  }

  private void report(Job job, Course course, Instant now) {
    String barcode = job.labware().values().stream().filter(Objects::nonNull).findFirst().orElse(null);
    String device = device(job, barcode);
    if (now.isBefore(course.start())) {
      return;
    }
    Report start = event(Kind.STARTED, job, device, course.start()).with("fct", job.operation()).with("barcode", barcode)
        .with("parameters", parameters(job));
    DevicePosition target = job.target();
    outbox.tell(target == null ? start : start.target(target));
    if (now.isBefore(course.toldAt())) {
      return;
    }
    if (course.failure() != null) {
      outbox.tell(event(Kind.FAILED, job, device, course.end()).with("message", course.failure().why()));
      outbox.tell(course.downtime(job.order(), device));
    } else if (readings.areIn(job, barcode, course.end())) {
      lid(job, device, barcode, course.end());
      outbox.tell(event(Kind.FINISHED, job, device, course.end()));
    }
  }

  private void lid(Job job, String device, @Nullable String barcode, Instant at) {
    if (job.operation().equals("lid") || job.operation().equals("unlid")) {
      outbox.tell(event(job.operation().equals("lid") ? Kind.LIDDED : Kind.UNLIDDED, job, device, at).with("barcode", barcode));
    }
  }

  private static Report event(Kind kind, Job job, String device, Instant at) {
    return Report.of(kind, job.order(), device, at).with("run", job.order()).with("experiment_id", job.experimentId());
  }

  private static ObjectNode parameters(Job job) {
    ObjectNode parameters = job.parameters().deepCopy();
    parameters.remove(List.of("labware", "to"));
    return parameters;
  }

  /** The device of the job; an arm for a move that names none; else where the labware stands. */
  private String device(Job job, @Nullable String barcode) {
    if (job.device() != null) {
      return job.device();
    }
    Optional<String> mover = devices.find("movers").stream().map(Device::device).findFirst();
    if (job.yields() == Yield.MOVE && mover.isPresent()) {
      return mover.get();
    }
    String stands = barcode == null ? null : containers.find(barcode).map(Container::currentDevice).orElse(null);
    return stands != null ? stands : devices.names().get(0);
  }

  /** A person's word has no identity that it could be known by when it is said again. */
  private boolean isToldOf(Job job) {
    return desk.look(runs.find(job.experimentId()).orElseThrow()).step(job.stepId()).state().isOver();
  }

  private void confirm(Job job, Course course, Instant now) {
    if (!now.isBefore(course.toldAt()) && !isToldOf(job) && outbox.isFirst(job.order())) {
      StepStatus status = course.failure() == null ? StepStatus.COMPLETED : StepStatus.FAILED;
      words.tell(job.experimentId(), job.stepId(),
          new StepReports.Told(status, course.start(), course.end(),
              course.failure() == null ? null : course.failure().why(), false), Orders.OPERATOR);
    }
  }
}
