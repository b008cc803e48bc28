package io.labroute.schedule.planning;

import io.labroute.lab.Finding;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Score;
import io.labroute.schedule.Validator;
import io.labroute.schedule.timetable.Bounds;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Timetable;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The best timetable so far, offered by any solver from any thread. What does not pass the validator never becomes it. */
final class Best {

  private final Layout layout;
  private final Consumer<Incumbent> listener;
  private final long started = System.nanoTime();
  private final long[] bounds;
  private @Nullable Timetable times;
  private @Nullable Incumbent incumbent;
  private double firstSeconds = Double.NaN;

  Best(Layout layout, Consumer<Incumbent> listener) {
    this.layout = layout;
    this.listener = listener;
    bounds = layout.problem().goals().stream().mapToLong(goal -> Bounds.of(layout, goal)).toArray();
  }

  double seconds() {
    return (System.nanoTime() - started) / 1e9;
  }

  /** Takes a timetable when it is better than what there is; refuses one that cannot be carried out. */
  void offer(Timetable offered, String source) {
    Plan plan = Seating.plan(layout, offered);
    Score score = Score.of(layout.problem(), plan);
    synchronized (this) {
      if (incumbent != null && !score.betterThan(incumbent.score())) {
        return;
      }
    }
    List<Finding> faults = Validator.check(layout.problem(), plan);
    if (!faults.isEmpty()) {
      throw new IllegalStateException("%s made a plan that cannot be carried out: %s".formatted(source, faults.get(0).text()));
    }
    synchronized (this) {
      if (incumbent == null || score.betterThan(incumbent.score())) {
        firstSeconds = incumbent == null ? seconds() : firstSeconds;
        times = offered.copy();
        incumbent = incumbent(plan, score, source, seconds());
        listener.accept(incumbent);
      }
    }
  }

  /** Takes note that a goal cannot fall below a bound, the goals before it being proven. */
  synchronized void raise(int goal, long bound) {
    if (bound > bounds[goal]) {
      bounds[goal] = bound;
      if (incumbent != null) {
        incumbent = incumbent(incumbent.plan(), incumbent.score(), incumbent.source(), incumbent.seconds());
      }
    }
  }

  private Incumbent incumbent(Plan plan, Score score, String source, double at) {
    int decisive = decisive(score);
    return new Incumbent(plan, score, Math.min(bounds[decisive], score.values().get(decisive)), score.values().get(decisive),
        source, at);
  }

  private int decisive(Score score) {
    for (int goal = 0; goal < bounds.length - 1; goal++) {
      if (score.values().get(goal) > bounds[goal]) {
        return goal;
      }
    }
    return bounds.length - 1;
  }

  /** Whether the goal has reached its bound, the goals before it being proven. */
  synchronized boolean proven(int goal) {
    return incumbent != null && incumbent.score().values().get(goal) <= bounds[goal];
  }

  /** What a goal cannot fall below, the goals before it being proven. */
  synchronized long bound(int goal) {
    return bounds[goal];
  }

  /** What a goal has come down to; far too much without a plan. */
  synchronized long reached(int goal) {
    return incumbent == null ? Long.MAX_VALUE / 8 : incumbent.score().values().get(goal);
  }

  synchronized boolean allProven() {
    return incumbent != null && IntStream.range(0, bounds.length).allMatch(this::proven);
  }

  synchronized @Nullable Incumbent incumbent() {
    return incumbent;
  }

  synchronized @Nullable Timetable times() {
    return times == null ? null : times.copy();
  }

  synchronized double firstSeconds() {
    return firstSeconds;
  }
}
