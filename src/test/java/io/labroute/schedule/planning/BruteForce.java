package io.labroute.schedule.planning;

import io.labroute.schedule.Boundary;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Use;
import java.util.HashMap;
import java.util.Map;

/** Tries every start of every step, for problems without slots; slow, and too simple to be wrong. */
final class BruteForce {

  private final Problem problem;
  private final long[] start;
  private final Mode[] mode;
  private final Map<String, Integer> index = new HashMap<>();

  private BruteForce(Problem problem) {
    this.problem = problem;
    start = new long[problem.steps().size()];
    mode = new Mode[problem.steps().size()];
    problem.steps().forEach(step -> index.put(step.id(), index.size()));
  }

  /** The shortest makespan, or -1 when nothing fits the horizon. */
  static long shortest(Problem problem) {
    for (long makespan = 0; makespan <= problem.time().horizon(); makespan++) {
      if (new BruteForce(problem).fits(0, makespan)) {
        return makespan;
      }
    }
    return -1;
  }

  private boolean fits(int step, long makespan) {
    if (step == start.length) {
      return true;
    }
    for (Mode way : problem.steps().get(step).modes()) {
      mode[step] = way;
      for (long tick = 0; tick + way.duration() <= makespan; tick++) {
        start[step] = tick;
        if (lagsHold(step) && unitsSuffice(step) && fits(step + 1, makespan)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean lagsHold(int upTo) {
    for (Lag lag : problem.lags()) {
      if (index.get(lag.from().step()) <= upTo && index.get(lag.to().step()) <= upTo) {
        long distance = time(lag.to()) - time(lag.from());
        if (distance < lag.min() || lag.max() != null && distance > lag.max()) {
          return false;
        }
      }
    }
    return true;
  }

  private long time(Point point) {
    int i = index.get(point.step());
    return start[i] + (point.boundary() == Boundary.END ? mode[i].duration() : 0);
  }

  private boolean unitsSuffice(int upTo) {
    for (var device : problem.devices()) {
      for (long tick = start[upTo]; tick < start[upTo] + mode[upTo].duration(); tick++) {
        int taken = 0;
        for (int i = 0; i <= upTo; i++) {
          if (start[i] <= tick && tick < start[i] + mode[i].duration()) {
            taken += mode[i].uses().stream().filter(use -> use.device().equals(device.id())).mapToInt(Use::amount).sum();
          }
        }
        if (taken > device.units()) {
          return false;
        }
      }
    }
    return true;
  }
}
