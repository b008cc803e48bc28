package io.labroute.schedule.replan;

import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import io.labroute.schedule.Score;
import io.labroute.schedule.Step;
import io.labroute.schedule.Validator;
import io.labroute.schedule.cpsat.CpSat;
import io.labroute.schedule.cpsat.Effort;
import io.labroute.schedule.cpsat.Part;
import io.labroute.schedule.cpsat.Part.Role;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plans what is left of a day after something has happened. Labware in progress is planned anew, its longest waits exceeded where
 * that cannot be helped; labware that has not started keeps its plan, later by a common delay. Each delay gives a choice; of equally good
 * ways for a delay it takes the one that moves least.
 */
public final class Replanner {

  private static final double MOST_SECONDS_A_DELAY = 3;
  private static final int MOST_DELAYS = 8;
  private static final int ROOM = 400;

  /** In a reproducible run the clock only guards against a machine that is far too slow. */
  private static final double PATIENCE = 20;
  private static final int REPRODUCIBLE_DELAYS = 5;

  private final Situation situation;
  private final Map<String, Placement> placed;
  private final Problem remaining;
  private final long length;
  private final Set<String> open = new HashSet<>();
  private final Set<String> waiting = new HashSet<>();
  private final Effort effort;
  private final double secondsADelay;
  private int delaysLeft;
  private final Stop stop;
  private final Choices choices;

  private Replanner(Situation situation, double seconds, int seed, boolean reproducible, Consumer<Choice> listener) {
    this.situation = situation;
    stop = Stop.in(seconds * (reproducible ? PATIENCE : 1));
    secondsADelay = Math.min(MOST_SECONDS_A_DELAY, seconds / REPRODUCIBLE_DELAYS);
    effort = reproducible ? new Effort(1, seed, secondsADelay / 2) : Effort.free(4, seed);
    delaysLeft = reproducible ? REPRODUCIBLE_DELAYS : Integer.MAX_VALUE;
    placed = situation.plan().byStep();
    remaining = situation.remaining();
    length = situation.length();
    sort();
    choices = new Choices(situation, open, listener);
  }

  /**
   * Finds ways to go on.
   *
   * @param seconds the time limit; in a reproducible run the work that is done, in CP-SAT's own seconds
   * @param reproducible equal input gives equal ways; the first one then takes longer
   * @param listener told of each way as soon as it is found, so that the first can be taken at once
   * @return the ways of which none is better than another in both delay and violation, the least delay first; a single one that
   *     is the old plan when it still holds
   * @throws io.labroute.lab.Refusal when urgent labware is described wrongly
   */
  public static List<Choice> replan(Situation situation, double seconds, int seed, boolean reproducible,
      Consumer<Choice> listener) {
    return new Replanner(situation, seconds, seed, reproducible, listener).replan();
  }

  /** Labware in progress, urgent, or in the way of a lost unit is open; the rest waits. */
  private void sort() {
    for (Step step : remaining.steps()) {
      Placement at = placed.get(step.id());
      if (at == null || at.start() < situation.now()) {
        open.add(step.labware());
      }
    }
    remaining.steps().forEach(step -> waiting.add(step.labware()));
    waiting.removeAll(open);
  }

  private List<Choice> replan() {
    ProblemCheck.findings(remaining.frozen(List.of())).stream()
        .filter(fault -> !fault.code().equals("schedule.horizon-too-short"))
        .findFirst().ifPresent(fault -> {
          throw fault.refusal();
        });
    Choice unchanged = unchanged();
    if (unchanged != null) {
      choices.tell(unchanged);
      return List.of(unchanged);
    }
    long period = situation.period();
    long likely = (length + period - 1) / period * period;
    standStill();
    atOnce(period);
    boolean clean = solve(likely);
    for (int k = 0; k < MOST_DELAYS && !isOver() && k * period < likely; k++) {
      if (solve(k * period)) {
        clean = true;
        break;
      }
    }
    for (int k = 1; k < MOST_DELAYS && !clean && !isOver(); k++) {
      clean = solve(likely + k * period);
    }
    return choices.best();
  }

