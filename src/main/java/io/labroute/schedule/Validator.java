package io.labroute.schedule;

import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Checks a plan against its problem, tick by tick and unit by unit. It shares no code with the solvers, so that a mistake in one
 * of them cannot hide here.
 */
public final class Validator {

  /** A stretch of time on one unit. */
  private record Stay(String step, long from, long to) {}

  private final Problem problem;
  private final Map<String, Placement> placed = new HashMap<>();
  private final Map<String, Device> devices = new HashMap<>();
  private final Set<String> started = new HashSet<>();
  private final Map<Seat, List<Stay>> processing = new HashMap<>();
  private final Map<Seat, List<Stay>> lying = new HashMap<>();
  private final Map<Seat, List<Stay>> loading = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();

  private Validator(Problem problem) {
    this.problem = problem;
    problem.devices().forEach(device -> devices.put(device.id(), device));
    problem.frozen().forEach(frozen -> started.add(frozen.step()));
  }

  /** Everything that is wrong with the plan; empty when it can be carried out. The problem must have been checked. */
  public static List<Finding> check(Problem problem, Plan plan) {
    return new Validator(problem).findings(plan);
  }

  private List<Finding> findings(Plan plan) {
    if (!everyStepIsPlacedOnce(plan)) {
      return List.copyOf(findings);
    }
    problem.steps().forEach(this::checkStep);
    problem.lags().stream().filter(lag -> lag.cost() == 0).forEach(this::checkLag);
    problem.frozen().forEach(this::checkFrozen);
    processing.forEach((seat, stays) -> checkUnit(seat, stays, devices.get(seat.device()).processes(), "plan.overlap",
        "steps run"));
    lying.forEach((seat, stays) -> checkUnit(seat, stays, devices.get(seat.device()).slots(), "plan.no-slot", "labware lie"));
    processing.forEach(this::checkTogether);
    loading.forEach(this::checkLoading);
    problem.stocks().forEach(this::checkStock);
    return List.copyOf(findings);
  }

  private boolean everyStepIsPlacedOnce(Plan plan) {
    Set<String> wanted = new HashSet<>();
    problem.steps().forEach(step -> wanted.add(step.id()));
    for (Placement placement : plan.placements()) {
      if (!wanted.contains(placement.step())) {
        report("plan.unknown-step", "The plan places a step that the problem does not have.", placement.step());
      } else if (placed.put(placement.step(), placement) != null) {
        report("plan.placed-twice", "The plan places a step twice.", placement.step());
      }
    }
    wanted.removeAll(placed.keySet());
    wanted.forEach(step -> report("plan.missing-step", "The plan leaves a step out.", step));
    return findings.isEmpty();
  }

  private void checkStep(Step step) {
    Placement at = placed.get(step.id());
    if (at.mode() < 0 || at.mode() >= step.modes().size()) {
      report("plan.unknown-mode", "The step has no such way to be carried out.", step.id() + ": " + at.mode());
      return;
    }
    Mode mode = step.modes().get(at.mode());
    long length = at.end() - at.start();
    boolean goesOn = started.contains(step.id());
    if (!goesOn && (length < mode.duration() || length > mode.longest())) {
      report("plan.duration", "The step lasts %d ticks, not %d to %d.".formatted(length, mode.duration(), mode.longest()),
          step.id());
    }
    if (at.start() < (goesOn ? Long.MIN_VALUE : step.release())) {
      report("plan.before-release", "The step starts at %d, before its release at %d.".formatted(at.start(), step.release()),
          step.id());
    }
    long latest = step.deadline() == null ? problem.time().horizon() : Math.min(step.deadline(), problem.time().horizon());
    if (at.end() > latest) {
      report("plan.too-late", "The step ends at %d, after %d.".formatted(at.end(), latest), step.id());
    }
    for (Reach reach : mode.reaches()) {
      Placement other = placed.get(reach.step());
      if (other.seats().stream().noneMatch(seat -> reach.devices().contains(seat.device()))) {
        report("plan.out-of-reach", "The mover does not reach where %s is carried out.".formatted(reach.step()), step.id());
      }
    }
    takeSeats(step, at, mode);
  }

  private void takeSeats(Step step, Placement at, Mode mode) {
    List<String> wanted = new ArrayList<>();
    mode.uses().forEach(use -> {
      for (int i = 0; i < use.amount(); i++) {
        wanted.add(use.device());
      }
    });
    if (!wanted.equals(at.seats().stream().map(Seat::device).toList())) {
      report("plan.seats", "The step sits on %s, but needs %s.".formatted(at.seats(), wanted), step.id());
      return;
    }
    for (int i = 0; i < at.seats().size(); i++) {
      Seat seat = at.seats().get(i);
      Device device = devices.get(seat.device());
      if (seat.unit() < 1 || seat.unit() > device.units()) {
        report("plan.unknown-unit", "%s has units 1 to %d only.".formatted(device.id(), device.units()), step.id() + ": " + seat);
        continue;
      }
      var run = new Stay(step.id(), at.start(), at.end());
      processing.computeIfAbsent(seat, none -> new ArrayList<>()).add(run);
      Hold hold = i == 0 && device.slots() > 0 ? step.hold() : null;
      if (hold != null && !at.seats().containsAll(hold.seats())) {
        report("plan.frozen-moved", "The labware is on %s, or on its way there; the plan wants it on %s.".formatted(hold.seats(),
            at.seats()), step.id());
      }
      var stay = hold == null ? run
          : new Stay(step.id(), placed.get(hold.from()).start(), placed.get(hold.until()).end());
      if (device.slots() > 0) {
        lying.computeIfAbsent(seat, none -> new ArrayList<>()).add(stay);
      }
      if (hold != null && !device.loadedAtWork()) {
        for (String move : Set.of(hold.from(), hold.until())) {
          if (!move.equals(step.id())) {
            loading.computeIfAbsent(seat, none -> new ArrayList<>())
                .add(new Stay(move, placed.get(move).start(), placed.get(move).end()));
          }
        }
      }
      device.closed().stream().filter(shut -> !started.contains(step.id()) && stay.from() < shut.to() && shut.from() < stay.to()).forEach(shut ->
          report("plan.closed", "%s is closed from %d to %d (%s), but taken from %d to %d."
              .formatted(device.id(), shut.from(), shut.to(), shut.reason(), stay.from(), stay.to()), step.id()));
    }
  }

