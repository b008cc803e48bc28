package io.labroute.schedule.replan;

import io.labroute.schedule.Placement;
import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import io.labroute.schedule.Score;
import io.labroute.schedule.Step;
import io.labroute.schedule.cpsat.CpSat;
import io.labroute.schedule.cpsat.Effort;
import io.labroute.schedule.cpsat.Part;
import io.labroute.schedule.cpsat.Part.Role;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

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
  private final OldPlan old;
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
    old = new OldPlan(situation, open);
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
    Choice unchanged = old.unchanged(remaining);
    if (unchanged != null) {
      choices.tell(unchanged);
      return List.of(unchanged);
    }
    long period = situation.period();
    long likely = (length + period - 1) / period * period;
    Layout now = layout(0);
    Timetable squeezed = old.squeezed(now);
    if (squeezed != null) {
      choices.offer(now, squeezed, 0);
    }
    if (choices.isClean(0)) {
      return choices.best();
    }
    Layout afterwards = layout(length);
    choices.offer(afterwards, old.stopped(afterwards, length), length);
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
      Timetable times = new CpSat(layout, effort).first(old.shifted(layout, later), part(layout), limit()).best();
      if (times != null) {
        choices.take(layout, times, later);
        found = true;
      }
    }
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
    Timetable planned = old.shifted(layout, delay);
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