  /** The old plan with the news in it, when it can still be carried out; null when it cannot. */
  private @Nullable Choice unchanged() {
    if (remaining.steps().stream().anyMatch(step -> !placed.containsKey(step.id()) && !step.id().startsWith("down/"))) {
      return null;
    }
    var layout = new Layout(remaining);
    Timetable times = shifted(layout, 0);
    List<Placement> kept = new ArrayList<>();
    for (int i = 0; i < layout.size(); i++) {
      Placement old = placed.get(layout.step(i).id());
      var frozen = layout.frozen(i);
      kept.add(new Placement(layout.step(i).id(), times.start()[i], times.end()[i], times.mode()[i],
          old == null ? frozen.seats() : old.seats()));
    }
    Plan plan = new Plan(remaining.name(), kept);
    return Validator.check(remaining, plan).isEmpty() ? new Choice(remaining, plan, 0, 0, 0, List.of()) : null;
  }

  /** Frozen steps as they are, all others as planned, those that wait later by the delay. */
  private Timetable shifted(Layout layout, long delay) {
    Timetable times = Timetable.of(layout.size());
    for (int i = 0; i < layout.size(); i++) {
      Step step = layout.step(i);
      Placement at = placed.get(step.id());
      var frozen = layout.frozen(i);
      if (frozen != null) {
        times.start()[i] = frozen.start();
        times.end()[i] = frozen.end() == null ? at.end() : frozen.end();
        times.mode()[i] = frozen.mode();
      } else if (at != null) {
        long later = waiting.contains(step.labware()) ? delay : 0;
        times.start()[i] = at.start() + later;
        times.end()[i] = at.end() + later;
        times.mode()[i] = at.mode();
      } else {
        times.start()[i] = situation.now();
        times.end()[i] = situation.now() + layout.mode(i, 0).duration();
      }
    }
    return times;
  }

  /** A way to go on that is found fast: what waits begins when what is open has ended, so that neither is in the other's way. */
  private void atOnce(long period) {
    long rest = length;
    for (Step step : remaining.steps()) {
      Placement at = placed.get(step.id());
      rest = Math.max(rest, open.contains(step.labware()) && at != null ? at.end() - situation.now() + length : 0);
    }
    boolean found = false;
    for (long delay = (rest / period + 1) * period; !found && !stop.isDue(); delay *= 2) {
      long later = waiting.isEmpty() ? 0 : delay;
      var layout = layout(later);
      Timetable times = new CpSat(layout, effort).first(shifted(layout, later), part(layout), limit()).best();
      if (times != null) {
        choices.take(layout, times, later);
        found = true;
      }
    }
  }

  /** Nothing begins until the event is over: seldom a good way to go on, but one that is there at once. */
  private void standStill() {
    var layout = layout(length);
    Timetable times = shifted(layout, length);
    for (int i = 0; i < layout.size(); i++) {
      Step step = layout.step(i);
      if (layout.frozen(i) == null && open.contains(step.labware())) {
        times.start()[i] += length;
        times.end()[i] += length;
      }
    }
    choices.offer(layout, times, length);
  }

  private boolean isOver() {
    return stop.isDue() || delaysLeft <= 0;
  }

  private Stop limit() {
    return effort.reproducible() ? stop : stop.part(secondsADelay);
  }

  private long room() {
    return 2 * length + ROOM;
  }

  private Layout layout(long delay) {
    return new Layout(Situation.softened(remaining, open, 2 * (room() + delay)));
  }

  private Part part(Layout layout) {
    Role[] roles = new Role[layout.size()];
    for (int i = 0; i < roles.length; i++) {
      roles[i] = waiting.contains(layout.step(i).labware()) ? Role.HELD : Role.FREE;
    }
    return new Part(roles, 0, room());
  }

  /** Whether the delay leads to a way without violation. */
  private boolean solve(long delay) {
    delaysLeft--;
    Layout layout = layout(delay);
    Timetable planned = shifted(layout, delay);
    Part part = part(layout);
    var solver = new CpSat(layout, effort);
    Timetable found = solver.solve(0, List.of(), planned, part, limit(), times -> choices.take(layout, times, delay), bound -> {}).best();
    if (found != null && !stop.isDue()) {
      long reached = Score.of(layout.problem(), Seating.plan(layout, found)).values().get(0);
      Timetable settled = solver.settle(found, planned, reached, part, limit()).best();
      if (settled != null) {
        choices.take(layout, settled, delay);
      }
    }
    return choices.isClean(delay);
  }
}
