package io.labroute.schedule.picture;

import io.labroute.schedule.Boundary;
import io.labroute.schedule.Closure;
import io.labroute.schedule.Device;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Hold;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Seat;
import io.labroute.schedule.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A plan as rows of bars.
 *
 * @param name of the problem
 * @param length in ticks
 * @param tickMillis what a tick lasts
 * @param rows one for each unit, or for each slot of a unit that labware lies in
 * @param slacks how much of each longest wait is left
 */
public record Gantt(String name, long length, long tickMillis, List<Row> rows, List<Slack> slacks) {

  /**
   * A unit, or a slot of it.
   *
   * @param slot counted from 1; 0 for the work of a unit
   */
  public record Row(String device, int unit, int slot, List<Bar> bars, List<Closure> closed) {

    public String label() {
      return device + "/" + unit + (slot > 0 ? " slot " + slot : "");
    }
  }

  /**
   * A step on a row.
   *
   * @param from when the slot is taken, or the step starts
   * @param start when the step starts
   * @param end when the step ends
   * @param until when the slot is free again, or the step ends
   * @param frozen whether it has started and stays
   * @param guessed whether its duration is a guess
   */
  public record Bar(String step, String labware, long from, long start, long end, long until, boolean frozen, boolean guessed) {}

  /**
   * A longest wait.
   *
   * @param left ticks that it could last longer; negative when a soft one is exceeded
   */
  public record Slack(String constraint, String from, String to, long waited, long most, long left) {}

  public Gantt {
    rows = List.copyOf(rows);
    slacks = List.copyOf(slacks);
  }

  /** The picture of a plan that has passed the validator. */
  public static Gantt of(Problem problem, Plan plan) {
    Map<String, Placement> placed = plan.byStep();
    Map<Seat, List<Bar>> bars = new HashMap<>();
    Set<String> started = problem.frozen().stream().map(Frozen::step).collect(Collectors.toSet());
    for (Step step : problem.steps()) {
      Placement at = placed.get(step.id());
      boolean frozen = started.contains(step.id());
      for (int i = 0; i < at.seats().size(); i++) {
        Hold hold = i == 0 && slots(problem, at.seats().get(0)) > 0 ? step.hold() : null;
        long from = hold == null ? at.start() : placed.get(hold.from()).start();
        long until = hold == null ? at.end() : placed.get(hold.until()).end();
        bars.computeIfAbsent(at.seats().get(i), none -> new ArrayList<>())
            .add(new Bar(step.id(), step.labware(), from, at.start(), at.end(), until, frozen, step.estimate().guessed()));
      }
    }
    List<Row> rows = new ArrayList<>();
    for (Device device : problem.devices()) {
      for (int unit = 1; unit <= device.units(); unit++) {
        rows.addAll(rows(device, unit, bars.getOrDefault(new Seat(device.id(), unit), List.of())));
      }
    }
    return new Gantt(problem.name(), plan.makespan(), problem.time().tick().toMillis(), rows, slacks(problem, placed));
  }

  private static int slots(Problem problem, Seat seat) {
    return problem.devices().stream().filter(device -> device.id().equals(seat.device())).findFirst().map(Device::slots)
        .orElse(0);
  }

  /** Bars that overlap lie on slots of their own, the lowest that is free. */
  private static List<Row> rows(Device device, int unit, List<Bar> bars) {
    int lanes = Math.max(device.slots(), device.processes());
    Map<Integer, List<Bar>> bySlot = new TreeMap<>();
    long[] free = new long[lanes];
    for (Bar bar : bars.stream().sorted(Comparator.comparingLong(Bar::from).thenComparing(Bar::step)).toList()) {
      int slot = 0;
      while (slot < lanes - 1 && free[slot] > bar.from()) {
        slot++;
      }
      free[slot] = bar.until();
      bySlot.computeIfAbsent(slot, none -> new ArrayList<>()).add(bar);
    }
    List<Row> rows = new ArrayList<>();
    bySlot.forEach((slot, own) -> rows.add(new Row(device.id(), unit, lanes > 1 ? slot + 1
        : 0, List.copyOf(own), device.closed())));
    return rows.isEmpty() ? List.of(new Row(device.id(), unit, 0, List.of(), device.closed())) : rows;
  }

  private static List<Slack> slacks(Problem problem, Map<String, Placement> placed) {
    List<Slack> slacks = new ArrayList<>();
    for (Lag lag : problem.lags()) {
      if (lag.max() != null && lag.max() > lag.min()) {
        long wait = tick(lag.to(), placed) - tick(lag.from(), placed);
        slacks.add(new Slack(lag.id(), lag.from().step(), lag.to().step(), wait, lag.max(), lag.max() - wait));
      }
    }
    return slacks;
  }

  private static long tick(Point point, Map<String, Placement> placed) {
    Placement at = placed.get(point.step());
    return point.boundary() == Boundary.START ? at.start() : at.end();
  }
}
