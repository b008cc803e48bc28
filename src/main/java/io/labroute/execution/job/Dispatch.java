package io.labroute.execution.job;

import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.execution.job.Job.Reason;
import io.labroute.execution.job.DispatchRepository.Mark;
import io.labroute.execution.run.RunLook;
import io.labroute.execution.run.StepDesk;
import io.labroute.execution.run.StepProgress;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

/**
 * Fires jobs when they are due. Several engines share the jobs: each claims some for a while, and what an engine leaves behind that
 * dies is claimed by another. Firing twice is harmless, because a worklist is known by its run and step.
 */
@Service
@EnableConfigurationProperties(DispatchProperties.class)
public class Dispatch {

  private static final Logger log = LoggerFactory.getLogger(Dispatch.class);
  private static final String ACTOR = "schedule";
  /** Few enough that engines share what is due at the same moment. */
  private static final int AT_ONCE = 10;
  /** After so long a job that waits is looked at again, even if nothing was heard: folders of devices may have come back. */
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final DispatchRepository jobs;
  private final JobFollowing following;
  private final PlanRunRepository runs;
  private final StepDesk desk;
  private final DispatchProperties properties;
  private final Clock clock;
  private final UUID engine = UUID.randomUUID();
  private final AtomicBoolean firing = new AtomicBoolean();

  Dispatch(DispatchRepository jobs, JobFollowing following, PlanRunRepository runs, StepDesk desk,
      DispatchProperties properties, Clock clock) {
    this.jobs = jobs;
    this.following = following;
    this.runs = runs;
    this.desk = desk;
    this.properties = properties;
    this.clock = clock;
  }

  /** Looks what became of jobs, and fires those that are due. */
  public void tick() {
    Mark mark = following.follow();
    List<UUID> claimed;
    do {
      claimed = jobs.claim(engine, clock.instant(), mark, properties.lease(), AGAIN, AT_ONCE);
      fire(claimed, mark);
    } while (claimed.size() == AT_ONCE);
  }

  private void fire(List<UUID> claimed, Mark mark) {
    firing.set(!claimed.isEmpty());
    try {
      Map<String, RunLook> looks = new HashMap<>();
      for (UUID jobId : claimed) {
        jobs.claimed(jobId, engine).ifPresent(job -> fireAlone(job, looks, mark));
      }
    } finally {
      firing.set(false);
    }
  }

  /** Other engines see that this one still works on what it claimed. */
  @Scheduled(fixedDelay = 2_000)
  void beat() {
    if (firing.get()) {
      jobs.renew(engine, properties.lease());
    }
  }

  /** What goes wrong with one job keeps nobody from firing the others. */
  private void fireAlone(Job job, Map<String, RunLook> looks, Mark mark) {
    try {
      fire(job, looks, mark);
    } catch (DataAccessException | TransactionException away) {
      throw away;
    } catch (Refusal refusal) {
      wait(job, refusal.finding(), mark);
    } catch (RuntimeException unexpected) {
      log.error("{} could not be fired", job.order(), unexpected);
      wait(job, Finding.of("job.fault", "It could not be fired: " + unexpected)
          .value(job.order()).maybe("the log tells more; it is tried again in a while."), mark);
    }
  }

  private void wait(Job job, Finding why, Mark mark) {
    if (job.waits() == null || !job.waits().text().equals(why.text())) {
      log.info("{} waits. {}", job.order(), why.text());
    }
    jobs.wait(job.jobId(), reason(why), mark);
  }

  private void fire(Job job, Map<String, RunLook> looks, Mark mark) {
    RunLook look = looks.computeIfAbsent(job.experimentId(), id -> desk.look(runs.find(id).orElseThrow()));
    StepProgress step = look.step(job.stepId());
    if (step.state() != StepProgress.State.WAITING) {
      following.follow(job.experimentId());
      return;
    }
    Instant now = clock.instant();
    Finding against = against(job, look, now);
    if (job.plannedStart().plus(properties.grace()).isBefore(now)) {
      hold(job, against);
    } else if (against != null) {
      wait(job, against, mark);
    } else {
      desk.begin(look, job.stepId(), ACTOR);
      following.fired(job, engine, ACTOR);
      looks.remove(job.experimentId());
    }
  }

  /** Nothing late fires by itself: what the plan has after it, or a longest wait before it, may not hold any more. */
  private void hold(Job job, @Nullable Finding against) {
    Finding why = against == null && job.waits() == null
        ? Finding.of("job.overdue", "Nobody fired it in time: the engine was away, or busy.")
        : Finding.of("job.late", "Its time went by while it waited: " + (against == null ? job.waits().text() : against.text()));
    Finding told = why.value(job.plannedStart().toString()).allowed("at most %d s after its time".formatted(properties.grace().toSeconds()))
        .maybe("what comes after it no longer fits: plan again, or resume it if it does.");
    following.held(job, reason(told), ACTOR);
    log.warn("{} is held. {}", job.order(), told.text());
  }

  private @Nullable Finding against(Job job, RunLook look, Instant now) {
    List<Finding> reasons = look.reasons(job.stepId());
    if (!reasons.isEmpty()) {
      return reasons.get(0);
    }
    Optional<String> closed = job.device() == null ? Optional.empty() : jobs.closed(job.device(), now);
    if (closed.isPresent()) {
      return Finding.of("job.device-closed", "%s cannot be used now: %s".formatted(job.device(), closed.get())).value(job.device())
          .maybe("it works again, and nobody said so.");
    }
    DevicePosition target = job.target();
    Optional<String> occupant = target == null ? Optional.empty() : desk.occupant(target);
    if (occupant.isPresent()) {
      return Finding.of("job.target-taken", "%s stands where it is to be brought.".formatted(occupant.get())).value(String.valueOf(target))
          .maybe("it is still to be taken away, or that was not reported.");
    }
    return jobs.inItsWay(job).map(other -> Finding.of("job.order", "%s comes before it, and needs the same.".formatted(other.order()))
        .value(other.held() == null ? other.state().text() : "held: " + other.held().code())
        .allowed("jobs on %s in the order of the plan".formatted(String.join(", ", job.resources().stream()
            .filter(other.resources()::contains).toList())))
        .maybe("its end was not reported, or it waits for something itself: see there.")).orElse(null);
  }

  private static Reason reason(Finding finding) {
    return new Reason(finding.code(), finding.text());
  }
}
