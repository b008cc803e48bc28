package io.labroute.execution.planning;

import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Use;
import io.labroute.tracking.devices.Device;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** By what each step can be carried out: devices, arms, people. */
final class Ways {

  private final LabState lab;
  private final Map<String, Device> devices;
  private final Set<String> shut;

  /** @param shut devices that are closed at some time, which are not loaded then either */
  Ways(LabState lab, Set<String> shut) {
    this.lab = lab;
    this.shut = shut;
    devices = lab.devicesByName();
  }

  /** What stands for the loading of a device that works on meanwhile. */
  static String loading(String device) {
    return device + " loading";
  }

  /**
   * The ways of a step.
   *
   * @throws Refusal when the lab lacks what it needs
   */
  List<Mode> of(OpenRun run, PlanStep step, Places places, long ticks) {
    places.of(step.stepId()).forEach(place -> require(run, step, place));
    return switch (step.yields()) {
      case MOVE -> moves(step, places, ticks);
      case CONFIRMATION -> byEach(lab.ofCategory(lab.rules().people()), List.of(), ticks);
      case WORKLIST -> List.of(Mode.of(ticks, Use.of(require(run, step, String.valueOf(step.device())).device())));
      case RUN -> runs(run, step, places, ticks);
    };
  }

  private List<Mode> runs(OpenRun run, PlanStep step, Places places, long ticks) {
    String where = places.device(step.stepId());
    if (step.device() != null) {
      return List.of(Mode.of(ticks, Use.of(require(run, step, step.device()).device())));
    }
    boolean there = where != null && (step.category() == null || step.category().equals(require(run, step, where).category()));
    if (there || step.category() == null) {
      return where == null ? List.of(Mode.of(ticks)) : List.of(Mode.of(ticks, Use.of(require(run, step, where).device())));
    }
    List<Device> able = lab.ofCategory(step.category());
    if (able.isEmpty()) {
      throw Finding.of("schedule.no-device", "The lab has no device that can do the step %s of %s.".formatted(step.stepId(), run.id()))
          .value(step.operation()).allowed("a device of the category " + step.category())
          .maybe("the lab's configuration is still to be dropped.").refusal();
    }
    return byEach(able, List.of(), ticks);
  }

  /** An arm that reaches both ends, else a person, else nobody in particular. */
  private List<Mode> moves(PlanStep step, Places places, long ticks) {
    DevicePosition origin = places.origin(step.stepId());
    DevicePosition target = Objects.requireNonNull(places.target(step.stepId()));
    List<Use> loaded = loaded(origin, target);
    List<Device> arms = lab.ofCategory(lab.rules().movers()).stream().filter(arm -> lab.rules().reaches(arm.device(), target.device())
        && (origin == null || lab.rules().reaches(arm.device(), origin.device()))).toList();
    return byEach(arms.isEmpty() ? lab.ofCategory(lab.rules().people()) : arms, loaded, ticks);
  }

  /** A device that must not be loaded while it works is wholly taken. */
  private List<Use> loaded(@Nullable DevicePosition origin, DevicePosition target) {
    var names = new LinkedHashSet<String>();
    Stream.of(target, origin).filter(Objects::nonNull).map(DevicePosition::device).forEach(names::add);
    var uses = new ArrayList<Use>();
    for (String name : names) {
      Device device = Objects.requireNonNull(devices.get(name));
      if (!device.allowsOverlap()) {
        uses.add(new Use(name, device.processCapacity()));
      } else if (shut.contains(name)) {
        uses.add(Use.of(loading(name)));
      }
    }
    return uses;
  }

  private static List<Mode> byEach(List<Device> able, List<Use> more, long ticks) {
    if (able.isEmpty()) {
      return List.of(Mode.of(ticks, more.toArray(Use[]::new)));
    }
    return able.stream().map(device -> Mode.of(ticks, Stream.concat(Stream.of(Use.of(device.device())), more.stream())
        .toArray(Use[]::new))).toList();
  }

  private void require(OpenRun run, PlanStep step, DevicePosition place) {
    Device device = require(run, step, place.device());
    if (place.position() >= device.capacity()) {
      throw Finding.of("schedule.no-position", "%s has no such position for the step %s of %s.".formatted(place.device(), step.stepId(),
          run.id())).value(place.toString()).allowed("0 to %d".formatted(device.capacity() - 1))
          .maybe("positions are counted from 1 there: in plans they begin with 0.").refusal();
    }
  }

  private Device require(OpenRun run, PlanStep step, String name) {
    Device device = devices.get(name);
    if (device == null) {
      throw Finding.of("schedule.no-device", "The lab lacks a device that the step %s of %s needs.".formatted(step.stepId(), run.id()))
          .value(name).allowed(String.join(", ", devices.keySet()))
          .maybe("it is misspelled, was retired, or the lab's configuration is still to be dropped.").refusal();
    }
    return device;
  }

  /** Whether a step is done by somebody or something that a job can name: a move by its arm, a run by its device. */
  static boolean isNamed(PlanStep step, Mode mode, LabState lab) {
    if (mode.uses().isEmpty()) {
      return false;
    }
    String first = mode.uses().get(0).device();
    return step.yields() != Yield.MOVE || lab.devices().stream().anyMatch(device -> device.device().equals(first)
        && (lab.rules().movers().equals(device.category()) || lab.rules().people().equals(device.category())));
  }
}
