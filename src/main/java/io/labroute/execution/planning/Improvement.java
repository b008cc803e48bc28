package io.labroute.execution.planning;

import io.labroute.execution.planning.LabPlanning.Made;
import io.labroute.lab.Refusal;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Score;
import io.labroute.schedule.Validator;
import io.labroute.schedule.planning.Incumbent;
import io.labroute.schedule.planning.Planning;
import io.labroute.schedule.planning.Wish;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Looks for a better plan while the first one is carried out already. What starts soon keeps its time; the better plan is taken
 * only if it is worth the change, and if nothing has begun meanwhile that it has otherwise.
 */
@Component
class Improvement {

  private static final Logger log = LoggerFactory.getLogger(Improvement.class);
  /** A plan has to end sooner by this part of it to be worth a change. */
  private static final int WORTH = 50;
  /** Of more steps nothing better is found in the time that there is. */
  private static final int MOST_STEPS = 5_000;

  private final ScheduleRepository schedules;
  private final Clock clock;
  private volatile @Nullable Search search;

  Improvement(ScheduleRepository schedules, Clock clock) {
    this.schedules = schedules;
    this.clock = clock;
  }

  /**
   * A search under way.
   *
   * @param problem with what starts soon frozen
   * @param soon what starts soon, and must start before the search is over
   * @param until from when on it is of no use any more
   */
  private record Search(Planning planning, Made made, Problem problem, Set<String> soon, Instant until, long ends) {}

  /** Begins to look for something better than a schedule that was just made; an earlier search ends. */
  void begin(Made made) {
    cancel();
    LabPlan plan = made.plan();
    Instant until = clock.instant().plus(made.lab().rules().soon());
    long tick = plan.problem().time().up(Duration.between(plan.problem().time().start(), until));
    List<Placement> near = plan.plan().placements().stream().filter(at -> at.start() <= tick).toList();
    Set<String> frozen = plan.problem().frozen().stream().map(Frozen::step).collect(Collectors.toSet());
    var all = new ArrayList<>(plan.problem().frozen());
    near.stream().filter(at -> !frozen.contains(at.step()))
        .forEach(at -> all.add(new Frozen(at.step(), at.start(), at.end(), at.mode(), at.seats())));
    Problem problem = plan.problem().frozen(all);
    double seconds = made.lab().rules().seconds();
    int free = plan.problem().steps().size() - all.size();
    if (free > 0 && free <= MOST_STEPS && Validator.check(problem, plan.plan()).isEmpty()) {
      search = new Search(Planning.start(problem, Wish.of(seconds), better -> { }), made, problem,
          near.stream().map(Placement::step).collect(Collectors.toSet()), until, System.nanoTime() + (long) (seconds * 1e9));
    }
  }

  /** Takes what was found, when the time of the search is over. */
  void finish(LabState lab) {
    Search over = search;
    if (over == null || System.nanoTime() < over.ends() && clock.instant().isBefore(over.until())) {
      return;
    }
    Incumbent best = over.planning().best();
    cancel();
    boolean usable = best != null && clock.instant().isBefore(over.until()) && nothingElseBegan(over, lab)
        && isWorthwhile(over, best.plan());
    if (usable) {
      take(over, best);
    }
  }

  private void take(Search over, Incumbent best) {
    try {
      long id = schedules.accept(LabPlan.of(over.made().plan().lab(), best), over.made().lab(), over.made().scheduleId(),
          "a better plan was found", null, LabPlanning.ACTOR);
      log.info("schedule {} is better than {}: {}", id, over.made().scheduleId(), best.score());
    } catch (Refusal stale) {
      log.info("a better plan came too late. {}", stale.finding().text());
    }
  }

  boolean isUnderWay() {
    return search != null;
  }

  private void cancel() {
    if (search != null) {
      search.planning().cancel();
      search = null;
    }
  }

  private static boolean nothingElseBegan(Search over, LabState lab) {
    Map<String, OpenRun> runs = lab.runs().stream().collect(Collectors.toMap(OpenRun::id, run -> run));
    return over.made().lab().runs().stream().allMatch(before -> {
      OpenRun now = runs.get(before.id());
      return now != null && before.plan().steps().stream().allMatch(step -> before.stage(step) == now.stage(step)
          && before.state(step.stepId()).waits() == now.state(step.stepId()).waits() || over.soon().contains(before.name(step.stepId())));
    });
  }

  private static boolean isWorthwhile(Search over, Plan better) {
    Problem problem = over.problem();
    Score was = Score.of(problem, over.made().plan().plan());
    Score is = Score.of(problem, better);
    long slack = problem.time().up(over.made().lab().rules().slack());
    for (int goal = 0; goal < was.values().size(); goal++) {
      long gain = was.values().get(goal) - is.values().get(goal);
      boolean last = goal == was.values().size() - 1;
      long worth = last ? Math.max(slack, (was.values().get(goal) - over.made().plan().lab().now()) / WORTH) : slack;
      if (gain >= worth || gain < 0) {
        return gain > 0;
      }
    }
    return false;
  }
}
