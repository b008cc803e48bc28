package io.labroute.tracking.events;

import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.tracking.containers.ContainerAct;
import io.labroute.tracking.containers.ReportedActs;
import io.labroute.tracking.devices.DeviceRepository;
import io.labroute.tracking.events.DeviceEvent.Kind;
import io.labroute.tracking.steps.ReportedRuns;
import io.labroute.tracking.steps.StepStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Takes what devices report into the log, each event once, and does it in the order of its time. What contradicts the record is
 * kept and flagged; whenever something new comes, what was flagged is tried again, because the missing event may be among it.
 */
@Service
public class EventLog {

  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final int TRIED_AGAIN = 1_000;

  private final EventRepository events;
  private final ReportedActs acts;
  private final ReportedRuns runs;
  private final DeviceRepository devices;
  private final Clock clock;

  EventLog(EventRepository events, ReportedActs acts, ReportedRuns runs, DeviceRepository devices, Clock clock) {
    this.events = events;
    this.acts = acts;
    this.runs = runs;
    this.devices = devices;
    this.clock = clock;
  }

  /** An event with its line in the file that tells it, if any. */
  public record Told(DeviceEvent event, @Nullable Long line) {}

  /**
   * What became of an event.
   *
   * @param eventId its number in the log
   * @param isNew false when it was told before
   * @param flag how it contradicts the record; null when it does not
   */
  public record Taken(long eventId, boolean isNew, @Nullable Finding flag) {}

  /** An event in the log that is to be done. */
  record Logged(long id, DeviceEvent event, boolean flaggedBefore) {}

  /** Takes events into the log, in the caller's transaction where there is one. */
  @Transactional
  public List<Taken> take(List<Told> told, String actor, @Nullable Long fileId) {
    Map<String, Long> known = events.hold(told.stream().map(it -> it.event().key()).toList());
    var ids = new HashMap<String, Long>(known);
    var fresh = new ArrayList<Logged>();
    var freshTold = new ArrayList<Told>();
    var newIds = events.nextIds(told.size()).iterator();
    for (Told it : told) {
      if (!ids.containsKey(it.event().key())) {
        long id = newIds.next();
        ids.put(it.event().key(), id);
        fresh.add(new Logged(id, it.event(), false));
        freshTold.add(it);
      }
    }
    Map<Long, Finding> flags = fresh.isEmpty() ? Map.of() : doAll(fresh, freshTold, actor, fileId);
    Set<Long> unseen = fresh.stream().map(Logged::id).collect(Collectors.toCollection(HashSet::new));
    return told.stream().map(it -> {
      long id = Objects.requireNonNull(ids.get(it.event().key()));
      boolean isNew = unseen.remove(id);
      return new Taken(id, isNew, isNew ? flags.get(id) : null);
    }).toList();
  }

  /** Says that a flagged event needs no more attention; it stays in the log. */
  @Transactional
  public void dismiss(long eventId, String why, String actor) {
    if (!events.resolve(eventId, "dismissed by " + actor + ": " + why)) {
      throw Finding.of("event.not-flagged", "The event is not flagged.").value(String.valueOf(eventId)).refusal();
    }
  }

  /** Tries all flagged events again, after something was put right by hand; tells how many fit now. */
  @Transactional
  public int tryAgain(String actor) {
    events.hold(List.of());
    return events.flagged(TRIED_AGAIN).size() - doAll(List.of(), List.of(), actor, null).size();
  }

  private Map<Long, Finding> doAll(List<Logged> fresh, List<Told> told, String actor, @Nullable Long fileId) {
    List<Logged> all = Stream.concat(events.flagged(TRIED_AGAIN).stream(), fresh.stream())
        .sorted(Comparator.comparing((Logged it) -> it.event().at()).thenComparingLong(Logged::id)).toList();
    var batch = new Batch(all, actor);
    Map<Long, Finding> flags = batch.run(all);
    events.insert(fresh, told, batch::containerId, actor, fileId);
    batch.write();
    Set<Long> past = batch.insertIntoThePast(all, flags.keySet());
    past.forEach(flags::remove);
    events.flag(fresh.stream().filter(it -> flags.containsKey(it.id())).map(Logged::id).toList(), flags);
    all.stream().filter(it -> it.flaggedBefore() && !flags.containsKey(it.id()))
        .forEach(it -> events.resolve(it.id(), "fits since more is known"));
    if (!past.isEmpty() && !flags.isEmpty()) {
      return doAll(List.of(), List.of(), actor, null);
    }
    return flags;
  }

  /** Events that are done together. */
  private final class Batch {

    private final ReportedActs.Batch containers;
    private final ReportedRuns.Batch steps;
    private final Set<String> knownDevices;
    private final Set<String> knownExperiments;
    private final Instant latest = clock.instant().plus(CLOCKS_DIFFER);
    private final String actor;

