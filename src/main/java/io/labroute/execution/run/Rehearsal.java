package io.labroute.execution.run;

import io.labroute.campaign.plan.CampaignPlan;
import io.labroute.campaign.plan.PlanReading;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.Run;
import io.labroute.campaign.plan.Runs;
import io.labroute.execution.ReleaseDesk;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.ingest.DryRun;
import io.labroute.ingest.DryRun.Outlook;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Goes through a plan and its worklists behind the start of the engine, so that the first plan that is dropped does not wait until
 * all that it needs is loaded and compiled: once with all that goes on record, which is rolled back, then worklist after worklist,
 * each thrown away. Nothing is stored, nothing leaves the engine. The command line, which has no web, does without.
 */
@Component
@ConditionalOnWebApplication
class Rehearsal {

  private static final Logger log = LoggerFactory.getLogger(Rehearsal.class);
  private static final String ACTOR = "rehearsal";
  /** By then most of it is compiled. */
  private static final int TIMES = 30;
  /** The compiler is busy with the start itself: what it is asked for in one rush, it puts off until the first plan asks again. */
  private static final Duration PAUSE = Duration.ofMillis(30);
  /** How long an engine that ends waits for what is just being done, so that the database does not go in the middle of it. */
  private static final Duration END = Duration.ofSeconds(5);
  private static final List<String> LABWARE = List.of("Source", "Empty", "Filled");
  private static final String PLAN = """
      campaign: {id: "%1$s"}
      release: immediate
      labware:
        - {id: Source, barcode: "%1$s Source", type: 384-well plate,
           contents: {all: {substance: drug, concentration: 10 mM, volume: 50 uL}}}
        - {id: Empty, barcode: "%1$s Empty", type: 384-well plate}
        - {id: Filled, barcode: "%1$s Filled", type: 384-well plate, contents: {all: {substance: medium, volume: 10 uL}}}
      steps:
        - {id: first, operation: stamp, device: "%2$s", from: Source, to: Empty, volume: 1 uL}
        - {id: second, operation: stamp, device: "%2$s", from: Source, to: Filled, volume: 1 uL}
      """;

  private final TransactionTemplate transaction;
  private final RehearsalRepository lab;
  private final DryRun dryRun;
  private final PlanRunRepository runs;
  private final StepDesk steps;
  private final PlanReading reading;
  private final StepOrders orders;
  private final ReleaseDesk desk;
  private final DeviceProfiles profiles;
  private final Thread thread = new Thread(this::play, "rehearsal");
  private volatile boolean over;

  Rehearsal(TransactionTemplate transaction, RehearsalRepository lab, DryRun dryRun, PlanRunRepository runs, StepDesk steps,
      PlanReading reading, StepOrders orders, ReleaseDesk desk, DeviceProfiles profiles) {
    this.transaction = transaction;
    this.lab = lab;
    this.dryRun = dryRun;
    this.runs = runs;
    this.steps = steps;
    this.reading = reading;
    this.orders = orders;
    this.desk = desk;
    this.profiles = profiles;
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    thread.setDaemon(true);
    thread.start();
  }

  /** What it was for has begun: from now on it would be in the way. */
  @TransactionalEventListener
  void end(Runs.Begun run) {
    over = true;
  }

  @EventListener(ContextClosedEvent.class)
  void end() throws InterruptedException {
    over = true;
    thread.join(END.toMillis());
  }

  private void play() {
    List<String> devices = profiles.devices();
    for (String device : devices) {
      if (goesWell(device, () -> record(device))) {
        break;
      }
    }
    devices.forEach(device -> goesWell(device, () -> make(device, Math.max(1, TIMES / devices.size()))));
  }

  /** A lab may have other labware, or devices that make other demands: what cannot be rehearsed is only slower at first. */
  private static boolean goesWell(String device, Runnable part) {
    try {
      part.run();
      return true;
    } catch (RuntimeException other) {
      log.debug("no worklist can be rehearsed for {}", device, other);
      return false;
    }
  }

  /** Has a plan dropped and its worklists put on record, of labware that is supposed, and takes all of it back. */
  void record(String device) {
    String campaign = "rehearsal-" + UUID.randomUUID().toString().substring(0, 8);    // a rack id has 32 characters at most
    transaction.executeWithoutResult(status -> {
      status.setRollbackOnly();
      lab.giveWay();
      lab.suppose(LABWARE.stream().map(label -> campaign + " " + label).toList());
      Outlook outlook = dryRun.of("campaigns", "rehearsal.yaml", PLAN.formatted(campaign, device).getBytes(StandardCharsets.UTF_8), ACTOR);
      Run run = runs.open().stream().filter(it -> it.campaignId().equals(campaign)).findFirst()
          .orElseThrow(() -> new IllegalStateException("the plan is refused: " + outlook));
      RunLook look = steps.look(run);
      for (PlanStep step : look.plan().steps()) {
        if (over) {
          return;
        }
        steps.suppose(look, step, ACTOR);
        look = look.again();
      }
    });
  }

  /** Makes the worklists of a plan, over and over; the plan is read once only. */
  void make(String device, int times) {
    CampaignPlan plan = reading.read((Mapping) YamlTree.parse(new StringReader(PLAN.formatted("rehearsal", device))), Rehearsal::refuse,
        warning -> {});
    for (int n = 0; n < times && !over; n++) {
      PlanDeck deck = PlanDeck.of(plan.labware(), Map.of());
      plan.steps().forEach(step -> desk.rehearse(orders.rehearsed(deck, step)));
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private static void refuse(Finding fault) {
    throw fault.refusal();
  }
}
