package io.labroute.tracking.steps;

import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
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

  /** From where to where a run moves its container. */
  public record Way(DevicePosition origin, DevicePosition destination) {}

  /**
   * A run of a device.
   *
   * @param stepId null until it is stored
   * @param barcode of its container
   * @param way when it is a move
   * @param movedBy the event by which the container came to the end of the way
   */
  record Run(@Nullable UUID stepId, String key, String device, String fct, @Nullable Long containerId, @Nullable String barcode,
      @Nullable String experimentId, String parameters, boolean simulation, @Nullable Way way, StepStatus status,
      @Nullable Instant start, @Nullable Instant finish, @Nullable String error, @Nullable Long movedBy) {

    Run ended(StepStatus how, Instant at, @Nullable String message, @Nullable Long by) {
      return new Run(stepId, key, device, fct, containerId, barcode, experimentId, parameters, simulation, way, how, start, at,
          message, by);
    }
  }

  /** What a report says of a run, beside when it began. */
  public record Told(String key, String device, String fct, @Nullable Long containerId, @Nullable String barcode,
      @Nullable String experimentId, String parameters, boolean simulation, @Nullable Way way) {

    private Run running(Instant at) {
      return new Run(null, key, device, fct, containerId, barcode, experimentId, parameters, simulation, way, StepStatus.RUNNING,
          at, null, null, null);
    }
  }

  /** A move under way: of which container, and whether in a simulated lab only. */
  public record Moving(String barcode, Way way, boolean simulation) {}

  /** Holds the runs that reports speak of. */
  public Batch begin(Set<String> keys) {
    return new Batch(runs.hold(keys));
  }

  /** Reports that are done together. */
  public final class Batch {

    private final Map<String, Run> running = new HashMap<>();
    private final List<Run> over = new ArrayList<>();
    private final Set<Long> movers = new HashSet<>();

    private Batch(Map<String, Run> held) {
      running.putAll(held);
    }

    /** The containers of moves under way. */
    public Set<String> barcodes() {
      return running.values().stream().map(Run::barcode).filter(Objects::nonNull).collect(Collectors.toSet());
    }

    /** Where moves under way are to end. */
    public Set<DevicePosition> destinations() {
      return running.values().stream().map(Run::way).filter(Objects::nonNull).map(Way::destination).collect(Collectors.toSet());
    }

    /**
     * A run began.
     *
     * @throws Refusal when it runs already
     */
    public void start(Told told, Instant at) {
      if (running.containsKey(told.key())) {
        throw Finding.of("step.running", "It runs already.").value(told.fct())
            .maybe("its end was not reported, or runs need a name of their own (run).").refusal();
      }
      running.put(told.key(), told.running(at));
    }

    /**
     * What a run that is to end moves; nothing when it is no move.
     *
     * @throws Refusal when nothing runs that could end then
     */
    public Optional<Moving> ending(String key, StepStatus how, Instant at) {
      Run before = running.get(key);
      if (before == null || before.start() == null || at.isBefore(before.start())) {
        throw Finding.of("step.no-start", "Nothing is known to run that could end then.").value(at.toString())
            .maybe("its start is still to come; then this is put right by itself.").refusal();
      }
      StepTimes.check(how, before.start(), at, at);
      return moving(key);
    }

    /** What a run moves, while it is under way. */
    public Optional<Moving> moving(String key) {
      Run run = running.get(key);
      return run == null || run.way() == null || run.barcode() == null ? Optional.empty()
          : Optional.of(new Moving(run.barcode(), run.way(), run.simulation()));
    }

    /**
     * A run ended that was {@link #ending}.
     *
     * @param movedBy the event by which its container came to the end of its way
     */
    public void end(String key, StepStatus how, Instant at, @Nullable String message, @Nullable Long movedBy) {
      over.add(Objects.requireNonNull(running.remove(key)).ended(how, at, message,
          movedBy != null && movers.add(movedBy) ? movedBy : null));
    }

    /** Refuses a move that cannot have taken from one time to another. */
    public void checkMove(Instant start, Instant finish) {
      StepTimes.check(StepStatus.COMPLETED, start, finish, finish);
    }

    /** A move is over whose beginning was told with its end. */
    public void moved(Told told, Instant start, Instant finish, long movedBy) {
      if (movers.add(movedBy)) {
        over.add(told.running(start).ended(StepStatus.COMPLETED, finish, null, movedBy));
      }
    }

    /** Writes what was done. */
    public void write() {
      runs.end(over.stream().filter(run -> run.stepId() != null).toList());
      runs.insert(Stream.concat(over.stream(), running.values().stream()).filter(run -> run.stepId() == null).toList());
    }
  }
}
