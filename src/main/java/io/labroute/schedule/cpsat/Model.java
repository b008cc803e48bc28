package io.labroute.schedule.cpsat;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.Literal;
import io.labroute.schedule.Draw;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Reach;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Layout.Claim;
import io.labroute.schedule.timetable.Layout.Link;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The problem as CP-SAT sees it. With a timetable, every variable is hinted, also sizes, presences and what the objective is made
 * of: a hint with gaps is worth nothing. Steps that are held keep the time of that timetable.
 */
final class Model {

  private final CpModel model = new CpModel();
  private final Layout layout;
  private final @Nullable Timetable hint;
  private final @Nullable Part part;
  private final @Nullable IntVar shift;
  private long windowStart = Long.MIN_VALUE;
  private long windowEnd = Long.MAX_VALUE;
  private final LinearArgument[] start;
  private final LinearArgument[] end;
  private final Literal[][] chosen;

  Model(Layout layout, long horizon, @Nullable Timetable hint, @Nullable Part part) {
    this.layout = layout;
    this.hint = hint;
    this.part = part;
    shift = part == null || part.mostShift() == 0 ? null : variable(0, part.mostShift(), 0L);
    openWindow();
    start = new LinearArgument[layout.size()];
    end = new LinearArgument[layout.size()];
    chosen = new Literal[layout.size()][];
    for (int i = 0; i < layout.size(); i++) {
      addStep(i, Math.min(horizon, layout.latestEnd(i)));
    }
    for (int i = 0; i < layout.size(); i++) {
      addReaches(i);
    }
    new Capacities(this).add();
    layout.links().stream().filter(link -> link.cost() == 0 && !isRigid(link.from() / 2, link.to() / 2))
        .forEach(link -> model.addLinearConstraint(distance(link), link.min(),
            Math.min(link.max(), 4 * layout.horizon() + Math.abs(link.min()))));
    layout.problem().stocks().forEach(stock -> addStock(stock.id(), stock.initial(), stock.capacity()));
  }

  /** Free steps stay near where they were, so that what is bound and far away needs no interval. */
  private void openWindow() {
    if (part == null || hint == null) {
      return;
    }
    windowStart = Long.MAX_VALUE;
    windowEnd = 0;
    for (int i = 0; i < layout.size(); i++) {
      if (!isBound(i)) {
        windowStart = Math.min(windowStart, hint.start()[i]);
        windowEnd = Math.max(windowEnd, hint.end()[i]);
      }
    }
    windowEnd += part.room();
    windowStart -= part.mostShift() + (windowEnd - windowStart) / 4;
  }

  /** Whether a claim is bound, and so far from what is free that nothing can meet it. */
  boolean isFar(Claim claim) {
    return hint != null && isRigid(claim.from(), claim.until()) && (hint.end()[claim.until()] <= windowStart
        || hint.start()[claim.from()] - part.mostShift() >= windowEnd);
  }

  LinearArgument end(int step) {
    return end[step];
  }

  Layout layout() {
    return layout;
  }

  @Nullable Timetable hint() {
    return hint;
  }

  /** Whether a step is carried out in a mode. */
  Literal chosen(int step, int mode) {
    return chosen[step][mode];
  }

  CpModel model() {
    return model;
  }

  /** Whether the step keeps its time of the hint, or goes with all that are shifted. */
  boolean isBound(int step) {
    return part != null && part.roles()[step] != Part.Role.FREE;
  }

  private boolean isShifted(int step) {
    return part != null && part.roles()[step] == Part.Role.SHIFTED && shift != null;
  }

  private LinearArgument bound(int step, long tick) {
    return isShifted(step) ? LinearExpr.affine(shift, -1, tick) : LinearExpr.constant(tick);
  }

  /** By how much the shifted steps start earlier than in the hint, negative. */
  LinearArgument earlier() {
    return LinearExpr.term(shift, -1);
  }

  /** Whether the distance between two steps is that of the hint. */
  boolean isRigid(int one, int other) {
    return isBound(one) && isBound(other) && isShifted(one) == isShifted(other);
  }

  IntVar variable(long least, long most, @Nullable Long hinted) {
    IntVar variable = model.newIntVar(least, Math.max(least, most), "");
    if (hinted != null) {
      model.addHint(variable, Math.max(least, Math.min(Math.max(least, most), hinted)));
    }
    return variable;
  }

  @Nullable Long hinted(ToLongFunction<Timetable> value) {
    return hint == null ? null : (Long) value.applyAsLong(hint);
  }

