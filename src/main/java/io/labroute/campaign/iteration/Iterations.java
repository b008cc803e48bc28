package io.labroute.campaign.iteration;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.util.List;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Tells what came out of iterations and how far they are; closes them, and ends campaigns. */
@Service
public class Iterations {

  private static final int LONGEST_REASON = 500;

  private final IterationRepository iterations;
  private final AuditRepository audit;

  Iterations(IterationRepository iterations, AuditRepository audit) {
    this.iterations = iterations;
    this.audit = audit;
  }

  /** The numbers of the iterations of a campaign that are runs of its plan. */
  public List<Integer> numbers(String campaign) {
    return iterations.numbers(campaign);
  }

  /**
   * What came out, plate by plate and well by well: wells that were laid out, and those that were measured all the same.
   *
   * @throws Refusal {@code iteration.unknown}
   */
  public List<ResultLine> results(String campaign, int number) {
    return of(campaign, number).lines();
  }

  /**
   * How far an iteration has come, and what it waits for.
   *
   * @throws Refusal {@code iteration.unknown}
   */
  public IterationProgress progress(String campaign, int number) {
    return IterationProgress.of(of(campaign, number));
  }

  private IterationResults of(String campaign, int number) {
    Iteration iteration = iterations.find(campaign, number).orElseThrow(() -> Finding.of("iteration.unknown",
        "The campaign has no such iteration of a plan with proposals.").value("%s, iteration %d".formatted(campaign, number))
        .allowed(iterations.numbers(campaign).toString()).refusal());
    return new IterationResults(iteration, iterations.measured(iteration));
  }

  /** Works out anew how far an iteration has come, and keeps it. */
  @Transactional
  public void checkpoint(String campaign, int number) {
    iterations.lock(campaign);
    iterations.find(campaign, number).ifPresent(iteration -> {
      var results = new IterationResults(iteration, iterations.measured(iteration));
      iterations.keep(results, IterationProgress.of(results));
    });
  }

  /**
   * Says that no more results of an iteration will come, so that a strategy goes on with those that have.
   *
   * @throws Refusal {@code iteration.unknown}, {@code iteration.closed}
   */
  @Transactional
  public IterationProgress close(String campaign, int number, String reason, String actor) {
    iterations.lock(campaign);
    of(campaign, number);
    if (!iterations.close(campaign, number, actor, required(reason))) {
      throw Finding.of("iteration.closed", "The iteration is closed already.").value("%s, iteration %d".formatted(campaign, number))
          .refusal();
    }
    audit.add(AuditEntry.of(actor, "closed", "iteration %d of campaign %s: %s".formatted(number, campaign, reason)));
    checkpoint(campaign, number);
    return progress(campaign, number);
  }

  /**
   * Ends a campaign: no iteration follows any more. Runs that are under way go on.
   *
   * @throws Refusal {@code campaign.unknown}, {@code campaign.ended}
   */
  @Transactional
  public void end(String campaign, String reason, String actor) {
    requireKnown(campaign);
    iterations.lock(campaign);
    if (!iterations.end(campaign, actor, required(reason))) {
      throw Finding.of("campaign.ended", "The campaign is ended already.").value(campaign).refusal();
    }
    audit.add(AuditEntry.of(actor, "ended", "campaign %s: %s".formatted(campaign, reason)));
  }

  /**
   * Takes the end of a campaign back.
   *
   * @throws Refusal {@code campaign.unknown}, {@code campaign.not-ended}
   */
  @Transactional
  public void reopen(String campaign, String actor) {
    requireKnown(campaign);
    iterations.lock(campaign);
    if (!iterations.reopen(campaign)) {
      throw Finding.of("campaign.not-ended", "The campaign is not ended.").value(campaign).refusal();
    }
    audit.add(AuditEntry.of(actor, "reopened", "campaign " + campaign));
  }

  private void requireKnown(String campaign) {
    if (!iterations.exists(campaign)) {
      throw Finding.of("campaign.unknown", "There is no such campaign.").value(campaign).refusal();
    }
  }

  private static String required(String reason) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw Finding.of("campaign.reason", "Say why.").value(reason).allowed("1 to %d characters".formatted(LONGEST_REASON)).refusal();
    }
    return reason;
  }
}
