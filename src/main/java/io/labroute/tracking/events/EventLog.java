package io.labroute.tracking.events;

import io.labroute.lab.Finding;
import io.labroute.platform.LabNature;
import io.labroute.tracking.containers.ReportedActs;
import io.labroute.tracking.devices.DeviceRepository;
import io.labroute.tracking.events.DeviceEvent.Kind;
import io.labroute.tracking.events.DirectCalls.Moment;
import io.labroute.tracking.events.EventRepository.Ruling;
import io.labroute.tracking.steps.ReportedRuns;
import io.labroute.tracking.steps.ReportedRuns.Moving;
import java.time.Clock;
import java.time.Duration;
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
  private static final int TRIED_AGAIN = 1_000;

  private final EventRepository events;
  private final ReportedActs acts;
  private final ReportedRuns runs;
  private final DeviceRepository devices;
  private final LabNature lab;
  private final Clock clock;

  EventLog(EventRepository events, ReportedActs acts, ReportedRuns runs, DeviceRepository devices, LabNature lab,
      Clock clock) {
    this.events = events;
    this.acts = acts;
    this.runs = runs;
    this.devices = devices;
    this.lab = lab;
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
    if (events.resolve(List.of(eventId), Ruling.DISMISSED, "dismissed by " + actor + ": " + why, actor) == 0) {
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
    EventBatch batch = begin(all, actor);
    Map<Long, Finding> flags = batch.run(all);
    events.insert(fresh, told, batch::containerId, actor, fileId);
    batch.writeContainers();
    events.insertToldAgain(batch.toldAgain());
    Set<Long> past = batch.insertIntoThePast(all.stream().filter(it -> flags.containsKey(it.id())).toList());
    past.forEach(flags::remove);
    batch.writeSteps();
    events.flag(fresh.stream().filter(it -> flags.containsKey(it.id())).map(Logged::id).toList(), flags);
    events.resolve(all.stream().filter(it -> it.flaggedBefore() && !flags.containsKey(it.id())).map(Logged::id).toList(),
        Ruling.ACCEPTED, "fits since more is known", actor);
    if (!past.isEmpty() && !flags.isEmpty()) {
      return doAll(List.of(), List.of(), actor, null);
    }
    return flags;
  }

  private EventBatch begin(List<Logged> all, String actor) {
    List<DeviceEvent> told = all.stream().map(Logged::event).toList();
    ReportedRuns.Batch steps = runs.begin(told.stream().map(DeviceEvent::runKey).collect(Collectors.toSet()));
    ReportedActs.Batch containers = acts.begin(
        Stream.concat(told.stream().map(DeviceEvent::barcode).filter(Objects::nonNull), steps.barcodes().stream())
            .collect(Collectors.toSet()),
        Stream.concat(told.stream().flatMap(it -> Stream.of(it.source(), it.target(), it.lid()).filter(Objects::nonNull)),
            steps.destinations().stream()).collect(Collectors.toSet()));
    return new EventBatch(containers, steps, new DirectCalls(events.directCalls(moments(told, steps))), Set.copyOf(devices.names()),
        events.knownExperiments(told.stream().map(DeviceEvent::experimentId).filter(Objects::nonNull).collect(Collectors.toSet())),
        clock.instant().plus(CLOCKS_DIFFER), lab, actor);
  }

  /** When containers were moved or lost or got their lids, as far as the reports tell. */
  private static List<Moment> moments(List<DeviceEvent> told, ReportedRuns.Batch steps) {
    var carried = new HashMap<String, String>();
    told.stream().filter(it -> it.event() == Kind.STARTED && it.target() != null && it.barcode() != null)
        .forEach(it -> carried.put(it.runKey(), it.barcode()));
    var moments = new ArrayList<Moment>();
    for (DeviceEvent event : told) {
      String barcode = switch (event.event()) {
        case MOVED, UNLIDDED, LIDDED -> event.barcode();
        case FINISHED -> steps.moving(event.runKey()).map(Moving::barcode).orElse(carried.get(event.runKey()));
        default -> null;
      };
      if (barcode != null) {
        moments.add(new Moment(barcode, event.at()));
      }
    }
    return moments;
  }
}
