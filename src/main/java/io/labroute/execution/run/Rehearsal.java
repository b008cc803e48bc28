package io.labroute.execution.run;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanReading;
import io.labroute.execution.ReleaseDesk;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import java.io.StringReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Makes worklists behind the start of the engine and throws them away, so that those of the first plan do not wait until all that
 * they need is loaded and compiled. Nothing is stored.
 */
@Component
class Rehearsal {

  private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
  /** By then most of it is compiled. */
  private static final int TIMES = 30;
  /** The compiler is busy with the start itself: what it is asked for in one rush, it puts off until the first plan asks again. */
  private static final Duration PAUSE = Duration.ofMillis(30);
  private static final String PLAN = """
      campaign: {id: rehearsal}
      release: immediate
      labware:
        - {id: Source, type: 384-well plate, contents: {all: {substance: drug, concentration: 10 mM, volume: 50 uL}}}
        - {id: Empty, type: 384-well plate}
        - {id: Filled, type: 384-well plate, contents: {all: {substance: medium, volume: 10 uL}}}
      steps:
        - {id: first, operation: stamp, device: "%1$s", from: Source, to: Empty, volume: 1 uL}
        - {id: second, operation: stamp, device: "%1$s", from: Source, to: Filled, volume: 1 uL}
      """;

  private final PlanReading reading;
  private final StepOrders orders;
  private final ReleaseDesk desk;
  private final DeviceProfiles profiles;

  Rehearsal(PlanReading reading, StepOrders orders, ReleaseDesk desk, DeviceProfiles profiles) {
    this.reading = reading;
    this.orders = orders;
    this.desk = desk;
    this.profiles = profiles;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    var thread = new Thread(this::play, "rehearsal");
    thread.setDaemon(true);
    thread.start();
  }

  /** A lab may have other labware, or devices that make other demands: what cannot be rehearsed is only slower at first. */
  private void play() {
    List<String> devices = profiles.devices();
    devices.forEach(device -> {
      try {
        play(device, Math.max(1, TIMES / devices.size()));
      } catch (RuntimeException other) {
        log.debug("no worklist can be rehearsed for {}", device, other);
      }
    });
  }

  /** Reads the plan and makes its worklists, over and over; a plan is read once only. */
  void play(String device, int times) {
    CampaignPlan plan = reading.read((Mapping) YamlTree.parse(new StringReader(PLAN.formatted(device))), Rehearsal::refuse,
        warning -> {});
    for (int n = 0; n < times; n++) {
      PlanDeck deck = PlanDeck.of(plan.labware(), Map.of());
      plan.steps().forEach(step -> desk.rehearse(orders.rehearsed(deck, step)));
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static void refuse(Finding fault) {
    throw fault.refusal();
  }
}
