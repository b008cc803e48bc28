package io.labroute.schedule.replan;

import io.labroute.schedule.Placement;
import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import io.labroute.schedule.Score;
import io.labroute.schedule.Step;
import io.labroute.schedule.cpsat.Answer;
import io.labroute.schedule.cpsat.CpSat;
import io.labroute.schedule.cpsat.Effort;
import io.labroute.schedule.cpsat.Part;
import io.labroute.schedule.cpsat.Part.Role;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.Comparator;
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
  private static final double SHARE_OF_SEARCH = 0.8;

  /** Of all the time, for improving parts of the way with the most room, and for looking at all of it. */
  private static final double SHARE_OF_PARTS = 0.4;
  private static final double SHARE_OF_ALL = 0.2;
  private static final int ROOM = 400;

  /** Ticks; to move a step further than this, half the event and two periods seldom helps, and makes searches far longer. */
  private static final int NEAR = 100;

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
  private final Effort improving;
  private final double seconds;
  private final double secondsADelay;
  private int delaysLeft;
  private final Stop stop;
  private final Stop searching;
  private final OldPlan old;
  private final Choices choices;

  private Replanner(Situation situation, double seconds, int seed, boolean reproducible, Consumer<Choice> listener) {
    this.situation = situation;
    this.seconds = seconds;
    stop = Stop.in(seconds * (reproducible ? PATIENCE : 1));
    searching = stop.part(stop.secondsLeft() * SHARE_OF_SEARCH);
    secondsADelay = Math.min(MOST_SECONDS_A_DELAY, seconds / REPRODUCIBLE_DELAYS);
    effort = reproducible ? new Effort(1, seed, secondsADelay / 2) : Effort.repair(seed);
    improving = Effort.parts(seed);
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
    if (choices.violation(0) == 0) {
      return choices.best();
    }
    Layout afterwards = layout(length);
    choices.offer(afterwards, old.stopped(afterwards, length), later(length));
    search(later(likely), atOnce(period), period);
    choices.best().stream().sorted(Comparator.comparingLong(Choice::violation)).forEach(this::settle);
    return choices.best();
  }

  /**
   * A way to go on that is found fast: what waits begins when what is open has ended, so that neither is in the other's way.
   *
   * @return the delay
   */
  private long atOnce(long period) {
    long rest = length;
    for (Step step : remaining.steps()) {
      Placement at = placed.get(step.id());
      rest = Math.max(rest, open.contains(step.labware()) && at != null ? at.end() - situation.now() + length : 0);
    }
    for (long later = later((rest / period + 1) * period); ; later *= 2) {
      var layout = layout(later);
      Timetable times = new CpSat(layout, effort).first(old.shifted(layout, later), part(layout), limit(stop, secondsADelay)).best();
      if (times != null) {
        choices.take(layout, times, later);
      }
      if (times != null || waiting.isEmpty() || stop.isDue()) {
        return later;
      }
    }
  }

  /**
   * Looks for the least delay with which no more waits are exceeded than have to be: the likely one, then one that leaves the most
   * room, which tells what has to be, then those in between.
   */
  private void search(long likely, long roomy, long period) {
    long tooShort = -period;
    long enough = likely;
    if (waiting.isEmpty()) {
      solveLonger(likely, seconds);
    } else if (solve(likely) > 0 && !isOver()) {
      tooShort = likely;
      enough = roomy;
      solveLonger(roomy, SHARE_OF_ALL * seconds);
    }
    while (!isOver() && enough - tooShort > period) {
      double middle = Math.sqrt((double) Math.max(period, tooShort + period) * (enough + period)) - period;
      long between = Math.max(tooShort + period, Math.min(enough - period, (long) (middle / period) * period));
      if (solve(between) <= choices.violation(enough)) {
        enough = between;
      } else {
        tooShort = between;
      }
    }
  }

  /** A delay of what waits, if anything does. */
  private long later(long delay) {
    return waiting.isEmpty() ? 0 : delay;
  }

  private boolean isOver() {
    return searching.isDue() || delaysLeft <= 0;
  }

  private Stop limit(Stop whole, double seconds) {
    return effort.reproducible() ? whole : whole.part(seconds);
  }

  private long room() {
    return 2 * length + ROOM;
  }

  private Layout layout(long delay) {
    return new Layout(Situation.softened(remaining, open, 2 * (room() + delay)));
  }

  /** As {@link #part}, with steps near their old times. */
  private Part near(Layout layout, long delay) {
    long ticks = Math.max(NEAR, Math.max(length / 2, 2 * situation.period()));
    return part(layout).near(old.shifted(layout, delay), ticks);
  }

  private Part part(Layout layout) {
    Role[] roles = new Role[layout.size()];
    for (int i = 0; i < roles.length; i++) {
      roles[i] = waiting.contains(layout.step(i).labware()) ? Role.HELD : Role.FREE;
    }
    return new Part(roles, 0, room());
  }

  /** The least violation that is known for a delay, after a search for less. */
  private long solve(long delay) {
    return solve(delay, effort, secondsADelay);
  }

  /** Improves parts of the way that is known, then looks at all of it, which may prove that nothing better exists. */
  private void solveLonger(long delay, double secondsForAll) {
    if (!effort.reproducible() && choices.violation(delay) < Long.MAX_VALUE) {
      solve(delay, improving, SHARE_OF_PARTS * seconds);
    }
    if (choices.violation(delay) > 0) {
      solve(delay, effort, secondsForAll);
    }
  }

  private long solve(long delay, Effort way, double longest) {
    delaysLeft--;
    Layout layout = layout(delay);
    Stop limit = limit(searching, longest);
    if (solve(layout, delay, way, near(layout, delay), limit) == Answer.Verdict.IMPOSSIBLE) {
      solve(layout, delay, way, part(layout), limit);
    }
    return choices.violation(delay);
  }

  private Answer.Verdict solve(Layout layout, long delay, Effort way, Part part, Stop limit) {
    return new CpSat(layout, way).solve(0, List.of(), hint(layout, delay), part, limit, times -> choices.take(layout, times, delay),
        bound -> {}).verdict();
  }

  /** The way that is known for a delay, or for a shorter one and can be carried out later as well; else the old plan. */
  private Timetable hint(Layout layout, long delay) {
    Timetable planned = old.shifted(layout, delay);
    return choices.best().stream().filter(choice -> choice.delay() <= delay).reduce((one, other) -> other)
        .map(choice -> delayed(choice, layout, delay)).filter(times -> Choices.holds(layout, times)).orElse(planned);
  }

  private Timetable delayed(Choice choice, Layout layout, long delay) {
    Map<String, Placement> found = choice.plan().byStep();
    Timetable times = Timetable.of(layout.size());
    for (int i = 0; i < layout.size(); i++) {
      Placement at = found.get(layout.step(i).id());
      long more = waiting.contains(layout.step(i).labware()) ? delay - choice.delay() : 0;
      times.start()[i] = at.start() + more;
      times.end()[i] = at.end() + more;
      times.mode()[i] = at.mode();
    }
    return times;
  }

  /** Of the equally good ways for the delay, looks for the one that moves least. */
  private void settle(Choice choice) {
    if (stop.isDue()) {
      return;
    }
    long delay = choice.delay();
    Layout layout = layout(delay);
    long reached = Score.of(layout.problem(), choice.plan()).values().get(0);
    Timetable settled = new CpSat(layout, effort).settle(delayed(choice, layout, delay), old.shifted(layout, delay), reached,
        near(layout, delay), limit(stop, secondsADelay)).best();
    if (settled != null) {
      choices.take(layout, settled, delay);
    }
  }
}
