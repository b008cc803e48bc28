package io.labroute.schedule.explain;

import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import io.labroute.schedule.Validator;
import io.labroute.schedule.cpsat.Answer;
import io.labroute.schedule.cpsat.CpSat;
import io.labroute.schedule.cpsat.Effort;
import io.labroute.schedule.dispatch.Dispatcher;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.List;

/** Whether a problem has a plan at all. */
final class Feasibility {

  private static final double MOST_SECONDS = 5;

  private final Stop stop;
  private long makespan;

  Feasibility(Stop stop) {
    this.stop = stop;
  }

  /** When the plan ends that was found last. */
  long makespan() {
    return makespan;
  }

  Explanation.Verdict of(Problem problem) {
    return of(problem, Effort.free(4, 1));
  }

  /** With one worker and another seed, so that a mistake of the first solve would show. */
  Explanation.Verdict again(Problem problem) {
    return of(problem, Effort.free(1, 2));
  }

  private Explanation.Verdict of(Problem problem, Effort effort) {
    if (!ProblemCheck.findings(problem).isEmpty()) {
      return Explanation.Verdict.INFEASIBLE;
    }
    var layout = new Layout(problem);
    var dispatcher = new Dispatcher(layout);
    for (Dispatcher.Rule rule : List.of(Dispatcher.Rule.EARLIEST_DUE, Dispatcher.Rule.LONGEST_TAIL)) {
      Timetable times = dispatcher.dispatch(rule, 0, 1);
      if (times != null && Validator.check(problem, Seating.plan(layout, times)).isEmpty()) {
        makespan = times.makespan();
        return Explanation.Verdict.FEASIBLE;
      }
    }
    Answer answer = new CpSat(layout, effort).solve(-1, List.of(), null, null, stop.part(MOST_SECONDS), times -> makespan = times.makespan(), bound -> {});
    return switch (answer.verdict()) {
      case PROVEN, FOUND -> Explanation.Verdict.FEASIBLE;
      case IMPOSSIBLE -> Explanation.Verdict.INFEASIBLE;
      case OPEN -> Explanation.Verdict.UNDECIDED;
    };
  }
}
