package io.labroute.schedule;

import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with a problem, found before anything is solved. */
public final class ProblemCheck {

  private static final int NAMES_TOLD = 8;

  private final Problem problem;
  private final Map<String, Device> devices = new HashMap<>();
  private final Map<String, Step> steps = new HashMap<>();
  private final Set<String> stocks;
  private final Set<List<String>> order = new HashSet<>();
  private final List<Finding> findings = new ArrayList<>();

  private ProblemCheck(Problem problem) {
    this.problem = problem;
    problem.lags().stream().filter(lag -> !lag.soft() && lag.min() >= 0 && lag.from().boundary() == Boundary.END
        && lag.to().boundary() == Boundary.START).forEach(lag -> order.add(List.of(lag.from().step(), lag.to().step())));
    stocks = problem.stocks().stream().map(Stock::id).collect(Collectors.toSet());
  }

  /** All faults, the names in the problem's order; empty when it can be solved or at least tried. */
  public static List<Finding> findings(Problem problem) {
    var check = new ProblemCheck(problem);
    check.checkNames();
    problem.devices().forEach(check::checkDevice);
    problem.steps().forEach(check::checkStep);
    problem.lags().forEach(check::checkLag);
    problem.frozen().forEach(frozen -> check.knownStep(frozen.step(), "frozen"));
    problem.consistencies().forEach(check::checkConsistency);
    return check.findings.isEmpty() ? TimesCheck.findings(problem) : List.copyOf(check.findings);
  }

  /**
   * The problem itself, when nothing is wrong with it.
   *
   * @throws io.labroute.lab.Refusal with the first fault
   */
  public static Problem require(Problem problem) {
    findings(problem).stream().findFirst().ifPresent(fault -> {
      throw fault.refusal();
    });
    return problem;
  }

  private void checkNames() {
    for (Device device : problem.devices()) {
      if (devices.put(device.id(), device) != null) {
        report("schedule.duplicate-id", "Two devices have the same id.", device.id(), "an id of its own for each device", null);
      }
    }
    for (Step step : problem.steps()) {
      if (steps.put(step.id(), step) != null) {
        report("schedule.duplicate-id", "Two steps have the same id.", step.id(), "an id of its own for each step", null);
      }
    }
    if (problem.time().horizon() < 1) {
      report("schedule.horizon-too-short", "The horizon is shorter than a tick.", String.valueOf(problem.time().horizon()),
          "at least 1 tick", null);
    }
  }

  private void checkDevice(Device device) {
    if (device.units() < 1 || device.processes() < 1 || device.slots() < 0) {
      report("schedule.capacity", "Device %s has no capacity.".formatted(device.id()),
          "units %d, processes %d, slots %d".formatted(device.units(), device.processes(), device.slots()),
          "units and processes of at least 1", "it is out of order: close it in the calendar for that time.");
    }
    if (device.units() > 1 && !device.canHaveManyUnits()) {
      report("schedule.capacity", "Units of %s have more slots than processes, batches, or rest while they are loaded."
          .formatted(device.id()), "units %d".formatted(device.units()), "units 1, each of them a device of its own", null);
    }
    if (device.batch() < 0 || device.batch() > device.processes()) {
      report("schedule.batch", "A batch of %s cannot be that large.".formatted(device.id()), String.valueOf(device.batch()),
          "0 to %d, its processes".formatted(device.processes()), null);
    }
    for (Closure shut : device.closed()) {
      if (shut.from() >= shut.to()) {
        report("schedule.closure", "A closed time of %s does not end after it begins.".formatted(device.id()),
            shut.from() + " to " + shut.to(), "an end after the beginning", null);
      }
    }
  }

  private void checkStep(Step step) {
    if (step.modes().isEmpty()) {
      report("schedule.no-duration", "Step %s has neither a duration nor an estimate.".formatted(step.id()), null,
          "a duration of at least one tick", null);
    }
    step.modes().forEach(mode -> checkMode(step, mode));
    if (step.hold() != null) {
      knownStep(step.hold().from(), step.id());
      knownStep(step.hold().until(), step.id());
      checkHold(step, step.hold());
    }
    for (Draw draw : step.draws()) {
      if (!stocks.contains(draw.stock())) {
        report("schedule.unknown-stock", "Step %s draws from an unknown stock.".formatted(step.id()), draw.stock(),
            names(stocks), null);
      }
    }
    for (Long latest : Arrays.asList(step.due(), step.deadline())) {
      if (latest != null && latest < step.release()) {
        report("schedule.due-before-release", "Step %s is due before it is released.".formatted(step.id()),
            "release %d, due %d".formatted(step.release(), latest), "a due time after the release", null);
      }
    }
    if (step.priority() < 1) {
      report("schedule.priority", "Step %s has no weight.".formatted(step.id()), String.valueOf(step.priority()), "1 or more",
          null);
    }
  }

