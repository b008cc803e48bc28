package io.labroute.schedule.explain;

import io.labroute.schedule.Closure;
import io.labroute.schedule.Device;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Something a user asked for that could give way. */
public sealed interface Demand {

  /** How a user knows it. */
  String name();

  /** The problem with this demand given up by some amount, in {@link #unit()}. */
  Problem relaxed(Problem problem, long amount);

  /** The most it can usefully give way. */
  long most(Problem problem);

  /** What the amount counts. */
  default String unit() {
    return "ticks";
  }

  /** The longest waits of a time constraint, of all labware it applies to. */
  record LongestWait(String lag) implements Demand {
    @Override
    public String name() {
      return "longest time of " + lag;
    }

    @Override
    public Problem relaxed(Problem problem, long amount) {
      return problem.lags(problem.lags().stream().map(one -> one.id().equals(lag) && one.max() != null && !one.soft()
          ? new Lag(one.id(), one.from(), one.to(), one.min(), one.max() + amount, 0) : one).toList());
    }

    @Override
    public long most(Problem problem) {
      return problem.time().horizon();
    }
  }

  /** The shortest waits of a time constraint. */
  record ShortestWait(String lag) implements Demand {
    @Override
    public String name() {
      return "shortest time of " + lag;
    }

    @Override
    public Problem relaxed(Problem problem, long amount) {
      return problem.lags(problem.lags().stream().map(one -> one.id().equals(lag) && one.min() > 0 && !one.soft()
          ? new Lag(one.id(), one.from(), one.to(), Math.max(0, one.min() - amount), one.max(), 0) : one).toList());
    }

    @Override
    public long most(Problem problem) {
      return problem.lags().stream().filter(one -> one.id().equals(lag)).mapToLong(Lag::min).max().orElse(0);
    }
  }

  /** The ticks by which steps of a labware must have ended. */
  record Deadline(String labware) implements Demand {
    @Override
    public String name() {
      return "deadline of " + labware;
    }

    @Override
    public Problem relaxed(Problem problem, long amount) {
      return problem.steps(problem.steps().stream().map(step -> step.labware().equals(labware) && step.deadline() != null
          ? step.times(step.release(), step.due(), step.deadline() + amount, step.priority()) : step).toList());
    }

    @Override
    public long most(Problem problem) {
      return problem.time().horizon();
    }
  }

  /** A time in which a device is closed; it gives way by ending earlier. */
  record Closed(String device, Closure closure) implements Demand {
    @Override
    public String name() {
      return "%s closed from %d to %d (%s)".formatted(device, closure.from(), closure.to(), closure.reason());
    }

    @Override
    public Problem relaxed(Problem problem, long amount) {
      return problem.devices(problem.devices().stream().map(one -> one.id().equals(device) ? shortened(one, amount) : one)
          .toList());
    }

    private Device shortened(Device one, long amount) {
      List<Closure> kept = new ArrayList<>(one.closed());
      kept.remove(closure);
      if (closure.to() - amount > closure.from()) {
        kept.add(new Closure(closure.from(), closure.to() - amount, closure.reason()));
      }
      return one.closed(kept);
    }

    @Override
    public long most(Problem problem) {
      return closure.to() - closure.from();
    }
  }

  /** How many steps a batch has to have. */
  record Batch(String device) implements Demand {
    @Override
    public String name() {
      return "smallest batch of " + device;
    }

    @Override
    public Problem relaxed(Problem problem, long amount) {
      return problem.devices(problem.devices().stream().map(one -> one.id().equals(device) ? new Device(device, one.units(),
          one.processes(), one.slots(), one.closed(), one.loadedAtWork(), (int) Math.max(1, one.batch() - amount)) : one).toList());
    }

    @Override
    public long most(Problem problem) {
      return problem.devices().stream().filter(one -> one.id().equals(device)).mapToLong(one -> one.batch() - 1).sum();
    }

    @Override
    public String unit() {
      return "steps";
    }
  }

  /** That a device does not work while it is loaded. */
  record Rest(String device) implements Demand {
    @Override
    public String name() {
      return "rest of %s while it is loaded".formatted(device);
    }

    @Override
    public Problem relaxed(Problem problem, long amount) {
      return problem.devices(problem.devices().stream().map(one -> one.id().equals(device) && amount > 0 ? new Device(device,
          one.units(), one.processes(), one.slots(), one.closed(), true, one.batch()) : one).toList());
    }

    @Override
    public long most(Problem problem) {
      return 1;
    }

    @Override
    public String unit() {
      return "rule";
    }
  }

  /** How many units a device has. */
  record Units(String device) implements Demand {
    @Override
    public String name() {
      return "number of units of " + device;
    }

    @Override
    public Problem relaxed(Problem problem, long amount) {
      return problem.devices(problem.devices().stream().map(one -> one.id().equals(device)
          ? new Device(device, (int) (one.units() + amount), Math.max(one.processes(), one.slots()), one.slots(),
              one.closed()) : one)
          .toList());
    }

    @Override
    public long most(Problem problem) {
      return problem.steps().size();
    }

    @Override
    public String unit() {
      return "units";
    }
  }

  /** The tick by which everything must have ended. */
  record Horizon() implements Demand {
    @Override
    public String name() {
      return "horizon";
    }

    @Override
    public Problem relaxed(Problem problem, long amount) {
      return problem.horizon(problem.time().horizon() + amount);
    }

    @Override
    public long most(Problem problem) {
      return problem.time().horizon() * 20;
    }
  }

  /** Everything in a problem that could give way. What a lab cannot change, as the order of steps, is not among it. */
  static List<Demand> of(Problem problem) {
    Set<Demand> demands = new LinkedHashSet<>();
    for (Lag lag : problem.lags()) {
      if (!lag.soft() && lag.max() != null && lag.max() > lag.min()) {
        demands.add(new LongestWait(lag.id()));
      }
      if (!lag.soft() && lag.min() > 0) {
        demands.add(new ShortestWait(lag.id()));
      }
    }
    problem.steps().stream().filter(step -> step.deadline() != null).map(Step::labware)
        .forEach(l -> demands.add(new Deadline(l)));
    problem.devices().forEach(device -> device.closed().forEach(shut -> demands.add(new Closed(device.id(), shut))));
    for (Device device : problem.devices()) {
      if (device.batch() > 1) {
        demands.add(new Batch(device.id()));
      }
      if (device.restsWhenLoaded()) {
        demands.add(new Rest(device.id()));
      }
      if (device.batch() == 0 && !device.restsWhenLoaded()) {
        demands.add(new Units(device.id()));
      }
    }
    demands.add(new Horizon());
    return List.copyOf(demands);
  }
}
