package io.labroute.schedule.cpsat;

import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.SatParameters;
import io.labroute.schedule.Goal;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Solves a problem, or a part of it, for one goal at a time. */
public final class CpSat {

  /** Native memory lies outside the heap, and running out of it ends the process. */
  private static final long MOST_MEGABYTES = 1_000;

  /** The library's name for a complete search that needs no linear relaxation. */
  private static final String COMPLETE_WITHOUT_LINEAR = "no_lp";

  /** The library's tenth of its second is a whole one on these models, and leaves time for a dozen parts in a repair. */
  private static final double WORK_ON_A_PART = 0.005;

  private final Layout layout;
  private final Effort effort;

  public CpSat(Layout layout, Effort effort) {
    this.layout = layout;
    this.effort = effort;
  }

  /**
   * Minimises one goal, the goals before it kept at what they have reached.
   *
   * @param goal index into the problem's goals; -1 to find anything at all
   * @param reached the best values of the goals before
   * @param hint a timetable that keeps to everything hard; without one, large days find nothing
   * @param part which steps may be moved; null for all
   * @param found told of each better timetable, from a thread of the solver
   * @param bounds told of better bounds, when a timetable is found and at the end
   */
  public Answer solve(int goal, List<Long> reached, @Nullable Timetable hint, @Nullable Part part, Stop stop,
      Consumer<Timetable> found, LongConsumer bounds) {
    Natives.load();
    boolean lastsLeast = goal >= 0 && part == null && layout.problem().goals().get(goal) == Goal.MAKESPAN;
    long horizon = hint != null && lastsLeast ? Math.min(layout.horizon(), hint.makespan()) : layout.horizon();
    var model = new Model(layout, horizon, hint, part);
    var aims = new Aims(model);
    for (int before = 0; before < goal; before++) {
      model.model().addLinearConstraint(aims.of(layout.problem().goals().get(before), layout.horizon()), 0, reached.get(before));
    }
    if (goal >= 0) {
      model.model().minimize(aims.of(layout.problem().goals().get(goal), horizon));
    }
    return run(model, stop, found, bounds, false);
  }

  /**
   * The first timetable that is found on the way to a low value of the first goal.
   *
   * @param hint times that need not be possible
   */
  public Answer first(Timetable hint, Part part, Stop stop) {
    Natives.load();
    var model = new Model(layout, layout.horizon(), hint, part);
    model.model().minimize(new Aims(model).of(layout.problem().goals().get(0), layout.horizon()));
    return run(model, stop, times -> {}, bound -> {}, true);
  }

  /**
   * Brings the free steps as near to wanted times as the value of the first goal permits.
   *
   * @param hint a timetable that keeps to everything hard
   * @param reached the value of the first goal that has to be kept
   */
  public Answer settle(Timetable hint, Timetable wanted, long reached, Part part, Stop stop) {
    Natives.load();
    var model = new Model(layout, layout.horizon(), hint, part);
    var aims = new Aims(model);
    model.model().addLinearConstraint(aims.of(layout.problem().goals().get(0), layout.horizon()), 0, reached);
    model.model().minimize(aims.moved(wanted));
    return run(model, stop, times -> {}, bound -> {}, false);
  }

  /**
   * Shortens a timetable at one place: lets all that is shifted come as much earlier as the free steps make possible, or, when
   * nothing is shifted, lets the free steps end as early as they can.
   *
   * @param hint a timetable that keeps to everything hard
   */
  public Answer compress(Timetable hint, Part part, Stop stop) {
    Natives.load();
    long horizon = Math.min(layout.horizon(), hint.makespan());
    var model = new Model(layout, horizon, hint, part);
    model.model().minimize(part.mostShift() > 0 ? model.earlier() : new Aims(model).of(Goal.MAKESPAN, horizon));
    return run(model, stop, times -> {}, bound -> {}, false);
  }

  private Answer run(Model model, Stop stop, Consumer<Timetable> found, LongConsumer bounds, boolean onlyFirst) {
    var solver = new CpSolver();
    set(solver.getParameters(), effort, stop);
    solver.getParameters().setStopAfterFirstSolution(onlyFirst);
    var collector = new Collector(model, found, bounds, solver::stopSearch);
    Runnable end = solver::stopSearch;
    stop.onRequest(end);
    CpSolverStatus status;
    try {
      status = stop.isDue() ? CpSolverStatus.UNKNOWN : solver.solve(model.model(), collector);
    } finally {
      stop.forget(end);
    }
    collector.rethrow();
    if (status == CpSolverStatus.OPTIMAL || status == CpSolverStatus.FEASIBLE) {
      bounds.accept(Collector.whole(solver.bestObjectiveBound()));
    }
    return switch (status) {
      case OPTIMAL -> new Answer(Answer.Verdict.PROVEN, collector.last(), Collector.whole(solver.bestObjectiveBound()));
      case FEASIBLE -> new Answer(Answer.Verdict.FOUND, collector.last(), Collector.whole(solver.bestObjectiveBound()));
      case INFEASIBLE -> new Answer(Answer.Verdict.IMPOSSIBLE, null, Long.MAX_VALUE);
      case MODEL_INVALID -> throw new IllegalStateException("CP-SAT refuses the model: " + model.model().validate());
      default -> new Answer(Answer.Verdict.OPEN, null, 0);
    };
  }

  /** Always a limit in time and in memory. */
  static void set(SatParameters.Builder parameters, Effort effort, Stop stop) {
    parameters.setMaxTimeInSeconds(Math.max(0.01, stop.secondsLeft()));
    parameters.setNumWorkers(effort.workers());
    parameters.setRandomSeed(effort.seed());
    parameters.setMaxMemoryInMb(MOST_MEGABYTES);
    if (effort.search() != Effort.Search.MIXED) {
      parameters.setLinearizationLevel(0);
    }
    if (effort.search() == Effort.Search.PARTS) {
      parameters.setUseLnsOnly(true);
    } else if (effort.search() == Effort.Search.LEAN && effort.workers() > 1) {
      parameters.addSubsolvers(COMPLETE_WITHOUT_LINEAR);
    }
    if (effort.search() != Effort.Search.MIXED && effort.workers() > 1) {
      parameters.setLnsInitialDeterministicLimit(WORK_ON_A_PART);
    }
    if (effort.reproducible()) {
      parameters.setMaxDeterministicTime(effort.deterministic());
      parameters.setInterleaveSearch(effort.workers() > 1);
    }
  }
}
