package io.labroute.schedule.explain;

import io.labroute.lab.Finding;
import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import io.labroute.schedule.timetable.Stop;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out why a problem has no plan. Demands are given up one after the other as long as no plan appears; what is left is the
 * conflict. Then each demand of it is asked by how much it would have to give way alone.
 */
public final class Explainer {

  /** Faults in the text of a problem rather than in what it asks for. */
  private static final Set<String> EXPLAINABLE = Set.of("schedule.contradictory-lags", "schedule.horizon-too-short",
      "schedule.deadline-too-early", "schedule.too-much");

  private final Problem problem;
  private final Stop stop;
  private final Feasibility feasibility;

  private Explainer(Problem problem, Stop stop) {
    this.problem = problem;
    this.stop = stop;
    feasibility = new Feasibility(stop);
  }

  /**
   * Explains within a time limit.
   *
   * @throws io.labroute.lab.Refusal when something is wrong with the problem that no demand giving way would mend
   */
  public static Explanation explain(Problem problem, double seconds) {
    for (Finding fault : ProblemCheck.findings(problem)) {
      if (!EXPLAINABLE.contains(fault.code())) {
        throw fault.refusal();
      }
    }
    return new Explainer(problem, Stop.in(seconds)).explain();
  }

  private Explanation explain() {
    Explanation.Verdict verdict = feasibility.of(problem);
    if (verdict != Explanation.Verdict.INFEASIBLE) {
      return new Explanation(verdict, List.of(), false, List.of());
    }
    List<Demand> all = Demand.of(problem);
    List<Demand> conflict = conflict(List.of(), all, false, all);
    Problem alone = without(all, conflict);
    if (feasibility.again(alone) != Explanation.Verdict.INFEASIBLE) {
      return new Explanation(Explanation.Verdict.UNDECIDED, List.of(), false, List.of());
    }
    boolean minimal = conflict.stream().allMatch(demand -> feasibility.of(most(alone, demand)) == Explanation.Verdict.FEASIBLE);
    return new Explanation(verdict, conflict, minimal, changes(conflict));
  }

  private static Problem most(Problem problem, Demand demand) {
    return demand.relaxed(problem, demand.most(problem));
  }

  /** The problem in which only these demands are kept. */
  private Problem without(List<Demand> all, List<Demand> kept) {
    Set<Demand> keeping = new HashSet<>(kept);
    Problem relaxed = problem;
    for (Demand demand : all) {
      relaxed = keeping.contains(demand) ? relaxed : demand.relaxed(relaxed, demand.most(problem));
    }
    return relaxed;
  }

  /** Junker's QuickXplain: a smallest part of {@code open} that, with {@code given}, has no plan. */
  private List<Demand> conflict(List<Demand> given, List<Demand> open, boolean grown, List<Demand> all) {
    if (grown && feasibility.of(without(all, given)) == Explanation.Verdict.INFEASIBLE) {
      return List.of();
    }
    if (open.size() <= 1) {
      return open.isEmpty() || !grown && given.isEmpty() && feasibility.of(without(all,
          List.of())) == Explanation.Verdict.INFEASIBLE
          ? List.of() : open;
    }
    List<Demand> left = open.subList(0, open.size() / 2);
    List<Demand> right = open.subList(open.size() / 2, open.size());
    List<Demand> ofRight = conflict(join(given, left), right, true, all);
    List<Demand> ofLeft = conflict(join(given, ofRight), left, !ofRight.isEmpty(), all);
    return join(ofLeft, ofRight);
  }

  private static List<Demand> join(List<Demand> one, List<Demand> other) {
    List<Demand> both = new ArrayList<>(one);
    both.addAll(other);
    return both;
  }

  private List<Explanation.Change> changes(List<Demand> conflict) {
    List<Explanation.Change> changes = new ArrayList<>();
    for (Demand demand : conflict) {
      if (!stop.isDue() && feasibility.of(most(problem, demand)) == Explanation.Verdict.FEASIBLE) {
        changes.add(smallest(demand));
      }
    }
    changes.sort(Comparator.comparing((Explanation.Change change) -> change.demand().unit().equals("units"))
        .thenComparingLong(Explanation.Change::amount));
    return changes;
  }

  /** By halving: too little is proven to be too little, or was not solved in time. */
  private Explanation.Change smallest(Demand demand) {
    long tooLittle = 0;
    long enough = demand instanceof Demand.Horizon ? feasibility.makespan() - problem.time().horizon() : demand.most(problem);
    boolean proven = true;
    while (enough - tooLittle > 1 && !stop.isDue()) {
      long middle = tooLittle + Math.min((enough - tooLittle) / 2, Math.max(1, tooLittle));
      Explanation.Verdict verdict = feasibility.of(demand.relaxed(problem, middle));
      if (verdict == Explanation.Verdict.FEASIBLE) {
        enough = middle;
      } else {
        tooLittle = middle;
        proven &= verdict == Explanation.Verdict.INFEASIBLE;
      }
    }
    return new Explanation.Change(demand, enough, proven && enough - tooLittle <= 1);
  }
}
