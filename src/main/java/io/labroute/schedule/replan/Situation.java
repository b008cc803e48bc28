package io.labroute.schedule.replan;

import io.labroute.lab.Finding;
import io.labroute.schedule.Closure;
import io.labroute.schedule.Device;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Goal;
import io.labroute.schedule.Hold;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Reach;
import io.labroute.schedule.Seat;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A plan that is being carried out, and what has happened.
 *
 * @param now the tick up to which everything has gone as planned, but for the events
 */
public record Situation(Problem problem, Plan plan, long now, List<Event> events) {

  public Situation {
    events = List.copyOf(events);
  }

  /**
   * What is still to be planned: started steps frozen, moves that have started ending where they were planned to, lost units
   * blocked, aborted labware gone, urgent labware added.
   */
  Problem remaining() {
    Map<String, Placement> placed = plan.byStep();
    Set<String> gone = aborted();
    List<Step> steps = new ArrayList<>();
    List<Frozen> frozen = new ArrayList<>();
    Map<String, List<Reach>> aims = new HashMap<>();
    Map<String, Step> known = new HashMap<>();
    for (Step step : problem.steps()) {
      Placement at = placed.get(step.id());
      boolean started = at.start() < now;
      if (gone.contains(step.labware()) && !started) {
        continue;
      }
      Step kept = started ? step : step.times(Math.max(now, step.release()), step.due(), step.deadline(), step.priority());
      kept = gone.contains(step.labware()) ? kept.hold(shortened(step.hold(), step.id(), placed)) : kept;
      if (!started && !at.seats().isEmpty() && isTaken(step.hold(), placed)) {
        kept = kept.hold(new Hold(step.hold().from(), step.hold().until(), seats(step, at)));
        aims.computeIfAbsent(step.hold().from(), none -> new ArrayList<>())
            .add(new Reach(step.id(), Set.of(kept.hold().seats().get(0).device())));
      }
      known.put(step.id(), kept);
      steps.add(kept);
      if (started) {
        frozen.add(new Frozen(step.id(), at.start(), end(step, at), at.mode(), at.seats()));
      }
    }
    steps.replaceAll(step -> reaching(step, reaches -> reaches.addAll(aims.getOrDefault(step.id(), List.of()))));
    List<Device> devices = new ArrayList<>(problem.devices());
    List<Lag> lags = new ArrayList<>(problem.lags().stream()
        .filter(lag -> known.containsKey(lag.from().step()) && known.containsKey(lag.to().step())).toList());
    for (Event event : events) {
      if (event instanceof Event.Urgent urgent) {
        urgent.steps().forEach(step -> steps.add(step.times(Math.max(now, step.release()), step.due(), step.deadline(),
            step.priority())));
        lags.addAll(urgent.lags());
      } else if (event instanceof Event.Down down && down.until() > now) {
        block(down, placed, devices, steps, lags, frozen);
      }
    }
    return new Problem(problem.name(), problem.time(), devices, steps, lags, problem.stocks(), frozen, problem.goals());
  }

  /** Whether labware is, or is on its way to, where it will keep its slot. */
  private boolean isTaken(@Nullable Hold hold, Map<String, Placement> placed) {
    return hold != null && placed.get(hold.from()).start() < now;
  }

  /** The units on which the labware of a step lies: those of what it needs first. */
  private static List<Seat> seats(Step step, Placement at) {
    return at.seats().subList(0, step.modes().get(at.mode()).uses().get(0).amount());
  }

  private static Step reaching(Step step, Consumer<List<Reach>> change) {
    return step.modes(step.modes().stream().map(mode -> {
      List<Reach> reaches = new ArrayList<>(mode.reaches());
      change.accept(reaches);
      return new Mode(mode.duration(), mode.longest(), mode.uses(), reaches);
    }).toList());
  }

  private Set<String> aborted() {
    Set<String> gone = new HashSet<>();
    events.forEach(event -> {
      if (event instanceof Event.Aborted aborted) {
        gone.add(aborted.labware());
      }
    });
    return gone;
  }

  /** An aborted labware is taken away by hand: its slot is free when its own step has ended. */
  private @Nullable Hold shortened(@Nullable Hold hold, String step, Map<String, Placement> placed) {
    boolean leaves = hold != null && placed.get(hold.until()).start() < now;
    return hold == null || leaves ? hold : new Hold(hold.from(), step);
  }

  private long end(Step step, Placement at) {
    long end = at.end();
    for (Event event : events) {
      if (event instanceof Event.Overrun overrun && overrun.step().equals(step.id())) {
        end = Math.max(now, overrun.end());
      } else if (event instanceof Event.Failed failed && failed.step().equals(step.id())) {
        end = now + step.modes().get(at.mode()).duration();
      }
    }
    return end;
  }

