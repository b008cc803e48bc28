package io.labroute.schedule.cpsat;

import com.google.ortools.modelbuilder.LinearExpr;
import com.google.ortools.modelbuilder.LinearExprBuilder;
import com.google.ortools.modelbuilder.ModelBuilder;
import com.google.ortools.modelbuilder.ModelSolver;
import com.google.ortools.modelbuilder.SolveStatus;
import com.google.ortools.modelbuilder.Variable;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Pipeline;
import io.labroute.schedule.timetable.Pipeline.Claim;
import io.labroute.schedule.timetable.Pipeline.Stage;
import io.labroute.schedule.timetable.Stop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline as if labware were a liquid: how much of it has entered each stage by when, so that all of it has passed by a given
 * tick and the busiest pool is loaded least. Whole labware cannot follow it exactly, but it shows what rates to aim at, above all
 * while a day gets going and while it runs out.
 *
 * @param load of the busiest pool, 1 when it is never idle; above 1 nothing can be done by that tick
 * @param entries the tick at which half of each labware has entered each stage
 */
public record Flow(double load, long[][] entries) {

  private static final int INSTANTS = 400;
  private static final double MOST_LOAD = 2;

  /** Without the smallest tolerances it reports flows as impossible that are not. */
  private static final String EXACTNESS = "termination_criteria { simple_optimality_criteria { eps_optimal_relative: 1e-2"
      + " eps_optimal_absolute: 1e-2 } eps_primal_infeasible: 1e-16 eps_dual_infeasible: 1e-16 } num_threads: 1";

  /**
   * An even flow that has passed by a tick; null when none was found. The solver is fast and rough: the load may be too high, and
   * now and then it finds none where there is one. So a flow may guide a search, but proves nothing.
   */
  public static @Nullable Flow by(Pipeline pipeline, long makespan, Stop stop) {
    Natives.load();
    return new Search(pipeline, makespan).solve(stop);
  }

  private static final class Search {

    private final Pipeline pipeline;
    private final double grain;
    private final int instants;
    private final ModelBuilder model = new ModelBuilder();
    private final Variable[][] entered;
    private final Variable load = model.newNumVar(0, MOST_LOAD, "");

    Search(Pipeline pipeline, long makespan) {
      this.pipeline = pipeline;
      grain = Math.max(1, makespan / (double) INSTANTS);
      instants = (int) (makespan / grain) + 1;
      entered = new Variable[pipeline.stages().size()][instants];
      for (int s = 0; s < entered.length; s++) {
        Stage stage = pipeline.stages().get(s);
        for (int t = 0; t < instants; t++) {
          boolean over = stage.last() && t >= (int) ((makespan - stage.length()) / grain);
          entered[s][t] = model.newNumVar(over ? stage.count() : 0, stage.count(), "");
          if (t > 0) {
            model.addGreaterOrEqual(entered[s][t], entered[s][t - 1]);
          }
          if (!stage.first()) {
            follow(s, t, stage);
          }
        }
      }
      for (int pool = 0; pool < pipeline.room().length; pool++) {
        for (int t = 0; t < instants; t++) {
          limit(pool, t);
        }
      }
      model.minimize(load);
    }

    /** Whole labware needs some latitude in its waits, so the flow does not use all of them. */
    private void follow(int s, int t, Stage stage) {
      LinearExprBuilder soonest = LinearExpr.newBuilder().addTerm(entered[s][t], -1);
      addEntered(soonest, s - 1, t - stage.least() / grain, 1);
      model.addGreaterOrEqual(soonest.build(), 0);
      if (stage.most() < Layout.FREE) {
        double latitude = Math.min(2 * grain, (stage.most() - stage.least()) / 2.0);
        LinearExprBuilder latest = LinearExpr.newBuilder().addTerm(entered[s][t], 1);
        addEntered(latest, s - 1, t - (stage.most() - latitude) / grain, -1);
        model.addGreaterOrEqual(latest.build(), 0);
      }
    }

    private void limit(int pool, int t) {
      LinearExprBuilder taken = LinearExpr.newBuilder().addTerm(load, -pipeline.room()[pool]);
      boolean used = false;
      for (int s = 0; s < entered.length; s++) {
        for (Claim claim : pipeline.stages().get(s).claims()) {
          if (claim.pool() == pool) {
            taken.addTerm(entered[s][t], claim.amount());
            addEntered(taken, claim.until(), t - claim.after() / grain, -claim.amount());
            used = true;
          }
        }
      }
      if (used) {
        model.addLessOrEqual(taken.build(), 0);
      }
    }

    /** What has entered a stage by a moment between two instants. */
    private void addEntered(LinearExprBuilder sum, int s, double instant, double factor) {
      int before = (int) Math.floor(instant);
      double part = instant - before;
      if (before >= 0) {
        sum.addTerm(entered[s][before], factor * (1 - part));
      }
      if (before >= -1 && part > 1e-9 && before + 1 < instants) {
        sum.addTerm(entered[s][before + 1], factor * part);
      }
    }

    @Nullable Flow solve(Stop stop) {
      var solver = new ModelSolver("pdlp");
      solver.setTimeLimit(Duration.ofMillis((long) Math.max(10, 1_000 * stop.secondsLeft())));
      solver.setSolverSpecificParameters(EXACTNESS);
      Runnable end = solver::interruptSolve;
      stop.onRequest(end);
      try {
        SolveStatus status = stop.isDue() ? SolveStatus.NOT_SOLVED : solver.solve(model);
        return status == SolveStatus.OPTIMAL ? new Flow(solver.getValue(load), read(solver)) : null;
      } finally {
        stop.forget(end);
      }
    }

    private long[][] read(ModelSolver solver) {
      List<long[]> entries = new ArrayList<>();
      for (int s = 0; s < entered.length; s++) {
        long[] own = new long[pipeline.stages().get(s).count()];
        int t = 0;
        double last = solver.getValue(entered[s][0]);
        double previous = last;
        for (int p = 0; p < own.length; p++) {
          while (t < instants - 1 && last < p + 0.5) {
            previous = last;
            last = Math.max(last, solver.getValue(entered[s][++t]));
          }
          own[p] = t == 0 ? 0 : Math.round(grain * (t - 1 + Math.min(1, (p + 0.5 - previous) / Math.max(1e-9, last - previous))));
        }
        entries.add(own);
      }
      return entries.toArray(long[][]::new);
    }
  }
}
