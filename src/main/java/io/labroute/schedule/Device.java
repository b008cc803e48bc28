package io.labroute.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A pool of like units: liquid handlers, incubators, arms, people. Units that differ (in calendar, reach, or speed) are devices
 * of their own.
 *
 * @param units how many there are, at least 1
 * @param processes how many steps one unit carries out at a time, at least 1
 * @param slots how many labware lie in one unit at a time; 0 when labware does not lie in it, as with people and arms
 * @param closed its calendar
 * @param loadedAtWork whether labware can be brought and fetched while a unit is at work, as with most incubators
 * @param batch 0 when steps come and go as they like; otherwise those that are carried out together start and end together, as in a
 *     centrifuge, and there are at least so many of them
 */
public record Device(String id, int units, int processes, int slots, List<Closure> closed, boolean loadedAtWork, int batch) {

  public Device {
    closed = List.copyOf(closed);
  }

  /** A device that can be loaded at any time, and whose steps come and go as they like. */
  public Device(String id, int units, int processes, int slots, List<Closure> closed) {
    this(id, units, processes, slots, closed, true, 0);
  }

  /** Units that do one thing at a time and hold no labware beyond it. */
  public static Device of(String id, int units) {
    return new Device(id, units, 1, 0, List.of());
  }

  /** The closed times in their order, those that overlap or touch made one. */
  public List<Closure> shutTimes() {
    List<Closure> shut = new ArrayList<>();
    for (Closure next : closed.stream().sorted(Comparator.comparingLong(Closure::from)).toList()) {
      Closure last = shut.isEmpty() ? null : shut.get(shut.size() - 1);
      if (last != null && next.from() <= last.to()) {
        shut.set(shut.size() - 1, new Closure(last.from(), Math.max(last.to(), next.to()), last.reason()));
      } else {
        shut.add(next);
      }
    }
    return shut;
  }

  /** How many of the ticks before {@code horizon} it is closed. */
  public long closedTicks(long horizon) {
    return shutTimes().stream().mapToLong(shut -> Math.max(0, Math.min(shut.to(), horizon) - Math.max(0, shut.from()))).sum();
  }

  /** Whether it may have several units, because none of them has rules of its own that go beyond one step. */
  public boolean canHaveManyUnits() {
    return slots <= processes && batch == 0 && (loadedAtWork || slots <= 1);
  }

  /** Whether moves to it and from it have to wait for its work, and the other way round. */
  public boolean restsWhenLoaded() {
    return !loadedAtWork && slots > 1;
  }

  public Device closed(List<Closure> calendar) {
    return new Device(id, units, processes, slots, calendar, loadedAtWork, batch);
  }
}
