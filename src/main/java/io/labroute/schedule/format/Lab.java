package io.labroute.schedule.format;

import io.labroute.schedule.Closure;
import io.labroute.schedule.Device;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Reach;
import io.labroute.schedule.Use;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The devices of a text, by id and by class. A device whose units differ, because a calendar or a mover names one of them or
 * because a unit has rules of its own, becomes one device a unit.
 */
final class Lab {

  static final String MOVER = "Mover";

  private record Mover(String device, List<String> reach) {}

  private record Way(String from, String to, long ticks) {}

  private final Map<String, Device> devices = new LinkedHashMap<>();
  private final Map<String, List<String>> named = new LinkedHashMap<>();
  private final List<String> nests = new ArrayList<>();
  private final List<Mover> movers = new ArrayList<>();
  private final List<Way> ways = new ArrayList<>();
  private final Times times;
  private final @Nullable String storage;

  Lab(Entry root, Times times) {
    this.times = times;
    Set<String> told = unitsTold(root);
    root.list("devices").forEach(entry -> addDevice(entry, told));
    root.list("devices").forEach(entry -> entry.list("reach").forEach(this::idsOf));
    root.list("calendars").forEach(this::addCalendar);
    for (Entry move : root.list("moves")) {
      move.allowing(Set.of("from", "to", "duration"));
      ways.add(new Way(move.text("from", "*"), move.text("to", "*"), times.up(move.get("duration"))));
    }
    Entry home = root.find("storage");
    storage = home == null ? null : home.text();
    if (home != null) {
      idsOf(home);
    } else if (!ways.isEmpty()) {
      throw root.finding("schedule.missing-key", "Labware that is moved needs a \"storage\" to come from and go to.").refusal();
    }
  }

  private static Set<String> unitsTold(Entry root) {
    Set<String> told = new HashSet<>();
    root.list("calendars").forEach(calendar -> told.add(calendar.get("resource").text()));
    for (Entry device : root.list("devices")) {
      device.list("reach").forEach(reached -> told.add(reached.text()));
    }
    return told;
  }

  private void addDevice(Entry entry, Set<String> told) {
    entry.allowing(Set.of("id", "class", "units", "slotsPerUnit", "processCapacity", "loadWhileProcessing", "batch", "reach", "regrip"));
    String id = entry.get("id").text();
    int units = entry.whole("units", 1);
    int slots = entry.whole("slotsPerUnit", 0);
    int processes = entry.whole("processCapacity", Math.max(1, slots));
    String kind = entry.text("class", id);
    if (named.containsKey(id) && devices.containsKey(named.get(id).get(0)) && !id.equals(kind)) {
      throw entry.finding("schedule.duplicate-id", "Two devices have the same id.").value(id)
          .allowed("an id of its own for each device").refusal();
    }
    Device whole = new Device(id, units, processes, slots, List.of(), entry.flag("loadWhileProcessing", true),
        entry.whole("batch", 0));
    boolean differ = units > 1 && (!whole.canHaveManyUnits()
        || told.stream().anyMatch(name -> name.startsWith(id + "/")));
    List<String> ids = new ArrayList<>();
    if (differ) {
      for (int unit = 1; unit <= units; unit++) {
        ids.add(id + "/" + unit);
        named.put(id + "/" + unit, List.of(id + "/" + unit));
        put(entry, new Device(id + "/" + unit, 1, processes, slots, List.of(), whole.loadedAtWork(), whole.batch()));
      }
    } else {
      ids.add(id);
      put(entry, whole);
    }
    named.put(id, ids);
    if (entry.flag("regrip", false)) {
      nests.addAll(ids);
    }
    if (!kind.equals(id)) {
      named.merge(kind, ids, (a, b) -> {
        List<String> both = new ArrayList<>(a);
        both.addAll(b);
        return both;
      });
    }
    if (kind.equals(MOVER) || entry.find("reach") != null) {
      List<String> reach = entry.list("reach").stream().map(Entry::text).toList();
      ids.forEach(device -> movers.add(new Mover(device, reach)));
    }
  }

  private void put(Entry entry, Device device) {
    if (devices.put(device.id(), device) != null) {
      throw entry.finding("schedule.duplicate-id", "Two devices have the same id.").value(device.id())
          .allowed("an id of its own for each device").refusal();
    }
  }

