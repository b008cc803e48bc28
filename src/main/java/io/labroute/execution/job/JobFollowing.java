package io.labroute.execution.job;

import io.labroute.campaign.plan.PlanRunRepository;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.execution.job.DispatchRepository.Mark;
import io.labroute.execution.job.Job.Reason;
import io.labroute.execution.run.RunLook;
import io.labroute.execution.run.StepDesk;
import io.labroute.execution.run.StepProgress.State;
import io.labroute.execution.run.StepProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Lets jobs follow what is on record of their steps. What it remembers spares looks, nothing else: an engine that knows nothing
 * comes to the same.
 */
@Component
class JobFollowing {

  private static final Logger log = LoggerFactory.getLogger(JobFollowing.class);
  private static final String RECORD = "record";
  private static final Reason WITHDRAWN = new Reason("job.withdrawn",
      "Its worklist was withdrawn.\nMaybe it is to be released again: resume the job; else skip it, or give it up.");
  /** After so long all are looked at again: an event of a transaction that was slow may have been passed by. */
  private static final long AGAIN_NANOS = Duration.ofSeconds(10).toNanos();

  private final JobRepository jobs;
  private final DispatchRepository claims;
  private final PlanRunRepository runs;
  private final StepDesk desk;
  private final Clock clock;
  private @Nullable Mark last;
  private long lookedAtAll;

  JobFollowing(JobRepository jobs, DispatchRepository claims, PlanRunRepository runs, StepDesk desk, Clock clock) {
    this.jobs = jobs;
    this.claims = claims;
    this.runs = runs;
    this.desk = desk;
    this.clock = clock;
  }

  /**
   * Looks at the runs of which anything was told since.
   *
   * @return how far the record had come
   */
  synchronized Mark follow() {
    Mark mark = claims.mark();
    boolean all = last == null || System.nanoTime() - lookedAtAll > AGAIN_NANOS;
    if (!all && mark.equals(last)) {
      return mark;
    }
    Set<String> told = all ? Set.of() : claims.runsToldOfSince(Objects.requireNonNull(last));
    for (String run : claims.openRuns()) {
      if (all || told.contains(run) || mark.entry() != Objects.requireNonNull(last).entry() && isOver(run)) {
        follow(run);
      }
    }
    last = mark;
    lookedAtAll = all ? System.nanoTime() : lookedAtAll;
    return mark;
  }

  private boolean isOver(String run) {
    return runs.find(run).orElseThrow().isOver();
  }

  /** Lets the jobs of a run follow what is on record of it. */
  void follow(String run) {
    List<Job> open = jobs.ofRun(run).stream().filter(job -> !job.state().isOver()).toList();
    RunLook look = desk.look(runs.find(run).orElseThrow());
    open.stream().filter(job -> job.state().isBeforeStart()).flatMap(job -> contradiction(look, job).stream()).findFirst()
        .ifPresent(why -> holdWhatIsToCome(open, look, why));
    open.forEach(job -> {
      StepProgress step = look.step(job.stepId());
      if (look.run().isOver() && job.state().following(step.state()).isBeforeStart() && step.worklistId() == null) {
        jobs.setState(job, JobState.ABORTED, null, null, null, clock.instant(), RECORD, "the run is " + look.run().status());
      } else {
        follow(job, step);
      }
    });
  }

  /** Why what is on record now of a job that had not begun cannot be, as the plan has it. */
  private static Optional<Reason> contradiction(RunLook look, Job job) {
    State state = look.step(job.stepId()).state();
    if (state == State.SKIPPED || job.state().following(state).isBeforeStart()) {
      return Optional.empty();
    }
    return look.contradiction(job.stepId(), job.state() == JobState.DUE).map(found -> new Reason("job.contradicted",
        "%s is %s by the record, which contradicts the plan. %s\nMaybe that is so: resume the run. Else put the record right first."
            .formatted(job.order(), state.name().toLowerCase(Locale.ROOT), found.text().lines().findFirst().orElseThrow())));
  }

  private void holdWhatIsToCome(List<Job> open, RunLook look, Reason why) {
    log.warn("[{}] {}", why.code(), why.text());
    open.stream().filter(job -> job.held() == null && job.state() == JobState.PLANNED)
        .filter(job -> job.state().following(look.step(job.stepId()).state()).isBeforeStart())
        .forEach(job -> jobs.setHeld(job.jobId(), why, RECORD));
  }

  private void follow(Job job, StepProgress step) {
    if (job.yields() == Yield.WORKLIST && job.state() == JobState.DUE && step.state() == State.WAITING) {
      jobs.takeBack(job, WITHDRAWN, RECORD);
      return;
    }
    JobState state = job.state().following(step.state());
    if (state != job.state() || !Objects.equals(step.worklistId(), job.worklistId())) {
      Instant told = state == JobState.RUNNING ? step.startedAt() : state.isBeforeStart() ? null : step.finishedAt();
      Instant at = told == null ? clock.instant() : told;
      jobs.setState(job, state, step.startedAt(), step.finishedAt(), step.worklistId(), at, RECORD, step.message());
    }
  }

  /** A job was fired by an engine. */
  @Transactional
  public void fired(Job job, UUID engine, String actor) {
    if (jobs.hold(job.jobId()).isPresent() && claims.claimed(job.jobId(), engine).isPresent()) {
      jobs.setState(job, JobState.DUE, null, null, null, clock.instant(), actor, "engine " + engine);
    }
  }

  /** A job does not fire by itself any more. */
  @Transactional
  public void held(Job job, Reason reason, String actor) {
    jobs.setHeld(job.jobId(), reason, actor);
  }
}
