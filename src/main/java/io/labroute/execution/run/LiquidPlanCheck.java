package io.labroute.execution.run;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.CampaignPlan.PlanLabware;
import io.labroute.campaign.plan.PlanCheck;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.ingest.format.Fields;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.tracking.devices.DeviceRepository;
import io.labroute.worklist.Contents;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.WorklistPlan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/**
 * Goes through a plan as liquid handlers would: every worklist is written for its device, on what the one before leaves in the
 * wells. What fails here would have failed in the lab.
 */
@Component
class LiquidPlanCheck implements PlanCheck {

  private final DeviceProfiles profiles;
  private final DeviceRepository devices;

  LiquidPlanCheck(DeviceProfiles profiles, DeviceRepository devices) {
    this.profiles = profiles;
    this.devices = devices;
  }

  @Override
  public void check(CampaignPlan plan, Consumer<Finding> faults, Consumer<Finding> warnings) {
    warnAboutDevices(plan, warnings);
    PlanDeck deck;
    try {
      deck = PlanDeck.of(plan.labware(), Map.of());
    } catch (Refusal refusal) {
      faults.accept(refusal.finding());
      return;
    }
    Set<String> all = new HashSet<>(plan.labware().stream().map(PlanLabware::id).toList());
    var account = new HashMap<>(deck.contents(all));
    var filled = new HashSet<>(deck.declared().keySet());
    for (PlanStep step : plan.steps()) {
      if (step.liquid() != null) {
        try {
          Worklist worklist = Fields.at(step.liquid(), () -> written(step, deck, account, filled));
          account.putAll(worklist.after().wells());
          worklist.warnings().forEach(warning -> warnings.accept(warning.at(step.liquid().place())));
        } catch (Refusal refusal) {
          faults.accept(refusal.finding());
          return;
        }
      }
    }
  }

  private Worklist written(PlanStep step, PlanDeck plan, Map<Spot, Contents> account, Set<Spot> filled) {
    List<Step> moves = plan.moves(step);
    for (Step move : moves) {
      PlanDeck.sources(move).stream().filter(spot -> !filled.contains(plan.deck().pool(spot))).findFirst().ifPresent(spot -> {
        throw Finding.of("campaign.contents-missing", "Nobody says what is in %s, and no step before fills it.".formatted(spot))
            .value(spot.toString()).allowed("contents in the labware's declaration: {%s: {substance: …, volume: …}}".formatted(spot.well()))
            .maybe("another well is meant, or the step that fills it comes later.").refusal();
      });
      PlanDeck.targets(move).forEach(spot -> filled.add(plan.deck().pool(spot)));
    }
    Deck deck = plan.only(PlanDeck.labels(moves));
    var target = TipWords.target(profiles.get(String.valueOf(step.device())), step.tips());
    return new WorklistPlan(target, deck, PlanDeck.part(deck, account), moves).write();
  }

  /** Devices may be configured later: the run waits for them. */
  private void warnAboutDevices(CampaignPlan plan, Consumer<Finding> warnings) {
    var named = new TreeSet<String>();
    plan.labware().stream().map(PlanLabware::at).filter(at -> at != null).map(DevicePosition::device).forEach(named::add);
    plan.steps().stream().map(PlanStep::device).filter(device -> device != null).forEach(named::add);
    named.stream().filter(device -> devices.find(device, true).isEmpty()).forEach(device ->
        warnings.accept(Finding.of("campaign.unknown-device", "The lab has no such device yet; the run will wait for it.").value(device)
            .maybe("it is misspelled, or the lab's configuration was not dropped.")));
  }
}