  /**
   * A lost unit is taken whole by a step of its own; a device that cannot have several is closed meanwhile. Labware that is on it,
   * or on its way to it, lies there under that step, and has to leave before it ends.
   */
  private void block(Event.Down down, Map<String, Placement> placed, List<Device> devices, List<Step> steps, List<Lag> lags,
      List<Frozen> frozen) {
    Device device = problem.devices().stream().filter(one -> one.id().equals(down.unit().device())).findFirst()
        .orElseThrow(() -> Finding.of("schedule.unknown-device", "A unit of an unknown device is down.")
            .value(down.unit().device()).refusal());
    String id = "down/" + down.unit();
    long until = down.until();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      Placement at = placed.get(step.id());
      Hold hold = step.hold();
      boolean there = at != null && at.seats().contains(down.unit())
          && (at.start() < now || isTaken(hold, placed));
      String last = hold == null ? step.id() : hold.until();
      if (there && (hold == null ? end(step, at) : placed.get(last).end()) > now) {
        until = Math.max(until, hold == null ? end(step, at) : placed.get(last).end());
        steps.set(i, step.hold(null).modes(step.modes().stream().map(mode -> new Mode(mode.duration(), mode.longest(), List.of(),
            mode.reaches())).toList()));
        steps.replaceAll(move -> reaching(move, reaches -> reaches.removeIf(reach -> reach.step().equals(step.id()))));
        frozen.replaceAll(one -> one.step().equals(step.id())
            ? new Frozen(one.step(), one.start(), one.end(), one.mode(), List.of()) : one);
        lags.add(Lag.hard("leaves lost " + down.unit(), Point.end(id), Point.end(last), -problem.time().horizon(), 0L));
      }
    }
    if (!device.canHaveManyUnits()) {
      List<Closure> closed = new ArrayList<>(device.closed());
      closed.add(new Closure(now, until, "lost"));
      devices.replaceAll(one -> one.id().equals(device.id()) ? one.closed(closed) : one);
      steps.add(Step.of(id, id, Mode.of(until - now)));
      frozen.add(new Frozen(id, now, until, 0, List.of()));
    } else {
      steps.add(Step.of(id, id, Mode.of(until - now, new Use(device.id(), device.processes()))));
      frozen.add(new Frozen(id, now, until, 0, Collections.nCopies(device.processes(), down.unit())));
    }
  }

  /** The longest waits of the given labware as costs, so that a plan exists whatever has happened. */
  static Problem softened(Problem problem, Set<String> labware, long later) {
    Map<String, String> labwareOf = new HashMap<>();
    problem.steps().forEach(step -> labwareOf.put(step.id(), step.labware()));
    List<Lag> lags = new ArrayList<>();
    for (Lag lag : problem.lags()) {
      boolean soft = lag.max() != null && lag.max() > lag.min() && !lag.soft()
          && labware.contains(labwareOf.get(lag.to().step()));
      if (soft) {
        lags.add(new Lag(lag.id(), lag.from(), lag.to(), lag.min(), null, 0));
        lags.add(new Lag(lag.id(), lag.from(), lag.to(), -problem.time().horizon(), lag.max(), 1));
      } else {
        lags.add(lag);
      }
    }
    return new Problem(problem.name(), problem.time().withHorizon(problem.time().horizon() + later), problem.devices(),
        problem.steps(),
        lags, problem.stocks(), problem.frozen(), List.of(Goal.VIOLATIONS, Goal.MAKESPAN));
  }

  /** What an event lasts at most. */
  long length() {
    Map<String, Placement> placed = plan.byStep();
    long most = 0;
    for (Event event : events) {
      if (event instanceof Event.Down down) {
        most = Math.max(most, down.until() - now);
      } else if (event instanceof Event.Overrun overrun) {
        most = Math.max(most, overrun.end() - placed.get(overrun.step()).end());
      } else if (event instanceof Event.Failed failed) {
        Placement at = placed.get(failed.step());
        most = Math.max(most, at.end() - at.start());
      } else if (event instanceof Event.Urgent urgent) {
        most = Math.max(most, urgent.steps().stream().mapToLong(step -> step.modes().get(0).duration()).max().orElse(0));
      }
    }
    return Math.max(0, most);
  }

  /** The ticks between starts of labware that are most common, after which much of a day repeats itself. */
  long period() {
    Map<String, Placement> placed = plan.byStep();
    TreeSet<Long> starts = new TreeSet<>();
    Map<String, Long> first = new TreeMap<>();
    for (Step step : problem.steps()) {
      first.merge(step.labware(), placed.get(step.id()).start(), Math::min);
    }
    starts.addAll(first.values());
    Map<Long, Integer> counts = new TreeMap<>();
    Long before = null;
    for (Long start : starts) {
      if (before != null) {
        counts.merge(start - before, 1, Integer::sum);
      }
      before = start;
    }
    return counts.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse(1L);
  }
}
