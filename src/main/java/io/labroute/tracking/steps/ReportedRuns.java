package io.labroute.tracking.steps;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Begins and ends steps as devices report it, many at once, in the caller's transaction. */
@Component
public class ReportedRuns {

  private final RunRepository runs;

  ReportedRuns(RunRepository runs) {
    this.runs = runs;
  }

  /**
   * A run of a device.
   *
   * @param stepId null until it is stored
   */
  record Run(@Nullable UUID stepId, String key, String device, String fct, @Nullable Long containerId, @Nullable String experimentId,
      String parameters, boolean simulation, StepStatus status, @Nullable Instant start, @Nullable Instant finish,
      @Nullable String error) {

    Run ended(StepStatus how, Instant at, @Nullable String message) {
      return new Run(stepId, key, device, fct, containerId, experimentId, parameters, simulation, how, start, at, message);
    }
  }

  /** What a report says of a run, beside when it began. */
  public record Told(String key, String device, String fct, @Nullable Long containerId, @Nullable String experimentId,
      String parameters, boolean simulation) {}

  /** Holds the runs that reports speak of. */
  public Batch begin(Set<String> keys) {
    return new Batch(runs.hold(keys));
  }

  /** Reports that are done together. */
  public final class Batch {

    private final Map<String, Run> running = new HashMap<>();
    private final List<Run> over = new ArrayList<>();

    private Batch(Map<String, Run> held) {
      running.putAll(held);
    }

    /**
     * A run began.
     *
     * @throws Refusal when it runs already
     */
    public void start(Told told, Instant at) {
      Run before = running.get(told.key());
      if (before != null) {
        throw Finding.of("step.running", "It runs already.").value(told.fct())
            .maybe("its end was not reported, or runs need a name of their own (run).").refusal();
      }
      running.put(told.key(), new Run(null, told.key(), told.device(), told.fct(), told.containerId(), told.experimentId(),
          told.parameters(), told.simulation(), StepStatus.RUNNING, at, null, null));
    }

    /**
     * A run ended.
     *
     * @throws Refusal when nothing runs that could end then
     */
    public void end(String key, StepStatus how, Instant at, @Nullable String message) {
      Run before = running.get(key);
      if (before == null || before.start() == null || at.isBefore(before.start())) {
        throw Finding.of("step.no-start", "Nothing is known to run that could end then.").value(at.toString())
            .maybe("its start is still to come; then this is put right by itself.").refusal();
      }
      StepTimes.check(how, before.start(), at, at);
      running.remove(key);
      over.add(before.ended(how, at, message));
    }

    /** Writes what was done. */
    public void write() {
      runs.end(over.stream().filter(run -> run.stepId() != null).toList());
      runs.insert(Stream.concat(over.stream(), running.values().stream()).filter(run -> run.stepId() == null).toList());
    }
  }
}
