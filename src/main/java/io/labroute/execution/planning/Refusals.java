package io.labroute.execution.planning;

import io.labroute.execution.job.Jobs;
import io.labroute.execution.planning.LabRepository.Refused;
import io.labroute.execution.planning.StepState.PlannedJob;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.lab.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Runs that have no place in any plan: told why, left out, and tried again when anything has changed in the lab. */
@Component
class Refusals {

  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  /** More steps than these are not planned at once for the first time. */
  private static final int FRESH_STEPS = 500;

  private final LabRepository lab;
  private final Jobs jobs;

  Refusals(LabRepository lab, Jobs jobs) {
    this.lab = lab;
    this.jobs = jobs;
  }

  /**
   * The lab without runs that need what it lacks, and without those that were refused and for which nothing has changed since; of
   * many new ones the first, so that these have their jobs soon.
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public LabState without(LabState state, Function<LabState, Map<String, Took>> durations) {
    Map<String, Refused> refused = lab.refused().stream().collect(Collectors.toMap(Refused::experimentId, it -> it));
    String mark = refused.isEmpty() ? "" : mark(state);
    var kept = new ArrayList<OpenRun>();
    int fresh = 0;
    for (OpenRun run : state.runs()) {
      Refused before = refused.get(run.id());
      if (before != null && before.triedWith().equals(mark)) {
        continue;
      }
      if (run.lacksJobs() && fresh >= FRESH_STEPS) {
        continue;
      }
      fresh += run.lacksJobs() ? run.plan().steps().size() : 0;
      if (before != null) {
        lab.takeBack(run.id());
      }
      if (run.fault() != null) {
        keep(run, state, run.fault());
        continue;
      }
      try {
        LabState alone = state.runs(List.of(run));
        ProblemOfLab.anew(alone, durations.apply(alone), Duration.ZERO);
        kept.add(run);
      } catch (Refusal refusal) {
        keep(run, state, refusal.finding());
      }
    }
    return state.runs(kept);
  }

  /** Keeps why a run could not be planned; jobs that it has from before do not fire. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void refuse(OpenRun run, LabState state, Finding why) {
    keep(run, state, why);
  }

  private void keep(OpenRun run, LabState state, Finding why) {
    lab.refuse(run.id(), why.code(), why.text(), mark(state));
    List<UUID> planned = run.steps().values().stream().map(StepState::job).filter(Objects::nonNull).filter(PlannedJob::planned)
        .map(PlannedJob::jobId).toList();
    jobs.hold(planned, "schedule.refused", why.text(), LabPlanning.ACTOR);
    log.warn("{} is not planned. {}", run.id(), why.text());
  }

  /** What has to change so that it is worth another try; after an hour it is anyway. */
  private static String mark(LabState state) {
    String text = state.devices().stream().map(device -> device.device() + device.version()).collect(Collectors.joining(" "))
        + state.downs() + state.rules() + state.runs().stream().map(run -> run.id() + run.run().status() + run.fault()).sorted().toList()
        + state.now().truncatedTo(ChronoUnit.HOURS);
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
