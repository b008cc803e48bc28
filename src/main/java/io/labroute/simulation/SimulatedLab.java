package io.labroute.simulation;

import io.labroute.ingest.InboxSurvey;
import io.labroute.platform.LabNature;
import io.labroute.simulation.Orders.Agenda;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Lets the simulated lab do, again and again, what its devices and people would have done by now. */
@Component
@Profile(LabNature.PROFILE)
class SimulatedLab {

  private static final Logger log = LoggerFactory.getLogger(SimulatedLab.class);

  private final Clock clock;
  private final Pace pace;
  private final Orders orders;
  private final Operator operator;
  private final Recovery recovery;
  private final LiquidHandlers handlers;
  private final DeviceWork devices;
  private final Outbox outbox;
  private final InboxSurvey inbox;
  private int lastState;

  SimulatedLab(Clock clock, Pace pace, Orders orders, Operator operator, Recovery recovery, LiquidHandlers handlers, DeviceWork devices,
      Outbox outbox, InboxSurvey inbox) {
    this.clock = clock;
    this.pace = pace;
    this.orders = orders;
    this.operator = operator;
    this.recovery = recovery;
    this.handlers = handlers;
    this.devices = devices;
    this.outbox = outbox;
    this.inbox = inbox;
  }

  @Scheduled(fixedDelay = 100, timeUnit = TimeUnit.MILLISECONDS)
  void go() {
    try {
      Instant now = clock.instant();
      Agenda agenda = orders.agenda(now);
      Instant next = agenda.next();
      next = Times.earlier(next, operator.go(now));
      next = Times.earlier(next, recovery.go(now));
      next = Times.earlier(next, handlers.go(now));
      next = Times.earlier(next, devices.go(now));
      pace.go(outbox.send() | isNews(agenda), next);
    } catch (DataAccessException | TransactionException away) {
      log.debug("the simulated lab waits for the database", away);
      pace.go(true, null);
    } catch (RuntimeException unexpected) {
      log.error("the simulated lab stumbles", unexpected);
      pace.go(true, null);
    }
  }

  private boolean isNews(Agenda agenda) {
    boolean changed = agenda.state() != lastState;
    lastState = agenda.state();
    return changed || agenda.isDue() || inbox.look().stream().anyMatch(folder -> folder.waiting() > 0);
  }
}
