package io.labroute.schedule.cpsat;

import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import io.labroute.schedule.Goal;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Layout.Likeness;
import io.labroute.schedule.timetable.Layout.Link;
import io.labroute.schedule.timetable.Timetable;

/** What each goal is in terms of a model's variables. */
final class Aims {

  private final Model model;
  private final Layout layout;

  Aims(Model model) {
    this.model = model;
    layout = model.layout();
  }

  /** The value of a goal. */
  LinearArgument of(Goal goal, long horizon) {
    return switch (goal) {
      case VIOLATIONS -> violations().build();
      case TARDINESS -> tardiness().build();
      case MAKESPAN -> makespan(horizon);
      case WAITING -> waiting().build();
    };
  }

  /** The tick at which everything has ended. */
  LinearArgument makespan(long horizon) {
    IntVar last = model.variable(0, horizon, model.hinted(Timetable::makespan));
    boolean[] followed = new boolean[layout.size()];
    for (Link link : layout.links()) {
      if (link.cost() == 0 && link.min() >= 0 && (link.from() & 1) == 1 && link.to() / 2 != link.from() / 2) {
        followed[link.from() / 2] = true;
      }
    }
    for (int i = 0; i < layout.size(); i++) {
      if (!followed[i]) {
        model.model().addLinearConstraint(LinearExpr.newBuilder().add(last).addTerm(model.end(i), -1).build(), 0, Layout.FREE);
      }
    }
    return last;
  }

  /** What soft time constraints cost. */
  private LinearExprBuilder violations() {
    LinearExprBuilder sum = LinearExpr.newBuilder();
    for (Link link : layout.links()) {
      if (link.cost() > 0) {
        IntVar outside = model.variable(0, layout.horizon() * 2, model.hinted(times -> {
          long distance = times.at(link.to()) - times.at(link.from());
          return Math.max(0, Math.max(link.min() - distance, distance - link.max()));
        }));
        model.model().addLinearConstraint(LinearExpr.newBuilder().add(model.distance(link)).add(outside).build(), link.min(),
            Layout.FREE);
        if (link.max() < Layout.FREE) {
          model.model().addLinearConstraint(LinearExpr.newBuilder().add(model.distance(link)).addTerm(outside, -1).build(),
              -Layout.FREE, link.max());
        }
        sum.addTerm(outside, link.cost());
      }
    }
    layout.likenesses().forEach(likeness -> addUnlike(likeness, sum));
    return sum;
  }

  /** What the longest of stretches that should be alike exceeds the shortest by, beyond the tolerance. */
  private void addUnlike(Likeness likeness, LinearExprBuilder sum) {
    long most = 2 * layout.horizon();
    IntVar shortest = model.variable(-most, most, model.hinted(times -> likeness.lengths(times).min().orElse(0)));
    IntVar longest = model.variable(-most, most, model.hinted(times -> likeness.lengths(times).max().orElse(0)));
    IntVar unlike = model.variable(0, 2 * most, model.hinted(times -> Math.max(0, likeness.lengths(times).max().orElse(0)
        - likeness.lengths(times).min().orElse(0) - likeness.tolerance())));
    for (int k = 0; k < likeness.from().length; k++) {
      LinearExpr length = LinearExpr.newBuilder().add(model.node(likeness.to()[k])).addTerm(model.node(likeness.from()[k]), -1).build();
      model.model().addLessOrEqual(shortest, length);
      model.model().addGreaterOrEqual(longest, length);
    }
    model.model().addLinearConstraint(LinearExpr.newBuilder().add(unlike).add(shortest).addTerm(longest, -1).build(),
        -likeness.tolerance(), Layout.FREE);
    sum.addTerm(unlike, likeness.cost());
  }

  /** Ticks after due times, times priority. */
  private LinearExprBuilder tardiness() {
    LinearExprBuilder sum = LinearExpr.newBuilder();
    for (int i = 0; i < layout.size(); i++) {
      int step = i;
      Long due = layout.step(i).due();
      if (due != null) {
        IntVar late = model.variable(0, layout.horizon() * 2, model.hinted(times -> Math.max(0, times.end()[step] - due)));
        model.model().addLinearConstraint(LinearExpr.newBuilder().add(late).addTerm(model.end(i), -1).build(), -due, Layout.FREE);
        sum.addTerm(late, layout.step(i).priority());
      }
    }
    return sum;
  }

  /** Ticks by which the starts of steps that may be moved differ from wanted ones, earlier or later. */
  LinearArgument moved(Timetable wanted) {
    LinearExprBuilder sum = LinearExpr.newBuilder();
    for (int i = 0; i < layout.size(); i++) {
      if (layout.frozen(i) == null && !model.isBound(i)) {
        int step = i;
        long tick = wanted.start()[i];
        IntVar off = model.variable(0, layout.horizon() * 2, model.hinted(times -> Math.abs(times.start()[step] - tick)));
        model.model().addLinearConstraint(LinearExpr.newBuilder().add(off).addTerm(model.node(2 * i), -1).build(), -tick,
            Layout.FREE);
        model.model().addLinearConstraint(LinearExpr.newBuilder().add(off).add(model.node(2 * i)).build(), tick, Layout.FREE);
        sum.add(off);
      }
    }
    return sum.build();
  }

  /** Ticks that labware waits above the shortest time. */
  private LinearExprBuilder waiting() {
    LinearExprBuilder sum = LinearExpr.newBuilder();
    for (Link link : layout.links()) {
      if (link.max() < Layout.FREE) {
        IntVar wait = model.variable(0, layout.horizon() * 2, model.hinted(times ->
            Math.max(0, times.at(link.to()) - times.at(link.from()) - link.min())));
        model.model().addLinearConstraint(LinearExpr.newBuilder().add(wait).addTerm(model.node(link.to()), -1)
            .add(model.node(link.from())).build(),
            -link.min(), Layout.FREE);
        sum.add(wait);
      }
    }
    return sum;
  }
}