  private void checkLag(Lag lag) {
    long distance = time(lag.to()) - time(lag.from());
    if (distance < lag.min() || lag.max() != null && distance > lag.max()) {
      report("plan.lag", "%s: %s of %s comes %d ticks after %s of %s, not %s.".formatted(lag.id(),
          lag.to().boundary(), lag.to().step(), distance, lag.from().boundary(), lag.from().step(),
          lag.max() == null ? "at least " + lag.min() : lag.min() + " to " + lag.max()), lag.id());
    }
  }

  private long time(Point point) {
    Placement at = placed.get(point.step());
    return point.boundary() == Boundary.END ? at.end() : at.start();
  }

  private void checkFrozen(Frozen frozen) {
    Placement at = placed.get(frozen.step());
    boolean moved = at.start() != frozen.start() || at.mode() != frozen.mode()
        || frozen.end() != null && at.end() != frozen.end()
        || !frozen.seats().isEmpty() && !frozen.seats().equals(at.seats());
    if (moved) {
      report("plan.frozen-moved", "The step has started at %d; the plan changes it.".formatted(frozen.start()), frozen.step());
    }
  }

  private void checkUnit(Seat seat, List<Stay> stays, int most, String code, String what) {
    var changes = new TreeMap<Long, Integer>();
    for (Stay stay : stays) {
      if (stay.from() < stay.to()) {
        changes.merge(stay.from(), 1, Integer::sum);
        changes.merge(stay.to(), -1, Integer::sum);
      }
    }
    int there = 0;
    for (var change : changes.entrySet()) {
      there += change.getValue();
      if (there > most) {
        long tick = change.getKey();
        report(code, "At tick %d, %d %s on %s, which has room for %d.".formatted(tick, there, what, seat, most),
            String.join(", ", stays.stream().filter(s -> s.from() <= tick && tick < s.to()).map(Stay::step).toList()));
        return;
      }
    }
  }

  /** Steps of a batch start and end together, and are enough, unless they have started. */
  private void checkTogether(Seat seat, List<Stay> stays) {
    int least = devices.get(seat.device()).batch();
    for (Stay one : least == 0 ? List.<Stay>of() : stays) {
      if (started.contains(one.step())) {
        continue;
      }
      List<Stay> meanwhile = stays.stream().filter(other -> other.from() < one.to() && one.from() < other.to()).toList();
      boolean together = meanwhile.stream().allMatch(other -> other.from() == one.from() && other.to() == one.to());
      if (!together) {
        report("plan.batch-apart", "Steps on %s run at the same time, but not together.".formatted(seat),
            String.join(", ", meanwhile.stream().map(Stay::step).toList()));
        return;
      }
      if (meanwhile.size() < least) {
        report("plan.batch-too-small", "A batch of %s has %d, not at least %d.".formatted(seat, meanwhile.size(), least),
            String.join(", ", meanwhile.stream().map(Stay::step).toList()));
        return;
      }
    }
  }

  /** Nothing is brought to a unit, nor fetched from it, while it works. */
  private void checkLoading(Seat seat, List<Stay> moves) {
    for (Stay move : moves) {
      for (Stay work : processing.getOrDefault(seat, List.of())) {
        boolean past = started.contains(move.step()) && started.contains(work.step());
        if (!past && move.from() < work.to() && work.from() < move.to()) {
          report("plan.loaded-at-work", "%s works from %d to %d, but is loaded from %d to %d."
              .formatted(seat, work.from(), work.to(), move.from(), move.to()), move.step() + ", " + work.step());
          return;
        }
      }
    }
  }

  private void checkStock(Stock stock) {
    var changes = new TreeMap<Long, Long>();
    for (Step step : problem.steps()) {
      for (Draw draw : step.draws()) {
        if (draw.stock().equals(stock.id())) {
          Placement at = placed.get(step.id());
          changes.merge(draw.amount() > 0 ? at.start() : at.end(), -draw.amount(), Long::sum);
        }
      }
    }
    long level = stock.initial();
    for (var change : changes.entrySet()) {
      level += change.getValue();
      if (level < 0 || level > stock.capacity()) {
        report("plan.stock", "At tick %d the level of %s is %d, not 0 to %d."
            .formatted(change.getKey(), stock.id(), level, stock.capacity()), stock.id());
        return;
      }
    }
  }

  private void report(String code, String what, String value) {
    findings.add(Finding.of(code, what).value(value));
  }
}
