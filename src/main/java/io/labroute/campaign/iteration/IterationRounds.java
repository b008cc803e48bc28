package io.labroute.campaign.iteration;

import io.labroute.campaign.iteration.IterationRepository.Key;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Goes round the iterations that something has happened to: a plate bound, results that came or were corrected, a run that began or
 * ended. It remembers nothing: what an iteration was last worked out of stands beside it.
 */
@Component
class IterationRounds {

  private static final Logger log = LoggerFactory.getLogger(IterationRounds.class);
  private static final int AT_ONCE = 100;

  private final IterationRepository iterations;
  private final Iterations checkpoints;

  IterationRounds(IterationRepository iterations, Iterations checkpoints) {
    this.iterations = iterations;
    this.checkpoints = checkpoints;
  }

  @Scheduled(fixedDelay = 500, timeUnit = TimeUnit.MILLISECONDS)
  void go() {
    try {
      List<Key> changed = iterations.changed(AT_ONCE);
      changed.forEach(this::checkpoint);
    } catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException away) {
      log.debug("the rounds of iterations wait for the database", away);
    }
  }

  /** What goes wrong with one iteration keeps nobody from looking at the others. */
  private void checkpoint(Key key) {
    try {
      checkpoints.checkpoint(key.campaignId(), key.number());
    } catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException away) {
      throw away;
    } catch (RuntimeException unexpected) {
      log.error("iteration {} of campaign {} could not be looked at", key.number(), key.campaignId(), unexpected);
    }
  }
}
