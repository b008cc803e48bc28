package io.labroute.schedule.format;

import io.labroute.schedule.Consistency;
import io.labroute.schedule.Hold;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run of a protocol on one or many labware: each gets its steps, in the protocol's order, and, where the lab moves labware,
 * a move into each step and one home at the end.
 */
final class Run {

  private static final String HOME = "home";
  private static final String REGRIP = "regrip-";
  private static final String NEST = "nest-";

  private final Entry run;
  private final Lab lab;
  private final Times times;
  private final Protocol protocol;
  private final List<Protocol.Task> tasks = new ArrayList<>();
  private final List<Entry> constraints;
  private final List<Step> steps = new ArrayList<>();
  private final List<Lag> lags = new ArrayList<>();
  private final List<Consistency> consistencies = new ArrayList<>();
  private final Map<String, Hold> holds = new HashMap<>();

  Run(Entry run, Entry described, Lab lab, Times times, Protocol protocol) {
    this.run = run.allowing(Set.of("id", "protocol", "labware", "release", "due", "deadline", "priority"));
    this.lab = lab;
    this.times = times;
    this.protocol = protocol;
    described.allowing(Set.of("steps", "timeConstraints"));
    Set<String> names = new HashSet<>();
    for (Entry entry : described.list("steps")) {
      var task = protocol.task(entry.allowing(Protocol.TASK_KEYS));
      if (!names.add(task.id())) {
        throw entry.finding("schedule.duplicate-id", "Two steps of a protocol have the same id.").value(task.id())
            .allowed("an id of its own for each step").refusal();
      }
      tasks.add(task);
    }
    constraints = described.list("timeConstraints");
    for (Entry constraint : constraints) {
      for (String end : constraint.find("over") == null ? List.of("from", "to") : List.of("over")) {
        if (!names.contains(constraint.get(end).text())) {
          throw constraint.get(end).finding("schedule.unknown-step", "The protocol has no such step.")
              .allowed(String.join(", ", tasks.stream().map(Protocol.Task::id).toList())).refusal();
        }
      }
    }
    List<String> labware = labware();
    labware.forEach(this::expand);
    constraints.stream().filter(Protocol::isConsistency).forEach(entry -> consistencies.add(protocol.consistency(entry,
        labware.stream().map(one -> span(entry, one + "/")).toList())));
  }

  /** What a consistency compares: the time from a step's start until its labware is fetched, or the wait between two steps. */
  private Consistency.Span span(Entry entry, String prefix) {
    Entry over = entry.find("over");
    if (over == null) {
      return new Consistency.Span(Point.end(prefix + entry.get("from").text()), Point.start(prefix + entry.get("to").text()));
    }
    String id = prefix + over.text();
    Hold hold = holds.get(id);
    return new Consistency.Span(Point.start(id), hold == null ? Point.end(id) : Point.start(hold.until()));
  }

  List<Consistency> consistencies() {
    return consistencies;
  }

  List<Step> steps() {
    return steps;
  }

  List<Lag> lags() {
    return lags;
  }

  private List<String> labware() {
    String id = run.get("id").text();
    Entry labware = run.find("labware");
    if (labware == null) {
      return List.of(id);
    }
    if (labware.isList()) {
      return labware.items().stream().map(item -> id + "/" + item.text()).toList();
    }
    int count = labware.allowing(Set.of("count")).get("count").whole();
    if (count < 1 || count > 10_000) {
      throw labware.get("count").finding("schedule.count", "So many labware cannot be planned.").allowed("1 to 10000").refusal();
    }
    return Stream.iterate(1, i -> i + 1).limit(count).map(i -> "%s/P%03d".formatted(id, i)).toList();
  }

