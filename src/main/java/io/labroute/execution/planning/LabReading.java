package io.labroute.execution.planning;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanRepository;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.Run;
import io.labroute.execution.run.StepDesk;
import io.labroute.execution.run.StepLabware;
import io.labroute.execution.run.StepProgress;
import io.labroute.ingest.format.ParsedFile;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.tracking.devices.DeviceRepository;
import java.io.IOException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Reads what a schedule has to take account of. Plans of campaigns never change and are read once. */
@Component
@EnableConfigurationProperties(PlanningProperties.class)
class LabReading {

  private static final int MOST_PAUSED = 1_000;

  private final PlanningProperties properties;
  private final PlanRunRepository runs;
  private final PlanRepository plans;
  private final StepDesk desk;
  private final DeviceRepository devices;
  private final LabRepository lab;
  private final ZoneId zone;
  private final Clock clock;
  private final ParsedFile<PlanningRules> rules = new ParsedFile<>(PlanningRulesReader::read);
  private final Map<Revision, Known> known = new HashMap<>();

  LabReading(PlanningProperties properties, PlanRunRepository runs, PlanRepository plans, StepDesk desk, DeviceRepository devices,
      LabRepository lab, ZoneId zone, Clock clock) {
    this.properties = properties;
    this.runs = runs;
    this.plans = plans;
    this.desk = desk;
    this.devices = devices;
    this.lab = lab;
    this.zone = zone;
    this.clock = clock;
  }

  private record Revision(String campaignId, int revision) {}

  private record Known(CampaignPlan plan, Map<String, List<String>> labware, @Nullable Finding fault) {}

  /** The lab as it is now. */
  synchronized LabState read() {
    var open = new ArrayList<>(runs.open());
    open.addAll(runs.find(null, "paused", MOST_PAUSED));
    open.removeIf(run -> !run.release().equals("scheduled"));
    Set<Revision> wanted = new HashSet<>();
    open.forEach(run -> wanted.add(new Revision(run.campaignId(), run.revision())));
    known.keySet().retainAll(wanted);
    Map<String, Map<String, StepState>> steps = open.isEmpty() ? Map.of() : lab.steps();
    return new LabState(clock.instant(), open.stream().map(run -> openRun(run, steps.getOrDefault(run.experimentId(), Map.of()))).toList(),
        devices.find(null).stream().filter(device -> device.retiredAt() == null).toList(), lab.downs(), rules(), zone);
  }

  private OpenRun openRun(Run run, Map<String, StepState> jobs) {
    Known it = known.computeIfAbsent(new Revision(run.campaignId(), run.revision()), key ->
        known(plans.find(key.campaignId(), key.revision()).orElseThrow()));
    if (it.fault() != null) {
      known.remove(new Revision(run.campaignId(), run.revision()));
      return new OpenRun(run, it.plan(), it.labware(), jobs, it.fault());
    }
    Map<String, StepState> steps = new HashMap<>(jobs);
    if (it.plan().steps().stream().anyMatch(step -> !jobs.containsKey(step.stepId()))) {
      desk.look(run).steps().forEach(step -> steps.putIfAbsent(step.stepId(), state(step)));
    }
    return new OpenRun(run, it.plan(), it.labware(), steps, null);
  }

  private static Known known(CampaignPlan plan) {
    try {
      return new Known(plan, StepLabware.of(plan), null);
    } catch (Refusal refusal) {
      return new Known(plan, Map.of(), refusal.finding());
    }
  }

  /** How far a step has come that has no job: it was begun, or done, before it could be planned. */
  private StepState state(StepProgress step) {
    return switch (step.state()) {
      case RELEASED, RUNNING -> StepState.started(step.device(), step.startedAt() == null ? clock.instant() : step.startedAt());
      case COMPLETED, SKIPPED -> StepState.over(step.finishedAt());
      default -> StepState.NEW;
    };
  }

  /**
   * How schedules are made, as it stands in the file now.
   *
   * @throws Refusal what is wrong with the file, with line and column
   */
  PlanningRules rules() {
    try {
      return rules.read(properties.file());
    } catch (Refusal refusal) {
      throw refusal.finding().maybe(properties.file() + " is to be put right.").refusal();
    } catch (IOException unreadable) {
      throw Finding.of("planning.unreadable", "The rules of planning cannot be read: " + unreadable).value(properties.file().toString())
          .maybe("the engine was not started in its folder, or the file was deleted.").refusal();
    }
  }
}
