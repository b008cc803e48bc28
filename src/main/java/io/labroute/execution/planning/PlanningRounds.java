package io.labroute.execution.planning;

import io.labroute.execution.planning.LabPlanning.Made;
import io.labroute.execution.planning.StepState.Stage;
import io.labroute.lab.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Looks again and again whether the lab's schedule holds; one engine at a time. What it remembers spares looks, nothing else: an
 * engine that knows nothing does the same.
 */
@Component
class PlanningRounds {

  private static final Logger log = LoggerFactory.getLogger(PlanningRounds.class);
  /** Time alone can make a plan wrong: after this long it is looked at again, even if nothing was heard. */
  private static final Duration AGAIN = Duration.ofSeconds(5);

  private final PlanningProperties properties;
  private final LabReading reading;
  private final LabPlanning planning;
  private final Improvement improvement;
  private final Downtimes downtimes;
  private final ScheduleRepository schedules;
  private final Clock clock;
  private final AtomicBoolean asked = new AtomicBoolean();
  private @Nullable LabState seen;
  private @Nullable LabState before;
  private Instant looked = Instant.MIN;
  private String fault = "";

  PlanningRounds(PlanningProperties properties, LabReading reading, LabPlanning planning, Improvement improvement, Downtimes downtimes,
      ScheduleRepository schedules, Clock clock) {
    this.properties = properties;
    this.reading = reading;
    this.planning = planning;
    this.improvement = improvement;
    this.downtimes = downtimes;
    this.schedules = schedules;
    this.clock = clock;
  }

  /** The next round makes a plan in any case. */
  void ask() {
    asked.set(true);
  }

  @Scheduled(fixedDelay = 500, timeUnit = TimeUnit.MILLISECONDS)
  void go() {
    if (!properties.enabled()) {
      return;
    }
    try {
      downtimes.readNews();
      LabState lab = reading.read();
      boolean wanted = asked.get() || hasMoreRoom(lab);
      boolean same = seen != null && lab.sameAs(seen) && clock.instant().isBefore(looked.plus(AGAIN));
      improvement.finish(lab);
      if (wanted || !same) {
        schedules.alone(() -> round(lab, wanted));
      }
      fault = "";
    } catch (DataAccessException | TransactionException away) {
      log.debug("planning waits for the database", away);
    } catch (Refusal refusal) {
      tell(refusal.finding().text(), null);
    } catch (RuntimeException unexpected) {
      tell(unexpected.toString(), unexpected);
    }
  }

  private void round(LabState lab, boolean wanted) {
    asked.set(false);
    looked = clock.instant();
    seen = null;
    Made made = planning.go(lab, wanted);
    before = lab;
    if (made != null && made.scheduleId() > 0) {
      improvement.begin(made);
    } else {
      seen = lab;
    }
  }

  /** Whether a device is up again, or a run was ended before it was done: then the rest may come sooner. */
  private boolean hasMoreRoom(LabState lab) {
    Set<String> open = lab.runs().stream().map(OpenRun::id).collect(Collectors.toSet());
    return before != null && (!lab.downs().containsAll(before.downs()) || before.runs().stream()
        .anyMatch(run -> !open.contains(run.id()) && run.plan().steps().stream().anyMatch(step -> run.stage(step) == Stage.OPEN)));
  }

  /** Tells what is wrong, once. */
  private void tell(String what, @Nullable RuntimeException unexpected) {
    if (!Objects.equals(fault, what)) {
      log.error("the lab cannot be planned: {}", what, unexpected);
      fault = what;
    }
  }
}
