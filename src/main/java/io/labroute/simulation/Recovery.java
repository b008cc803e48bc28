package io.labroute.simulation;

import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.execution.OutcomeDesk;
import io.labroute.execution.ReleasedWorklist;
import io.labroute.execution.TransferOutcome;
import io.labroute.execution.WorklistAnswers;
import io.labroute.execution.WorklistTransfer;
import io.labroute.execution.job.Job;
import io.labroute.lab.Refusal;
import io.labroute.platform.LabNature;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The person of the simulated lab who sees to what failed: looks what an aborted run has done, and has the rest done again. */
@Component
@Profile(LabNature.PROFILE)
class Recovery {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final int MOST_ATTEMPTS = 3;

  private final Orders orders;
  private final WorklistAnswers worklists;
  private final OutcomeDesk outcomes;
  private final RunAccounts accounts;
  private final Conduct conduct;
  private final Outbox outbox;

  Recovery(Orders orders, WorklistAnswers worklists, OutcomeDesk outcomes, RunAccounts accounts, Conduct conduct, Outbox outbox) {
    this.orders = orders;
    this.worklists = worklists;
    this.outcomes = outcomes;
    this.accounts = accounts;
    this.conduct = conduct;
    this.outbox = outbox;
  }

  /** Does what is to be done by now; tells when the next of it is, null when nothing is. */
  @Nullable Instant go(Instant now) {
    Instant next = null;
    for (Job job : orders.failed()) {
      Instant seen = conduct.reaction(Objects.requireNonNull(job.endedAt()), job.order() + " " + job.worklistId());
      if (now.isBefore(seen)) {
        next = Times.earlier(next, seen);
      } else {
        seeTo(job);
      }
    }
    return next;
  }

  private void seeTo(Job job) {
    try {
      if (job.attempt() >= MOST_ATTEMPTS) {
        orders.giveUp(job);
        return;
      }
      if (job.yields() == Yield.WORKLIST && job.worklistId() != null) {
        decide(worklists.get(job.worklistId()));
      }
      orders.doAgain(job);
    } catch (Refusal stands) {
      if (outbox.isFirst(job.order() + " " + job.worklistId() + " " + stands.finding().code())) {
        log.info("{} cannot be done again yet. {}", job.order(), stands.finding().text());
      }
    }
  }

  /** A person looks at the plate: what the run had done by its end is what the device really did. */
  private void decide(ReleasedWorklist worklist) {
    List<Integer> unknown = outcomes.remainder(worklist.worklistId()).unknown().stream().map(WorklistTransfer::number).toList();
    int done = accounts.doneBeforeAbort(worklist);
    decide(worklist, unknown.stream().filter(number -> number <= done).toList(), TransferOutcome.DONE);
    decide(worklist, unknown.stream().filter(number -> number > done).toList(), TransferOutcome.UNDONE);
  }

  private void decide(ReleasedWorklist worklist, List<Integer> numbers, TransferOutcome outcome) {
    if (!numbers.isEmpty()) {
      outcomes.decide(worklist.worklistId(), numbers, outcome, Orders.OPERATOR);
    }
  }
}