  /** The labware has to lie on the device at least while the step runs. */
  private void checkHold(Step step, Hold hold) {
    boolean from = hold.from().equals(step.id()) || order.contains(List.of(hold.from(), step.id()));
    boolean until = hold.until().equals(step.id()) || order.contains(List.of(step.id(), hold.until()));
    if (!from || !until) {
      report("schedule.hold", "The slot of step %s need not last as long as the step.".formatted(step.id()), hold.toString(),
          "a first step that ends before it, and a last that starts after it", null);
    }
  }

  private void checkMode(Step step, Mode mode) {
    if (mode.duration() < 0 || mode.longest() < mode.duration()) {
      report("schedule.duration", "Step %s has an impossible duration.".formatted(step.id()),
          mode.duration() + " to " + mode.longest(), "0 or more, the longest not below the shortest", null);
    }
    if (mode.duration() == 0 && !mode.uses().isEmpty()) {
      report("schedule.zero-duration", "Step %s takes no time but uses a device.".formatted(step.id()),
          mode.uses().get(0).device(), "at least one tick", "the duration is missing, or in a smaller unit than meant.");
    }
    for (Use use : mode.uses()) {
      Device device = devices.get(use.device());
      if (device == null) {
        report("schedule.unknown-device", "Step %s needs an unknown device.".formatted(step.id()), use.device(),
            names(devices.keySet()), alike(use.device(), devices.keySet()));
      } else if (use.amount() < 1 || use.amount() > (long) device.units() * device.processes()) {
        report("schedule.too-much", "Step %s needs more of %s than there is.".formatted(step.id(), device.id()),
            String.valueOf(use.amount()), "1 to " + (long) device.units() * device.processes(), null);
      }
    }
    mode.reaches().forEach(reach -> knownStep(reach.step(), step.id()));
  }

  private void checkLag(Lag lag) {
    knownStep(lag.from().step(), lag.id());
    knownStep(lag.to().step(), lag.id());
    if (lag.max() != null && lag.max() < lag.min()) {
      report("schedule.contradictory-lags", "Time constraint %s asks for more than it allows.".formatted(lag.id()),
          "min %d, max %d".formatted(lag.min(), lag.max()), "a longest time not below the shortest", null);
    }
  }

  private void checkConsistency(Consistency consistency) {
    for (Consistency.Span span : consistency.spans()) {
      knownStep(span.from().step(), consistency.id());
      knownStep(span.to().step(), consistency.id());
    }
    if (consistency.cost() < 1 || consistency.tolerance() < 0) {
      report("schedule.consistency", "Consistency %s costs nothing, or tolerates less than nothing.".formatted(consistency.id()),
          "cost %d, tolerance %d".formatted(consistency.cost(), consistency.tolerance()), "a cost of 1 or more, a tolerance of 0 or more",
          null);
    }
  }

  private void knownStep(String id, String whoAsks) {
    if (!steps.containsKey(id)) {
      report("schedule.unknown-step", "%s refers to an unknown step.".formatted(whoAsks), id, names(steps.keySet()),
          alike(id, steps.keySet()));
    }
  }

  static String names(Set<String> all) {
    String told = all.stream().limit(NAMES_TOLD).collect(Collectors.joining(", "));
    return all.size() > NAMES_TOLD ? told + ", …" : told;
  }

  /** A known name that differs in case or by its beginning only. */
  private static @Nullable String alike(String name, Set<String> known) {
    return new TreeSet<>(known).stream()
        .filter(k -> k.equalsIgnoreCase(name) || k.length() > 2 && (k.startsWith(name) || name.startsWith(k)))
        .findFirst().map(k -> "%s is meant.".formatted(k)).orElse(null);
  }

  private void report(String code, String what, @Nullable String value,
      @Nullable String allowed, @Nullable String maybe) {
    findings.add(Finding.of(code, what).value(value).allowed(allowed).maybe(maybe));
  }
}