  private void addCalendar(Entry calendar) {
    calendar.allowing(Set.of("resource", "closed"));
    List<Closure> closed = new ArrayList<>();
    for (Entry shut : calendar.list("closed")) {
      shut.allowing(Set.of("from", "to", "reason"));
      closed.add(new Closure(times.tick(shut.get("from"), false), times.tick(shut.get("to"), true),
          shut.text("reason", "closed")));
    }
    for (String id : idsOf(calendar.get("resource"))) {
      List<Closure> all = new ArrayList<>(devices.get(id).closed());
      all.addAll(closed);
      devices.put(id, devices.get(id).closed(all));
    }
  }

  List<Device> devices() {
    return List.copyOf(devices.values());
  }

  @Nullable String storage() {
    return storage;
  }

  /** Whether labware waits in one of the places until a batch is complete. */
  boolean gathers(List<String> places) {
    return places.stream().anyMatch(place -> devices.get(place).batch() > 0);
  }

  /** Whether labware is moved at all, or is simply where it is needed. */
  boolean hasMoves() {
    return !ways.isEmpty();
  }

  /** The devices that a text means by an id, by a unit such as {@code wash/2}, or by a class. */
  List<String> idsOf(Entry name) {
    List<String> ids = named.get(name.text());
    if (ids == null) {
      throw name.finding("schedule.unknown-device", "There is no such device or class.")
          .allowed(String.join(", ", named.keySet().stream().sorted().toList())).refusal();
    }
    return ids;
  }

  /** The nest in which one mover puts labware down and another takes it; null when one mover reaches both, or no nest helps. */
  @Nullable String regrip(List<String> from, List<String> to) {
    return joins(from, to) ? null
        : nests.stream().filter(nest -> joins(from, List.of(nest)) && joins(List.of(nest), to)).findFirst().orElse(null);
  }

  private boolean joins(List<String> from, List<String> to) {
    return movers.stream().anyMatch(mover -> !reached(mover, from).isEmpty() && !reached(mover, to).isEmpty());
  }

  /** The ways to move labware between the places of two steps; a place without step is the storage. */
  List<Mode> moves(Entry where, @Nullable String fromStep, List<String> from, @Nullable String toStep, List<String> to) {
    long ticks = from.stream().flatMap(a -> to.stream().map(b -> ticks(where, a, b))).mapToLong(t -> t).max().orElse(0);
    List<Mode> modes = new ArrayList<>();
    for (Mover mover : movers) {
      List<Reach> reaches = new ArrayList<>();
      if (reaches(mover, fromStep, from, reaches) && reaches(mover, toStep, to, reaches)) {
        modes.add(new Mode(ticks, ticks, List.of(Use.of(mover.device())), reaches));
      }
    }
    if (modes.isEmpty()) {
      throw where.finding("schedule.no-mover", "No mover reaches both %s and %s.".formatted(from, to))
          .maybe("a mover lacks one of them in its \"reach\", or a nest that two movers reach lacks \"regrip: true\".").refusal();
    }
    return modes;
  }

  private List<String> reached(Mover mover, List<String> places) {
    return places.stream().filter(place -> mover.reach().isEmpty()
        || mover.reach().stream().anyMatch(name -> means(name, place))).toList();
  }

  private boolean reaches(Mover mover, @Nullable String step, List<String> places, List<Reach> reaches) {
    List<String> reached = reached(mover, places);
    if (step != null && reached.size() < places.size()) {
      reaches.add(new Reach(step, Set.copyOf(reached)));
    }
    return !reached.isEmpty();
  }

  private long ticks(Entry where, String from, String to) {
    return ways.stream().filter(way -> means(way.from(), from) && means(way.to(), to)).findFirst().map(Way::ticks)
        .orElseThrow(() -> where.finding("schedule.no-move", "Nothing is said about moves from %s to %s.".formatted(from, to))
            .maybe("\"moves\" lacks a line {from: \"*\", to: \"*\", duration: …}.").refusal());
  }

  private boolean means(String name, String device) {
    return name.equals("*") || named.getOrDefault(name, List.of()).contains(device);
  }
}
