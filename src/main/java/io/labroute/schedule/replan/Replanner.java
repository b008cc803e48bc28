package io.labroute.schedule.replan;

import io.labroute.lab.Finding;
import io.labroute.schedule.Boundary;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
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
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plans what is left of a day after something has happened. Labware in progress is planned anew, its longest waits exceeded where
 * that cannot be helped; labware that has not started keeps its plan, later by a common delay. Each delay gives a choice.
 */
public final class Replanner {

  private static final double MOST_SECONDS_A_DELAY = 3;
  private static final int MOST_DELAYS = 8;
  private static final int ROOM = 400;

  private final Situation situation;
  private final Map<String, Placement> placed;
  private final Problem remaining;
  private final long length;
  private final Set<String> open = new HashSet<>();
  private final Set<String> waiting = new HashSet<>();
  private final Effort effort;
  private final double secondsADelay;
  private final Stop stop;
  private final Consumer<Choice> listener;
  private final List<Choice> choices = new ArrayList<>();

  private Replanner(Situation situation, int seed, Stop stop, Consumer<Choice> listener) {
    this.situation = situation;
    this.stop = stop;
    this.listener = listener;
    effort = Effort.free(4, seed);
    secondsADelay = Math.min(MOST_SECONDS_A_DELAY, stop.secondsLeft() / 5);
    placed = situation.plan().byStep();
    remaining = situation.remaining();
    length = situation.length();
    sort();
  }

  /**
   * Finds ways to go on.
   *
   * @param seconds the time limit
   * @param listener told of each way as soon as it is found, so that the first can be taken at once
   * @return the ways of which none is better than another in both delay and violation, the least delay first; a single one that
   *     is the old plan when it still holds
   * @throws io.labroute.lab.Refusal when urgent labware is described wrongly
   */
  public static List<Choice> replan(Situation situation, double seconds, int seed, Consumer<Choice> listener) {
    return new Replanner(situation, seed, Stop.in(seconds), listener).replan();
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
      listener.accept(unchanged);
      return List.of(unchanged);
    }
    long period = period();
    long likely = (length + period - 1) / period * period;
    atOnce(period);
    boolean clean = solve(likely, false);
    for (int k = 0; k < MOST_DELAYS && !stop.isDue() && k * period < likely; k++) {
      if (solve(k * period, false)) {
        clean = true;
        break;
      }
    }
    for (int k = 1; k < MOST_DELAYS && !clean && !stop.isDue(); k++) {
      clean = solve(likely + k * period, false);
    }
    return best();
  }

  private List<Choice> best() {
    List<Choice> kept = new ArrayList<>();
    for (Choice choice : choices) {
      boolean beaten = choices.stream().anyMatch(other -> other.dominates(choice))
          || kept.stream().anyMatch(other -> other.delay() == choice.delay() && other.violation() == choice.violation());
      if (!beaten) {
        kept.add(choice);
      }
    }
    kept.sort(Comparator.comparingLong(Choice::delay));
    return kept;
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
    return Validator.check(remaining, plan).isEmpty() ? new Choice(remaining, plan, 0, 0, List.of()) : null;
  }

  /** The ticks between starts of labware that are most common, after which much of a day repeats itself. */
  private long period() {
    TreeSet<Long> starts = new TreeSet<>();
    Map<String, Long> first = new TreeMap<>();
    for (Step step : situation.problem().steps()) {
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
    for (long delay = (rest / period + 1) * period; choices.isEmpty() && !stop.isDue(); delay *= 2) {
      solve(waiting.isEmpty() ? 0 : delay, true);
    }
  }

  /** Whether the delay leads to a way without violation. */
  private boolean solve(long delay, boolean any) {
    long room = 2 * length + ROOM;
    Problem problem = Situation.softened(remaining, open, 2 * (room + delay));
    var layout = new Layout(problem);
    Timetable start = shifted(layout, delay);
    Role[] roles = new Role[layout.size()];
    for (int i = 0; i < roles.length; i++) {
      roles[i] = waiting.contains(layout.step(i).labware()) ? Role.HELD : Role.FREE;
    }
    Stop part = stop.part(secondsADelay);
    new CpSat(layout, effort).solve(0, List.of(), start, new Part(roles, 0, room), part, times -> {
      take(layout, times, delay);
      if (any) {
        part.request();
      }
    }, bound -> {});
    return choices.stream().anyMatch(choice -> choice.delay() == delay && choice.violation() == 0);
  }

  private void take(Layout layout, Timetable times, long delay) {
    Problem problem = layout.problem();
    Plan plan = Seating.plan(layout, times);
    List<Finding> faults = Validator.check(problem, plan);
    if (!faults.isEmpty()) {
      throw new IllegalStateException("re-planning made a plan that cannot be carried out: " + faults.get(0).text());
    }
    Map<String, Placement> at = plan.byStep();
    long violation = 0;
    Set<String> violated = new TreeSet<>();
    for (Lag lag : problem.lags()) {
      if (lag.soft() && lag.max() != null) {
        long over = Math.max(0, tick(lag.to(), at) - tick(lag.from(), at) - lag.max());
        violation += over;
        if (over > 0) {
          violated.add(lag.id() + " of " + lag.to().step());
        }
      }
    }
    Choice choice = new Choice(problem, plan, delay, violation, List.copyOf(violated));
    synchronized (choices) {
      if (choices.stream().anyMatch(other -> other.delay() == delay && other.violation() <= choice.violation())) {
        return;
      }
      choices.removeIf(other -> other.delay() == delay && other.violation() >= choice.violation());
      choices.add(choice);
    }
    listener.accept(choice);
  }

  private static long tick(Point point, Map<String, Placement> placed) {
    Placement at = placed.get(point.step());
    return point.boundary() == Boundary.START ? at.start() : at.end();
  }
}