  private void expand(String labware) {
    String prefix = labware + "/";
    int first = steps.size();
    boolean moved = lab.hasMoves();
    String before = null;
    List<String> place = lab.storage() == null ? List.of() : List.of(lab.storage());
    for (int k = 0; k < tasks.size(); k++) {
      var task = tasks.get(k);
      String id = prefix + task.id();
      boolean here = moved && !task.places().isEmpty();
      if (here) {
        addMove(task.entry(), prefix, "to-" + task.id(), labware, before, place, id, task.places());
      }
      Hold hold = here ? new Hold(prefix + "to-" + task.id(), prefix + nextMove(k)) : null;
      if (hold != null) {
        holds.put(id, hold);
      }
      steps.add(Step.of(id, labware).modes(task.modes()).hold(hold).estimate(task.estimate()).draws(task.draws()));
      if (here) {
        lags.add(Lag.hard("at once " + task.id(), Point.end(prefix + "to-" + task.id()), Point.start(id), 0,
            lab.gathers(task.places()) ? null : (Long) 0L));
        place = task.places();
      } else if (before != null) {
        lags.add(Lag.after(before, id));
      }
      before = id;
    }
    if (moved && before != null) {
      addMove(run, prefix, HOME, labware, before, place, null, home(place));
    }
    setTimes(first);
    constraints.stream().filter(entry -> !Protocol.isConsistency(entry)).forEach(entry -> lags.add(protocol.lag(entry, prefix)));
  }

  private List<String> home(List<String> otherwise) {
    return lab.storage() == null ? otherwise : List.of(lab.storage());
  }

  /** The move by which labware leaves the place of a step. */
  private String nextMove(int k) {
    List<String> place = tasks.get(k).places();
    var next = tasks.stream().skip(k + 1L).filter(task -> !task.places().isEmpty()).findFirst();
    String move = next.map(task -> "to-" + task.id()).orElse(HOME);
    return lab.regrip(place, next.map(Protocol.Task::places).orElse(home(place))) == null ? move : REGRIP + move;
  }

  /** A move; where no mover reaches both ends, one to a nest, a tick in it, and one from there. */
  private void addMove(Entry where, String prefix, String name, String labware, @Nullable String from, List<String> fromPlaces,
      @Nullable String to, List<String> toPlaces) {
    boolean fromStorage = from == null || fromPlaces.equals(List.of(String.valueOf(lab.storage())));
    String nest = lab.regrip(fromPlaces, toPlaces);
    String before = from;
    String left = fromStorage ? null : from;
    List<String> places = fromPlaces;
    if (nest != null) {
      String lying = prefix + NEST + name;
      places = List.of(nest);
      addStep(prefix + REGRIP + name, labware, lab.moves(where, left, fromPlaces, lying, places), before);
      steps.add(Step.of(lying, labware, Mode.of(1, Use.of(nest))).hold(new Hold(prefix + REGRIP + name, prefix + name)));
      lags.add(Lag.hard("at once " + NEST + name, Point.end(prefix + REGRIP + name), Point.start(lying), 0, 0L));
      before = lying;
      left = lying;
    }
    addStep(prefix + name, labware, lab.moves(where, left, places, to, toPlaces), before);
  }

  private void addStep(String id, String labware, List<Mode> modes, @Nullable String before) {
    steps.add(Step.of(id, labware).modes(modes));
    if (before != null) {
      lags.add(Lag.after(before, id));
    }
  }

  private void setTimes(int first) {
    Entry release = run.find("release");
    Entry due = run.find("due");
    Entry deadline = run.find("deadline");
    if (first == steps.size()) {
      return;
    }
    int last = steps.size() - 1;
    int priority = run.whole("priority", 1);
    if (release != null) {
      steps.set(first, steps.get(first).times(times.tick(release, true), null, null, priority));
    }
    Step end = steps.get(last);
    steps.set(last, end.times(end.release(), due == null ? null : (Long) times.tick(due, false),
        deadline == null ? null : (Long) times.tick(deadline, false), priority));
    if (due != null && release != null && times.tick(due, false) < times.tick(release, true)) {
      throw due.finding("schedule.due-before-release", "Run %s is due before it is released.".formatted(run.get("id").text()))
          .allowed("a time after " + release.text()).refusal();
    }
  }
}
