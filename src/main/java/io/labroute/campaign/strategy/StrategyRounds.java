package io.labroute.campaign.strategy;

import io.labroute.campaign.strategy.DecisionRepository.Due;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Goes round the campaigns whose last iteration is measured. What it remembers keeps it from telling a fault twice, nothing else. */
@Component
class StrategyRounds {

  private static final Logger log = LoggerFactory.getLogger(StrategyRounds.class);
  /** What is told of no campaign, but of the inbox: no campaign is called so. */
  private static final String FOLDER = "";

  private final DecisionRepository decisions;
  private final StrategyDesk desk;
  private final Map<String, String> told = new HashMap<>();

  StrategyRounds(DecisionRepository decisions, StrategyDesk desk) {
    this.decisions = decisions;
    this.desk = desk;
  }

  @Scheduled(fixedDelay = 500, timeUnit = TimeUnit.MILLISECONDS)
  void go() {
    try {
      List<Due> due = decisions.due();
      told.keySet().removeIf(of -> !of.equals(FOLDER) && due.stream().noneMatch(it -> it.campaignId().equals(of)));
      due.forEach(this::decide);
      drop();
    } catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException away) {
      log.debug("the rounds of strategies wait for the database", away);
    }
  }

  /** What goes wrong with one campaign keeps nobody from looking at the others. */
  private void decide(Due due) {
    try {
      desk.decide(due);
    } catch (DataAccessResourceFailureException | TransientDataAccessException | TransactionException away) {
      throw away;
    } catch (Refusal refusal) {
      tell(due, refusal.finding().text(), null);
    } catch (RuntimeException unexpected) {
      tell(due, String.valueOf(unexpected), unexpected);
    }
  }

  private void tell(Due due, String what, @Nullable Throwable unexpected) {
    if (!what.equals(told.put(due.campaignId(), what))) {
      log.error("the strategy of campaign {} cannot decide on iteration {}: {}", due.campaignId(), due.number(), what, unexpected);
    }
  }

  private void drop() {
    try {
      while (desk.drop()) {
        log.info("proposals of a next iteration were dropped in inbox/campaigns");
      }
      told.remove(FOLDER);
    } catch (IOException unwritable) {
      if (!unwritable.toString().equals(told.put(FOLDER, unwritable.toString()))) {
        log.error("proposals cannot be dropped in inbox/campaigns", unwritable);
      }
    }
  }
}
