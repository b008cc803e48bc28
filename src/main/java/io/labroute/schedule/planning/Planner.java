package io.labroute.schedule.planning;

import io.labroute.schedule.Goal;
import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import io.labroute.schedule.cpsat.Answer;
import io.labroute.schedule.cpsat.CpSat;
import io.labroute.schedule.cpsat.Effort;
import io.labroute.schedule.dispatch.Dispatcher;
import io.labroute.schedule.search.JobShop;
import io.labroute.schedule.timetable.Campaign;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Pipeline;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Solves a problem: a feasible plan at once, then better ones until the best is proven, the time is over, or somebody stops it.
 * One problem is solved at a time in a process; others wait in the order in which they came.
 */
public final class Planner {

  /** Fair: first come, first served. The time limit of a run begins when it is its turn. */
  private static final Semaphore TURN = new Semaphore(1, true);

  /** In a reproducible run the clock only guards against a machine that is far too slow. */
  private static final double PATIENCE = 20;

  /** Fewer are left to CP-SAT, which then comes near to a proof. */
  private static final int FEWEST_PASSES = 300;

  /** A job shop of a hundred steps is proven in that time, or not at all. */
  private static final double PROOF_SECONDS = 10;

  /** CP-SAT comes to a proof of so few, campaign or not. */
  private static final int FEW_STEPS = 100;

  private final Layout layout;
  private final Wish wish;
  private final Best best;
  private final Stop stop;
  private boolean impossible;

  private Planner(Problem problem, Wish wish, Consumer<Incumbent> listener, Stop stop) {
    layout = new Layout(problem);
    this.wish = wish;
    this.stop = stop;
    best = new Best(layout, listener);
  }

  /**
   * Solves a problem and comes back when it is done.
   *
   * @param listener told of each better plan
   * @throws io.labroute.lab.Refusal when something is wrong with the problem
   * @throws InterruptedException while it waits for its turn
   */
  public static Outcome solve(Problem problem, Wish wish, Consumer<Incumbent> listener) throws InterruptedException {
    return solve(problem, wish, listener, started -> {});
  }

  /** As {@link #solve(Problem, Wish, Consumer)}; {@code begun} gets hold of the run when its turn has come. */
  static Outcome solve(Problem problem, Wish wish, Consumer<Incumbent> listener,
      Consumer<Planner> begun) throws InterruptedException {
    ProblemCheck.require(problem);
    TURN.acquire();
    try {
      var planner = new Planner(problem, wish, listener, Stop.in(wish.seconds() * (wish.reproducible() ? PATIENCE : 1)));
      begun.accept(planner);
      return planner.solve();
    } finally {
      TURN.release();
    }
  }

  void stop() {
    stop.request();
  }

  @Nullable Incumbent incumbent() {
    return best.incumbent();
  }

  private Outcome solve() throws InterruptedException {
    if (layout.size() == 0) {
      best.offer(Timetable.of(0), "nothing to do");
    } else {
      dispatch();
      JobShop shop = JobShop.of(layout);
      Pipeline pipeline = Pipeline.of(layout);
      boolean campaign = pipeline != null
          || (layout.hasRestsForLoading() || !layout.likenesses().isEmpty()) && Campaign.of(layout) != null;
      if (shop != null) {
        solveShop(shop);
      } else if (campaign && layout.size() > FEW_STEPS && !wish.reproducible()) {
        solveCampaigns(pipeline);
      } else {
        proveAnything();
      }
    }
    Incumbent incumbent = best.incumbent();
    Outcome.Status status = incumbent == null ? impossible ? Outcome.Status.INFEASIBLE : Outcome.Status.UNKNOWN
        : best.allProven() ? Outcome.Status.OPTIMAL : Outcome.Status.FEASIBLE;
    return new Outcome(status, incumbent, best.firstSeconds(), best.seconds(), !stop.isDue());
  }

  private void dispatch() {
    var dispatcher = new Dispatcher(layout);
    for (Dispatcher.Rule rule : Dispatcher.Rule.values()) {
      if (stop.isDue() && best.incumbent() != null) {
        return;
      }
      Timetable times = dispatcher.dispatch(rule, 0, wish.seed());
      if (times != null) {
        best.offer(times, "dispatcher");
      }
    }
  }

