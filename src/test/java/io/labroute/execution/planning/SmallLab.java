package io.labroute.execution.planning;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.CampaignPlan.PlanLabware;
import io.labroute.campaign.plan.CampaignPlan.Release;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.After;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.campaign.plan.Run;
import io.labroute.campaign.plan.Urgency;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Place;
import io.labroute.lab.Quantity;
import io.labroute.lab.Quantity.Dimension;
import io.labroute.tracking.devices.Device;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small lab and its runs, for tests of problems and plans. */
final class SmallLab {

  static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  private final List<Device> devices = new ArrayList<>();
  private final List<OpenRun> runs = new ArrayList<>();
  private final List<Downtime> downs = new ArrayList<>();
  private final Map<String, Took> took = new HashMap<>();
  private String rules = "tick: 10 s\nhorizon: 1 d\n";

  SmallLab device(String name, String category, int capacity, int processes, boolean overlap) {
    devices.add(new Device(name, category, null, capacity, 0, processes, overlap, 0, null, JsonNodeFactory.instance.objectNode(), 0, 1,
        NOW, null, null));
    return this;
  }

  SmallLab rules(String text) {
    rules += text;
    return this;
  }

  SmallLab down(String device, Instant from, @Nullable Instant until) {
    downs.add(new Downtime(1, device, from, until, "broken", "test", from, null, null));
    return this;
  }

  SmallLab run(Intended plan, String id) {
    return run(plan, id, Map.of());
  }

  SmallLab run(Intended plan, String id, Map<String, StepState> states) {
    Map<String, List<String>> labware = new LinkedHashMap<>();
    plan.steps.forEach(step -> labware.put(step.stepId(), plan.touched.get(step.stepId())));
    var run = new Run(id, "C", 1, null, "test", NOW.plusSeconds(runs.size()), null, "pending", "scheduled", Map.of());
    runs.add(new OpenRun(run, plan.plan(), labware, states, null));
    plan.lengths.forEach((step, length) -> took.put(id + "/" + step, new Took(length, "test", false)));
    return this;
  }

  LabState state() {
    return state(NOW);
  }

  LabState state(Instant now) {
    return new LabState(now, runs, devices, downs, PlanningRulesReader.read(new StringReader(rules)), ZoneOffset.UTC);
  }

  Map<String, Took> took() {
    return took;
  }

  LabProblem problem() {
    return ProblemOfLab.anew(state(), took, Duration.ZERO);
  }

  /** A plan of a campaign, put together step by step. */
  static final class Intended {

    private final List<PlanLabware> labware = new ArrayList<>();
    private final List<PlanStep> steps = new ArrayList<>();
    private final Map<String, List<String>> touched = new LinkedHashMap<>();
    private final Map<String, Duration> lengths = new LinkedHashMap<>();
    private Urgency urgency = new Urgency(Urgency.USUAL, null, null);

    Intended labware(String id, String device, int position) {
      labware.add(new PlanLabware(id, null, new DevicePosition(device, position), new Mapping(Place.UNKNOWN, List.of())));
      return this;
    }

    Intended urgency(int priority, @Nullable String earliest, @Nullable String due) {
      urgency = new Urgency(priority, earliest == null ? null : new Urgency.Moment.AfterBegin(Quantity.parse(earliest, Dimension.DURATION)),
          due == null ? null : new Urgency.Moment.AfterBegin(Quantity.parse(due, Dimension.DURATION)));
      return this;
    }

    Intended transfer(String id, String device, int minutes, List<After> after, String... labels) {
      return add(new PlanStep(id, "transfer", Yield.WORKLIST, device, null, empty(), empty(), List.of(), after, null, null), minutes,
          labels);
    }

    Intended run(String id, @Nullable String device, @Nullable String category, int minutes, List<After> after, String label) {
      return add(new PlanStep(id, "incubate", Yield.RUN, device, category, empty(), empty(), List.of(label), after, null, null), minutes,
          label);
    }

    Intended move(String id, String label, String device, int position, List<After> after) {
      ObjectNode parameters = empty();
      parameters.putObject("to").put("device", device).put("position", position);
      return add(new PlanStep(id, "move", Yield.MOVE, null, null, parameters, empty(), List.of(label), after, null, null), 1, label);
    }

    Intended confirm(String id, int minutes, List<After> after) {
      return add(new PlanStep(id, "manual", Yield.CONFIRMATION, null, null, empty(), empty(), List.of(), after, null, null), minutes);
    }

    private Intended add(PlanStep step, int minutes, String... labels) {
      steps.add(step);
      touched.put(step.stepId(), List.of(labels));
      lengths.put(step.stepId(), Duration.ofMinutes(minutes));
      return this;
    }

    private CampaignPlan plan() {
      return new CampaignPlan("C", null, null, "manual", "P", Release.SCHEDULED, urgency, labware, steps, empty(), null);
    }

    private static ObjectNode empty() {
      return JsonNodeFactory.instance.objectNode();
    }
  }

  static List<After> after(String... steps) {
    return List.of(steps).stream().map(step -> new After(step, null, null)).toList();
  }

  static List<After> within(String step, String most) {
    return List.of(new After(step, Quantity.parse(most, Dimension.DURATION), null));
  }

  static List<After> atLeast(String step, String least) {
    return List.of(new After(step, null, Quantity.parse(least, Dimension.DURATION)));
  }
}
