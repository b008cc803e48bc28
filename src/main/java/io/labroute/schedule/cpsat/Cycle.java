package io.labroute.schedule.cpsat;

import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.IntervalVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import io.labroute.schedule.timetable.Campaign;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Layout.Claim;
import io.labroute.schedule.timetable.Layout.Link;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.List;

/**
 * The steady state of a campaign: one labware, or a few of them, start every period, each with the same times as its predecessor.
 * A few variables describe any number of labware, because the others are copies, moved by whole periods.
 *
 * @param period ticks after which the same happens again
 * @param starts of each step of the labware of one period
 */
public record Cycle(Campaign campaign, long period, long[][] starts) {

  /** What is known of a period. */
  public sealed interface Trial {}

  /** It works. */
  public record Works(Cycle cycle) implements Trial {}

  /** No plan has this period, which is proven. */
  public record Impossible() implements Trial {}

  /** The time was too short to say. */
  public record Unknown() implements Trial {}

  /**
   * Tries a period.
   *
   * @param labware how many start in one period
   */
  public static Trial tryPeriod(Campaign campaign, int labware, long period, Effort effort, Stop stop) {
    Natives.load();
    return new Search(campaign, labware, period).solve(effort, stop);
  }

  /** The same period with labware that stays as long as it may: waits that are long then can become short at the end. */
  public Trial longStay(Effort effort, Stop stop) {
    var search = new Search(campaign, 1, period);
    search.stayLong(starts[0]);
    return search.solve(effort, stop);
  }

  /** The timetable of the whole campaign. */
  public Timetable times() {
    Layout layout = campaign.layout();
    Timetable times = Timetable.of(layout.size());
    int together = starts.length;
    for (int p = 0; p < campaign.steps().size(); p++) {
      int[] steps = campaign.steps().get(p);
      for (int k = 0; k < steps.length; k++) {
        times.start()[steps[k]] = starts[p % together][k] + p / together * period;
        times.end()[steps[k]] = times.start()[steps[k]] + layout.mode(steps[k], 0).duration();
      }
    }
    return times;
  }

  private static final class Search {

    private final Campaign campaign;
    private final Layout layout;
    private final long period;
    private final CpModel model = new CpModel();
    private final IntVar[][] start;

    Search(Campaign campaign, int labware, long period) {
      this.campaign = campaign;
      this.period = period;
      layout = campaign.layout();
      int[] steps = campaign.steps().get(0);
      start = new IntVar[labware][steps.length];
      long latest = campaign.longestStay() + period;
      for (int p = 0; p < labware; p++) {
        for (int k = 0; k < steps.length; k++) {
          start[p][k] = model.newIntVar(0, latest, "");
        }
        for (Link link : campaign.links()) {
          LinearExpr distance = LinearExpr.newBuilder().add(node(p, link.to(), 0)).addTerm(node(p, link.from(), 0), -1).build();
          model.addLinearConstraint(distance, link.min(), Math.min(link.max(), 4 * latest));
        }
        if (p > 0) {
          model.addLessOrEqual(start[p - 1][0], start[p][0]);
        }
      }
      model.addEquality(start[0][0], 0);
      model.addLessOrEqual(start[labware - 1][0], period - 1);
      addDevices((int) (latest / period) + 2);
    }

    private LinearArgument node(int p, int node, long copy) {
      long duration = (node & 1) == 0 ? 0 : layout.mode(campaign.steps().get(0)[node / 2], 0).duration();
      return LinearExpr.affine(start[p][node / 2], 1, duration + copy * period);
    }

    private void addDevices(int copies) {
      int devices = layout.problem().devices().size();
      List<List<IntervalVar>> intervals = new ArrayList<>();
      List<List<Integer>> amounts = new ArrayList<>();
      for (int i = 0; i < 2 * devices; i++) {
        intervals.add(new ArrayList<>());
        amounts.add(new ArrayList<>());
      }
      int[] steps = campaign.steps().get(0);
      for (int k = 0; k < steps.length; k++) {
        for (Claim claim : layout.claims(steps[k], 0)) {
          for (int p = 0; p < start.length; p++) {
            addCopies(claim, p, k, copies, intervals, amounts);
          }
        }
      }
      for (int i = 0; i < 2 * devices; i++) {
        int capacity = layout.capacity(i / 2, (i & 1) == 1);
        if (capacity == 1 && intervals.get(i).size() > 1) {
          model.addNoOverlap(intervals.get(i));
        } else if (!intervals.get(i).isEmpty()) {
          var cumulative = model.addCumulative(capacity);
          for (int j = 0; j < intervals.get(i).size(); j++) {
            cumulative.addDemand(intervals.get(i).get(j), amounts.get(i).get(j));
          }
        }
      }
    }

    private void addCopies(Claim claim, int p, int k, int copies, List<List<IntervalVar>> intervals,
        List<List<Integer>> amounts) {
      int index = 2 * claim.device() + (claim.slots() ? 1 : 0);
      int[] steps = campaign.steps().get(0);
      int from = place(steps, claim.from());
      int until = place(steps, claim.until());
      IntVar size = from == k && until == k ? null : model.newIntVar(0, campaign.longestStay() + period, "");
      for (int copy = 0; copy <= copies; copy++) {
        LinearArgument begin = node(p, 2 * from, copy);
        intervals.get(index).add(size == null ? model.newFixedSizeIntervalVar(begin, layout.mode(steps[k], 0).duration(), "")
            : model.newIntervalVar(begin, size, node(p, 2 * until + 1, copy), ""));
        amounts.get(index).add(claim.amount());
      }
    }

    private static int place(int[] steps, int step) {
      for (int k = 0; k < steps.length; k++) {
        if (steps[k] == step) {
          return k;
        }
      }
      throw new IllegalArgumentException("step %d is of another labware".formatted(step));
    }

    void stayLong(long[] known) {
      int last = start[0].length - 1;
      for (int k = 0; k <= last; k++) {
        model.addHint(start[0][k], known[k]);
      }
      model.maximize(start[0][last]);
    }

    Trial solve(Effort effort, Stop stop) {
      var solver = new CpSolver();
      CpSat.set(solver.getParameters(), effort, stop);
      Runnable end = solver::stopSearch;
      stop.onRequest(end);
      try {
        CpSolverStatus status = stop.isDue() ? CpSolverStatus.UNKNOWN : solver.solve(model);
        return switch (status) {
          case OPTIMAL, FEASIBLE -> new Works(new Cycle(campaign, period, read(solver)));
          case INFEASIBLE -> new Impossible();
          default -> new Unknown();
        };
      } finally {
        stop.forget(end);
      }
    }

    private long[][] read(CpSolver solver) {
      long[][] found = new long[start.length][start[0].length];
      for (int p = 0; p < start.length; p++) {
        for (int k = 0; k < start[p].length; k++) {
          found[p][k] = solver.value(start[p][k]);
        }
      }
      return found;
    }
  }
}