  private void addStep(int i, long latest) {
    int modes = layout.modes(i);
    chosen[i] = new Literal[modes];
    Frozen frozen = layout.frozen(i);
    if (frozen != null || isBound(i)) {
      int mode = frozen != null ? frozen.mode() : hint.mode()[i];
      for (int m = 0; m < modes; m++) {
        chosen[i][m] = m == mode ? model.trueLiteral() : model.falseLiteral();
      }
      long from = frozen != null ? frozen.start() : hint.start()[i];
      Long until = frozen != null ? frozen.end() : (Long) hint.end()[i];
      start[i] = bound(i, from);
      end[i] = bound(i, until == null ? from + layout.mode(i, mode).duration() : until);
      return;
    }
    long shortest = layout.step(i).modes().stream().mapToLong(Mode::duration).min().orElse(0);
    long longest = layout.step(i).modes().stream().mapToLong(Mode::longest).max().orElse(0);
    long earliest = Math.max(layout.step(i).release(), windowStart);
    long last = Math.min(latest, windowEnd) - shortest;
    if (part != null && part.vicinity() != null && hint != null) {
      long wanted = part.vicinity().wanted().start()[i];
      long from = Math.max(earliest, Math.min(wanted, hint.start()[i]) - part.vicinity().ticks());
      long to = Math.min(last, Math.max(wanted, hint.start()[i]) + part.vicinity().ticks());
      if (from <= to) {            // what may only begin later than wanted is left where it can
        earliest = from;
        last = to;
      }
    }
    IntVar begin = variable(earliest, last, hinted(times -> times.start()[i]));
    start[i] = begin;
    end[i] = shortest == longest ? LinearExpr.affine(begin, 1, shortest)
        : variable(layout.step(i).release() + shortest, latest, hinted(times -> times.end()[i]));
    for (int m = 0; m < modes; m++) {
      int mode = m;
      Literal literal = modes == 1 ? model.trueLiteral() : model.newBoolVar("");
      chosen[i][m] = literal;
      if (hint != null && modes > 1) {
        model.addHint(literal, hint.mode()[i] == mode);
      }
      if (shortest < longest) {
        LinearExpr length = LinearExpr.newBuilder().add(end[i]).addTerm(start[i], -1).build();
        model.addLinearConstraint(length, layout.mode(i, m).duration(), layout.mode(i, m).longest()).onlyEnforceIf(literal);
      }
    }
    if (modes > 1) {
      model.addExactlyOne(chosen[i]);
    }
  }

  private void addReaches(int i) {
    for (int m = 0; m < layout.modes(i); m++) {
      for (Reach reach : layout.mode(i, m).reaches()) {
        int other = layout.step(reach.step());
        List<Literal> suited = new ArrayList<>();
        for (int n = 0; n < layout.modes(other); n++) {
          if (layout.mode(other, n).uses().stream().anyMatch(use -> reach.devices().contains(use.device()))) {
            suited.add(chosen[other][n]);
          }
        }
        model.addBoolOr(suited).onlyEnforceIf(chosen[i][m]);
      }
    }
  }

  private void addStock(String stock, long initial, long capacity) {
    var level = model.addReservoirConstraint(-initial, Math.min(capacity, 1L << 40) - initial);
    for (int i = 0; i < layout.size(); i++) {
      for (Draw draw : layout.step(i).draws()) {
        if (draw.stock().equals(stock)) {
          level.addEvent(draw.amount() > 0 ? start[i] : end[i], -draw.amount());
        }
      }
    }
  }

  LinearArgument node(int node) {
    return (node & 1) == 0 ? start[node / 2] : end[node / 2];
  }

  LinearExpr distance(Link link) {
    return LinearExpr.newBuilder().add(node(link.to())).addTerm(node(link.from()), -1).build();
  }

  /** Reads a solution: the value of a node's expression, and whether a literal holds. */
  Timetable read(ToLongFunction<LinearArgument> value, Predicate<Literal> holds) {
    Timetable times = Timetable.of(layout.size());
    for (int i = 0; i < layout.size(); i++) {
      times.start()[i] = value.applyAsLong(start[i]);
      times.end()[i] = value.applyAsLong(end[i]);
      for (int m = 0; m < chosen[i].length; m++) {
        if (chosen[i].length == 1 || holds.test(chosen[i][m])) {
          times.mode()[i] = m;
        }
      }
    }
    return times;
  }
}
