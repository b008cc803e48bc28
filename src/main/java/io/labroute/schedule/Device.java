package io.labroute.schedule;

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
 */
public record Device(String id, int units, int processes, int slots, List<Closure> closed) {

  public Device {
    closed = List.copyOf(closed);
  }

  /** Units that do one thing at a time and hold no labware beyond it. */
  public static Device of(String id, int units) {
    return new Device(id, units, 1, 0, List.of());
  }

  /** How many of the ticks before {@code horizon} it is closed; times that overlap count once. */
  public long closedTicks(long horizon) {
    long shut = 0;
    long until = 0;
    for (Closure closure : closed.stream().sorted(Comparator.comparingLong(Closure::from)).toList()) {
      long from = Math.max(until, closure.from());
      until = Math.max(until, Math.min(closure.to(), horizon));
      shut += Math.max(0, until - from);
    }
    return shut;
  }

  public Device closed(List<Closure> calendar) {
    return new Device(id, units, processes, slots, calendar);
  }
}
