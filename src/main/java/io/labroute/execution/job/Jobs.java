package io.labroute.execution.job;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.campaign.plan.Run;
import io.labroute.execution.OutcomeDesk;
import io.labroute.execution.ReleaseDesk;
import io.labroute.execution.job.Job.Reason;
import io.labroute.execution.run.StepDesk;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.tracking.ExperimentStatus;
import io.labroute.tracking.ProcessRepository;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** What is planned to be done and when; and what people say about it. */
@Service
public class Jobs {

  /** Holds that a new time is the answer to; what a person held stays held. */
  private static final Set<String> ANSWERED_BY_A_TIME = Set.of("job.overdue", "job.late", "schedule.choice", "schedule.refused");

  private final JobRepository jobs;
  private final DispatchRepository claims;
  private final PlanRunRepository runs;
  private final ProcessRepository experiments;
  private final StepDesk desk;
  private final OutcomeDesk outcomes;
  private final ReleaseDesk releases;
  private final AuditRepository audit;
  private final Clock clock;
  private final TransactionTemplate together;

  Jobs(JobRepository jobs, DispatchRepository claims, PlanRunRepository runs, ProcessRepository experiments, StepDesk desk,
      OutcomeDesk outcomes, ReleaseDesk releases, AuditRepository audit, Clock clock,
      TransactionTemplate together) {
    this.jobs = jobs;
    this.claims = claims;
    this.runs = runs;
    this.experiments = experiments;
    this.desk = desk;
    this.outcomes = outcomes;
    this.releases = releases;
    this.audit = audit;
    this.clock = clock;
    this.together = together;
  }

  /** What became of a job so far, the first first. */
  public record Change(String state, Instant at, String actor, @Nullable String reason) {}

  /** The jobs of a run, in the order of their time. */
  public List<Job> of(String experimentId) {
    return jobs.ofRun(experimentId);
  }

  /** Jobs of which something is still to come, of runs that are not over, in the order of their time. */
  public List<Job> open() {
    return jobs.open();
  }

  /** Jobs that are not planned to end before a moment, however they stand, the first first. */
  public List<Job> since(Instant moment, int limit) {
    return jobs.since(moment, limit);
  }

  /** What a device, or any, and people are asked to do now by other means than a worklist, or do. */
  public List<Job> offered(@Nullable String device) {
    return jobs.offered(device);
  }

  /** Jobs of a state, a device, a campaign, or any; only those that are held, or all. */
  public List<Job> find(@Nullable JobState state, @Nullable String device, @Nullable String campaign, boolean held, int limit) {
    return jobs.find(state == null ? null : state.text(), device, campaign, held, limit);
  }

  public Optional<Job> find(UUID jobId) {
    return jobs.find(jobId);
  }

  public List<Change> changes(UUID jobId) {
    return jobs.changes(jobId).stream().map(it -> new Change(it.state(), it.at(), it.actor(), it.reason())).toList();
  }

  /** Gives steps their times, in the caller's transaction; a job that was fired keeps its own. */
  @Transactional
  public void plan(long scheduleId, Collection<JobTime> times) {
    jobs.plan(scheduleId, times, ANSWERED_BY_A_TIME);
  }

  /** Lets planned jobs not fire by themselves, for a reason with a stable code. */
  @Transactional
  public void hold(Collection<UUID> jobIds, String code, String why, String actor) {
    jobIds.forEach(id -> jobs.hold(id).filter(job -> job.state() == JobState.PLANNED && job.held() == null)
        .ifPresent(job -> jobs.setHeld(id, new Reason(code, why), actor)));
  }

  /**
   * Lets a planned job not fire by itself.
   *
   * @throws Refusal {@code job.unknown}, {@code job.transition}
   */
  @Transactional
  public Job hold(UUID jobId, @Nullable String why, String actor) {
    Job job = held(jobId, "held", EnumSet.of(JobState.PLANNED));
    return done(job, "held", actor, it -> jobs.setHeld(jobId, new Reason("job.held", why == null ? "by a person" : why), actor));
  }

  /** Lets a held job fire; one whose time went by, from now on. */
  @Transactional
  public Job resume(UUID jobId, String actor) {
    Job job = held(jobId, "resumed", EnumSet.of(JobState.PLANNED));
    if (job.held() == null) {
      throw transition(job, "resumed").allowed("a job that is held").refusal();
    }
    return done(job, "resumed", actor, it -> jobs.setResumed(jobId, clock.instant(), actor));
  }

  /** Lets a run go on without a step. */
  @Transactional
  public Job skip(UUID jobId, @Nullable String why, String actor) {
    Job job = ending(jobId, "skipped", EnumSet.of(JobState.PLANNED, JobState.DUE, JobState.FAILED));
    requireNoWorklistOut(job);
    return done(job, "skipped", actor, it -> jobs.setState(it, JobState.SKIPPED, it.startedAt(), it.endedAt(), it.worklistId(),
        clock.instant(), actor, why));
  }

  /**
   * Has a failed step done again; of a worklist, what was not done of it.
   *
   * @throws Refusal {@code job.transition}; of a worklist also when nobody knows yet what was done
   */
  public Job retry(UUID jobId, @Nullable String why, String actor) {
    Job job = find(jobId).orElseThrow(() -> unknown(jobId));
    if (job.yields() == Yield.WORKLIST && job.worklistId() != null && job.state() == JobState.FAILED) {
      outcomes.releaseRemainder(job.worklistId(), actor);
      return find(jobId).orElseThrow();
    }
    return again(jobId, why, actor);
  }

