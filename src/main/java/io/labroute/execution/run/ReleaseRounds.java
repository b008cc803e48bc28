package io.labroute.execution.run;

import io.labroute.campaign.plan.CampaignPlan.PlanLabware;
import io.labroute.campaign.plan.PlanRepository;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.Run;
import io.labroute.campaign.plan.Runs;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Goes round the open runs: binds what was scanned on the deck, releases what is to appear at once, ends what is done. What it
 * remembers spares looks, nothing else: an engine that knows nothing does the same.
 */
@Component
class ReleaseRounds {

  private static final Logger log = LoggerFactory.getLogger(ReleaseRounds.class);
  private static final String ACTOR = "engine";
  /** After this long a run is looked at again, even if nothing was heard of the lab: folders of devices may have come back. */
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final PlanRepository plans;
  private final PlanRunRepository runs;
  private final Runs binding;
  private final StepDesk desk;
  private final HeldBack heldBack;
  private final RecordRepository records;
  private final ThreadPoolTaskScheduler tasks;
  private final Clock clock;
  private final Lock round = new ReentrantLock();
  private final Map<String, Look> looks = new HashMap<>();

  ReleaseRounds(PlanRepository plans, PlanRunRepository runs, Runs binding, StepDesk desk, HeldBack heldBack,
      RecordRepository records, ThreadPoolTaskScheduler tasks, Clock clock) {
    this.plans = plans;
    this.runs = runs;
    this.binding = binding;
    this.desk = desk;
    this.heldBack = heldBack;
    this.records = records;
    this.tasks = tasks;
    this.clock = clock;
  }

  /** What was known of a run when it was last looked at. */
  private record Look(Run run, long event, String worklists, Instant at, Map<String, List<Finding>> waiting) {}

  /** A new run does not wait for the next round. */
  @TransactionalEventListener
  void begun(Runs.Begun run) {
    tasks.execute(this::go);
  }

  @Scheduled(fixedDelay = 250, timeUnit = TimeUnit.MILLISECONDS)
  void go() {
    if (!round.tryLock()) {
      return;    // the next round comes soon
    }
    try {
      List<Run> open = runs.open();
      Set<String> ids = open.stream().map(Run::experimentId).collect(Collectors.toSet());
      looks.keySet().retainAll(ids);
      heldBack.retain(ids);
      if (!open.isEmpty()) {
        long event = records.newestEvent();
        Map<String, String> worklists = records.worklistsOfOpenRuns();
        open.forEach(run -> lookAlone(run, event, worklists.getOrDefault(run.experimentId(), "")));
      }
    } catch (DataAccessException | TransactionException away) {
      log.debug("the rounds of releases wait for the database", away);
    } finally {
      round.unlock();
    }
  }

  /** What goes wrong with one run keeps nobody from looking at the others. */
  private void lookAlone(Run run, long event, String worklists) {
    try {
      look(run, event, worklists);
    } catch (DataAccessException | TransactionException away) {
      throw away;
    } catch (RuntimeException unexpected) {
      log.error("run {} could not be looked at", run.experimentId(), unexpected);
      looks.put(run.experimentId(), new Look(run, event, worklists, clock.instant(), Map.of()));
    }
  }

  private void look(Run run, long event, String worklists) {
    Look last = looks.get(run.experimentId());
    boolean same = last != null && last.event() == event && last.run().equals(run) && last.worklists().equals(worklists);
    if (same && clock.instant().isBefore(last.at().plus(AGAIN))) {
      return;
    }
    Map<String, List<Finding>> waiting = Map.of();
    try {
      Run now = bindScanned(run);
      waiting = now.release().equals("immediate") ? desk.releaseAtOnce(now, ACTOR) : Map.of();
      desk.endIfDone(now, ACTOR);
    } catch (Refusal refusal) {
      waiting = Map.of("", List.of(refusal.finding()));
    }
    tell(run, last, waiting);
    looks.put(run.experimentId(), new Look(run, event, worklists, clock.instant(), waiting));
  }

  private Run bindScanned(Run run) {
    Run now = run;
    for (PlanLabware piece : plans.find(run.campaignId(), run.revision()).orElseThrow().labware()) {
      if (piece.at() != null && !now.barcodes().containsKey(piece.id())) {
        boolean isNext = runs.waitingForBarcode(piece.at().device(), piece.at().position()).stream().findFirst()
            .filter(first -> first.experimentId().equals(run.experimentId())).isPresent();
        String scanned = isNext ? records.scannedAt(piece.at(), run.begunAt()).orElse(null) : null;
        if (scanned != null && !now.barcodes().containsValue(scanned)) {
          now = binding.bind(run.experimentId(), piece.id(), scanned, "scan on " + piece.at());
        }
      }
    }
    return now;
  }

  /** Tells what a run waits for, once. */
  private static void tell(Run run, @Nullable Look last, Map<String, List<Finding>> waiting) {
    if (last == null || !last.waiting().equals(waiting)) {
      waiting.forEach((step, reasons) -> log.info("{}{} waits. {}", run.experimentId(), step.isEmpty() ? "" : ", " + step,
          reasons.get(0).text()));
    }
  }
}