  /** Proofs come early or not at all; the rest of the time is for better plans. */
  private void solveShop(JobShop shop) throws InterruptedException {
    var shops = new ShopSearch(shop, best, layout.problem().goals().indexOf(Goal.MAKESPAN), wish);
    shops.findAndProve(threads(), Math.max(PROOF_SECONDS, 0.2 * wish.seconds()), stop);
    if (!best.allProven() && !wish.reproducible()) {
      shops.find(threads(), Integer.MAX_VALUE, stop);
    }
    if (!best.allProven() && wish.reproducible()) {
      prove(stop);
    }
  }

  /** What eight workers do not prove fast, and is small, one often does that works on nothing else. */
  private void proveAnything() {
    double seconds = wish.seconds();
    if (layout.size() <= FEW_STEPS && !wish.reproducible()) {
      prove(stop.part(0.15 * seconds));
      if (!impossible && !best.allProven() && best.incumbent() != null) {
        prove(stop.part(0.65 * seconds), goalsLeft -> Effort.lean(wish.seed()));
      }
    }
    if (!impossible && !best.allProven()) {
      prove(stop);
    }
  }

  private int threads() {
    return wish.workers() > 0 ? wish.workers() : Math.max(1, Math.min(8, Runtime.getRuntime().availableProcessors()));
  }

  /** The steady state first, for it is there at once; flows are found while its ends are improved. */
  private void solveCampaigns(@Nullable Pipeline pipeline) throws InterruptedException {
    double seconds = wish.seconds();
    var parts = new CampaignSearch(Campaign.kinds(layout), best, effort(1), stop);
    Campaign only = Campaign.of(layout);
    if (only != null) {
      parts.planSteadyState(only);
    }
    if (pipeline != null && pipeline.passes() >= FEWEST_PASSES && !stop.isDue()) {
      var flows = new FlowSearch(pipeline, best, wish.seed(), stop.part(0.7 * seconds));
      flows.start();
      parts.planParts(stop.part(0.15 * seconds));
      flows.follow(threads(), stop.part(0.75 * seconds - best.seconds()));
    }
    if (best.times() != null && layout.likenesses().isEmpty()) {
      parts.planParts(stop.part(0.95 * seconds - best.seconds()));
    }
    prove(stop);
  }

  /** CP-SAT, goal after goal; a goal is kept at its proven value while the next is improved. */
  private void prove(Stop until) {
    prove(until, this::effort);
  }

  private void prove(Stop until, IntFunction<Effort> effort) {
    int goals = layout.problem().goals().size();
    for (int goal = 0; goal < goals && !until.isDue(); goal++) {
      int current = goal;
      if (best.proven(goal)) {
        continue;
      }
      Answer answer = new CpSat(layout, effort.apply(goals - goal)).solve(goal, reached(goal), best.times(), null, until,
          times -> best.offer(times, "cp-sat"), bound -> best.raise(current, bound));
      switch (answer.verdict()) {
        case PROVEN -> best.raise(goal, answer.bound());
        case IMPOSSIBLE -> {
          impossible = best.incumbent() == null && impossibleAgain();
          return;
        }
        case FOUND, OPEN -> {
          return;
        }
      }
    }
  }

  private Effort effort(int goalsLeft) {
    int workers = wish.workers() > 0 ? wish.workers() : wish.reproducible() ? 1 : 8;
    return wish.reproducible() ? new Effort(workers, wish.seed(), wish.seconds() / goalsLeft) : Effort.free(workers, wish.seed());
  }

  private List<Long> reached(int goal) {
    Incumbent incumbent = best.incumbent();
    return incumbent == null ? List.of() : incumbent.score().values().subList(0, goal);
  }

  /** False reports of infeasibility have been seen: one worker and another seed have to agree. */
  private boolean impossibleAgain() {
    return new CpSat(layout, Effort.free(1, wish.seed() + 1))
        .solve(-1, List.of(), null, null, stop, times -> {}, bound -> {}).verdict()
        == Answer.Verdict.IMPOSSIBLE;
  }
}
