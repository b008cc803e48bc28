package io.labroute.simulation;

import io.labroute.execution.job.Job;
import io.labroute.execution.job.JobState;
import io.labroute.execution.job.Jobs;
import io.labroute.platform.LabNature;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** What the simulated lab is asked to do and what is planned next: as its devices and people would ask for over REST. */
@Component
@Profile(LabNature.PROFILE)
class Orders {

  static final String OPERATOR = "simulated operator";

  private final Jobs jobs;

  Orders(Jobs jobs) {
    this.jobs = jobs;
  }

  /** What devices and people are asked to do now, or do. */
  List<Job> offered() {
    return jobs.offered(null);
  }

  List<Job> failed() {
    return jobs.open().stream().filter(job -> job.state() == JobState.FAILED).toList();
  }

  void doAgain(Job job) {
    jobs.retry(job.jobId(), "tried once more", OPERATOR);
  }

  void giveUp(Job job) {
    jobs.say(Jobs.Word.ABORT, job.experimentId(), "%s failed %d times".formatted(job.stepId(), job.attempt()), OPERATOR);
  }

  /**
   * What the plan has next.
   *
   * @param isDue whether something is to be fired now and nothing is known to stand against it
   * @param next when the next job is due; null when none is planned
   * @param state changes whenever anything does
   */
  record Agenda(boolean isDue, @Nullable Instant next, int state) {}

  Agenda agenda(Instant now) {
    List<Job> open = jobs.open();
    List<Job> planned = open.stream().filter(job -> job.state() == JobState.PLANNED && job.held() == null).toList();
    boolean due = planned.stream().anyMatch(job -> !job.plannedStart().isAfter(now) && job.waits() == null);
    Instant next = planned.stream().map(Job::plannedStart).filter(now::isBefore).min(Instant::compareTo).orElse(null);
    return new Agenda(due, next, Objects.hash(open.stream().map(job -> Objects.hash(job.jobId(), job.attempt(), job.state(), job.held(),
        job.waits(), job.plannedStart())).toList()));
  }
}
