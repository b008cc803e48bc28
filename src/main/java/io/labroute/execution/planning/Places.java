package io.labroute.execution.planning;

import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.lab.DevicePosition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a run's labware is meant to stand, step by step, in the order of its plan. */
final class Places {

  /**
   * A piece of labware in a position, from a step on until another.
   *
   * @param first the move that brings it, else the first step with it there
   * @param last the move that takes it away, else the last step with it there
   * @param steps all of them, these two included
   */
  record Stay(String label, DevicePosition at, List<String> steps) {

    String first() {
      return steps.get(0);
    }

    String last() {
      return steps.get(steps.size() - 1);
    }
  }

  private final List<Stay> stays = new ArrayList<>();
  private final Map<String, List<DevicePosition>> ofStep = new HashMap<>();
  private final Map<String, DevicePosition> origins = new HashMap<>();
  private final Map<String, DevicePosition> targets = new HashMap<>();
  private final Map<String, DevicePosition> at = new HashMap<>();
  private final Map<String, List<String>> open = new LinkedHashMap<>();

  private Places() {}

  static Places of(OpenRun run) {
    var places = new Places();
    run.plan().labware().stream().filter(piece -> piece.at() != null).forEach(piece -> places.at.put(piece.id(), piece.at()));
    run.plan().steps().forEach(step -> places.go(step, run.labware(step)));
    List.copyOf(places.open.keySet()).forEach(places::close);
    return places;
  }

  private void go(PlanStep step, List<String> labels) {
    var there = new ArrayList<DevicePosition>();
    for (String label : labels) {
      if (at.containsKey(label)) {
        there.add(at.get(label));
        open.computeIfAbsent(label, none -> new ArrayList<>()).add(step.stepId());
      }
    }
    if (step.yields() == Yield.MOVE) {
      String label = labels.get(0);
      var to = step.parameters().path("to");
      var target = new DevicePosition(to.path("device").asText(), to.path("position").asInt());
      targets.put(step.stepId(), target);
      if (at.containsKey(label)) {
        origins.put(step.stepId(), at.get(label));
      }
      if (!target.equals(at.get(label))) {
        close(label);
        at.put(label, target);
        open.put(label, new ArrayList<>(List.of(step.stepId())));
        there.add(target);
      }
    }
    ofStep.put(step.stepId(), List.copyOf(there));
  }

  private void close(String label) {
    List<String> steps = open.remove(label);
    if (steps != null) {
      stays.add(new Stay(label, Objects.requireNonNull(at.get(label)), List.copyOf(steps)));
    }
  }

  /** All stays, each ended by the move that follows it or by the last step with the labware there. */
  List<Stay> stays() {
    return stays;
  }

  /** The positions that a step has to do with: where its labware stands, and where it is brought. */
  List<DevicePosition> of(String stepId) {
    return ofStep.getOrDefault(stepId, List.of());
  }

  /** From where a move takes its labware; null when the plan does not say, and for all that are no moves. */
  @Nullable DevicePosition origin(String stepId) {
    return origins.get(stepId);
  }

  /** Where a move brings its labware; null for all that are no moves. */
  @Nullable DevicePosition target(String stepId) {
    return targets.get(stepId);
  }

  /** The device that the first labware of a step stands on; null when the plan does not say. */
  @Nullable String device(String stepId) {
    List<DevicePosition> there = of(stepId);
    return there.isEmpty() ? null : there.get(0).device();
  }
}