  private Job again(UUID jobId, @Nullable String why, String actor) {
    return together.execute(transaction -> {
      Job job = held(jobId, "done again", EnumSet.of(JobState.FAILED, JobState.ABORTED, JobState.SKIPPED));
      return done(job, "retried", actor, it -> {
        jobs.setNextAttempt(it, actor, why);
        jobs.setResumed(jobId, clock.instant(), actor);
      });
    });
  }

  /** Gives a step up; its run waits until it is done again or skipped. A worklist that no device has yet is withdrawn. */
  public Job abort(UUID jobId, @Nullable String why, String actor) {
    Job job = find(jobId).orElseThrow(() -> unknown(jobId));
    String reason = why == null || why.isBlank() ? "aborted by a person" : why;
    if (job.worklistId() != null && job.state() == JobState.DUE) {
      releases.withdraw(job.worklistId(), actor, reason);
    }
    return end(jobId, reason, actor);
  }

  private Job end(UUID jobId, String reason, String actor) {
    return together.execute(transaction -> {
      Job job = ending(jobId, "aborted", EnumSet.of(JobState.PLANNED, JobState.DUE, JobState.FAILED));
      return done(job, "aborted", actor, it -> jobs.setState(it, JobState.ABORTED, it.startedAt(), it.endedAt(), it.worklistId(),
          clock.instant(), actor, reason));
    });
  }

  /** What can be said of a run, or of all open runs of a campaign. */
  public enum Word {
    PAUSE, RESUME, RETRY, ABORT
  }

  /**
   * Pauses a run, lets it and what is held of it go on, has what failed of it done again, or ends it for good.
   *
   * @throws Refusal {@code run.unknown}, {@code experiment.transition}, or what stands against a retry
   */
  public void say(Word word, String experimentId, @Nullable String why, String actor) {
    Run run = runs.find(experimentId).orElseThrow(() -> Finding.of("run.unknown", "There is no such run.").value(experimentId).refusal());
    switch (word) {
      case PAUSE -> experiments.become(run.experimentId(), ExperimentStatus.PAUSED, why, actor);
      case RESUME -> resume(run, actor);
      case RETRY -> of(run.experimentId()).stream().filter(job -> job.state() == JobState.FAILED)
          .forEach(job -> retry(job.jobId(), why, actor));
      case ABORT -> desk.abort(run.experimentId(), why == null ? "aborted" : why, actor);
    }
  }

  /**
   * Says a word of all open runs of a campaign that it can be said of.
   *
   * @throws Refusal {@code campaign.no-open-run}
   */
  public void sayOfCampaign(Word word, String campaignId, @Nullable String why, String actor) {
    List<Run> open = runs.openOf(campaignId);
    if (open.isEmpty()) {
      throw Finding.of("campaign.no-open-run", "The campaign has no run that is not over.").value(campaignId)
          .maybe("the id is misspelled.").refusal();
    }
    open.stream().filter(run -> switch (word) {
      case PAUSE -> run.status().equals("running");
      case RESUME -> run.status().equals("paused") || !heldOf(run).isEmpty();
      case RETRY, ABORT -> true;
    }).forEach(run -> say(word, run.experimentId(), why, actor));
  }

  private void resume(Run run, String actor) {
    together.executeWithoutResult(transaction -> {
      List<Job> held = heldOf(run);
      if (held.isEmpty() || run.status().equals("paused")) {
        experiments.become(run.experimentId(), ExperimentStatus.RUNNING, null, actor);
      }
      held.forEach(job -> resume(job.jobId(), actor));
    });
  }

  private List<Job> heldOf(Run run) {
    return of(run.experimentId()).stream().filter(job -> job.state() == JobState.PLANNED && job.held() != null).toList();
  }

  private Job held(UUID jobId, String becoming, Set<JobState> from) {
    Job job = jobs.hold(jobId).orElseThrow(() -> unknown(jobId));
    if (!from.contains(job.state())) {
      throw transition(job, becoming).allowed(String.join(", ", from.stream().map(JobState::text).toList())).refusal();
    }
    return job;
  }

  /** What is being fired cannot be ended in the same moment; to hold it does no harm, because a job follows what has happened. */
  private Job ending(UUID jobId, String becoming, Set<JobState> from) {
    Job job = held(jobId, becoming, from);
    if (claims.isBeingFired(jobId)) {
      throw Finding.of("job.firing", "The job is just being fired.").value(job.order()).maybe("in a moment it is: ask again.").refusal();
    }
    return job;
  }

  private Job done(Job job, String what, String actor, Consumer<Job> act) {
    act.accept(job);
    audit.add(AuditEntry.of(actor, what, "job " + job.order()));
    return find(job.jobId()).orElseThrow();
  }

  private static void requireNoWorklistOut(Job job) {
    if (job.state() == JobState.DUE && job.worklistId() != null) {
      throw Finding.of("job.worklist-out", "Its worklist is out.").value(Objects.toString(job.worklistId()))
          .maybe("abort the job first: that withdraws the worklist.").refusal();
    }
  }

  private static Finding transition(Job job, String becoming) {
    return Finding.of("job.transition", "A job that is %s cannot be %s.".formatted(job.state().text(), becoming)).value(job.order());
  }

  private static Refusal unknown(UUID jobId) {
    return Finding.of("job.unknown", "There is no such job.").value(jobId.toString()).refusal();
  }
}