    private Batch(List<Logged> all, String actor) {
      this.actor = actor;
      containers = acts.begin(
          all.stream().map(it -> it.event().barcode()).filter(Objects::nonNull).collect(Collectors.toSet()),
          all.stream().flatMap(it -> Stream.of(it.event().target(), it.event().lid()).filter(Objects::nonNull))
              .collect(Collectors.toSet()));
      steps = runs.begin(all.stream().map(it -> it.event().runKey()).collect(Collectors.toSet()));
      knownDevices = new HashSet<>(devices.names());
      knownExperiments = events.knownExperiments(
          all.stream().map(it -> it.event().experimentId()).filter(Objects::nonNull).collect(Collectors.toSet()));
    }

    @Nullable Long containerId(DeviceEvent event) {
      return containers.containerId(event.barcode());
    }

    /** Goes through what does not fit again and again, as long as anything else fits after it. */
    private Map<Long, Finding> run(List<Logged> all) {
      Map<Long, Finding> flags = new HashMap<>();
      List<Logged> left = all;
      int before;
      do {
        before = left.size();
        flags.clear();
        left = left.stream().filter(it -> !fits(it, flags)).toList();
      } while (!left.isEmpty() && left.size() < before);
      return flags;
    }

    private boolean fits(Logged logged, Map<Long, Finding> flags) {
      try {
        apply(logged.event(), logged.id());
        return true;
      } catch (Refusal refusal) {
        flags.put(logged.id(), refusal.finding());
        return false;
      }
    }

    private void apply(DeviceEvent event, long id) {
      if (!isPossible(event)) {
        throw Finding.of("event.clock", "The event's time is impossible.").value(event.at().toString())
            .allowed("%s to %s".formatted(EARLIEST, latest)).maybe("the clock of %s is wrong.".formatted(event.device())).refusal();
      }
      if (!knownDevices.contains(event.device())) {
        throw Finding.of("device.unknown", "There is no such device.").value(event.device())
            .maybe("it is misspelled, or is still to be configured.").refusal();
      }
      if (event.simulated() && !isOfRun(event.event())) {
        return;
      }
      switch (event.event()) {
        case MOVED -> containers.apply(new ContainerAct.Move(barcode(event), source(event), target(event)), event.at(), id, actor);
        case UNLIDDED -> containers.apply(new ContainerAct.Unlid(barcode(event), event.lid()), event.at(), id, actor);
        case LIDDED -> containers.apply(new ContainerAct.Lid(barcode(event), event.lid()), event.at(), id, actor);
        case BARCODE_READ -> read(event);
        case STARTED -> start(event);
        case FINISHED -> steps.end(event.runKey(), StepStatus.COMPLETED, event.at(), event.message());
        case FAILED -> steps.end(event.runKey(), StepStatus.FAILED, event.at(), event.message());
        case WORKLIST_PICKED_UP -> { }
      }
    }

    private static boolean isOfRun(Kind kind) {
      return kind == Kind.STARTED || kind == Kind.FINISHED || kind == Kind.FAILED;
    }

    private void start(DeviceEvent event) {
      if (event.experimentId() != null && !knownExperiments.contains(event.experimentId())) {
        throw Finding.of("experiment.unknown", "There is no such experiment.").value(event.experimentId()).refusal();
      }
      if (event.barcode() != null) {
        place(event);
      }
      steps.start(new ReportedRuns.Told(event.runKey(), event.device(), String.valueOf(event.fct()),
          containers.containerId(event.barcode()), event.experimentId(), event.parameters() == null ? "{}" : event.parameters(),
          event.simulated()), event.at());
    }

    private void read(DeviceEvent event) {
      DevicePosition stands = place(event);
      if (event.source() != null && !event.source().equals(stands)) {
        throw Finding.of("container.not-there", "The container %s was read where it does not stand.".formatted(event.barcode()))
            .value(event.source().toString()).allowed(stands.toString()).maybe("a move was not reported.").refusal();
      }
    }

    private DevicePosition source(DeviceEvent event) {
      return event.source() == null ? place(event) : event.source();
    }

    private DevicePosition place(DeviceEvent event) {
      String barcode = barcode(event);
      return containers.place(barcode).orElseThrow(() ->
          Finding.of("container.unknown", "There is no container of this barcode in the lab.").value(barcode)
              .maybe("it was misread, or is still to be registered.").refusal());
    }

    private static DevicePosition target(DeviceEvent event) {
      return Objects.requireNonNull(event.target());
    }

    private static String barcode(DeviceEvent event) {
      if (event.barcode() == null) {
        throw Finding.of("container.unread", "The barcode was not read.")
            .maybe("a person has to see which container it is.").refusal();
      }
      return event.barcode();
    }

    /** What is left may be round trips that were reported after what followed them. */
    private Set<Long> insertIntoThePast(List<Logged> all, Set<Long> left) {
      return containers.insertIntoThePast(all.stream()
          .filter(it -> left.contains(it.id()) && it.event().event() == Kind.MOVED && it.event().barcode() != null
              && !it.event().simulated() && knownDevices.contains(it.event().device()) && isPossible(it.event()))
          .map(it -> new ReportedActs.LateMove(it.id(), barcode(it.event()), it.event().source(), target(it.event()), it.event().at()))
          .toList());
    }

    private boolean isPossible(DeviceEvent event) {
      return !event.at().isAfter(latest) && !event.at().isBefore(EARLIEST);
    }

    private void write() {
      containers.write();
      steps.write();
    }
  }
}
