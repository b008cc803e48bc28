package io.labroute.execution.planning;

import io.labroute.execution.planning.PlanningRules.Policy;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Problem;
import io.labroute.schedule.explain.Explainer;
import io.labroute.schedule.explain.Explanation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Sees whether the current schedule still holds, and makes the next one where it does not: runs without jobs get them, and what
 * went otherwise than planned is taken account of. Nothing that has started is ever moved.
 */
@Component
class LabPlanning {

  static final String ACTOR = "planning";
  private static final Logger log = LoggerFactory.getLogger(LabPlanning.class);
  private static final Duration LEAD = Duration.ofSeconds(1);
  private static final int TRIES = 3;

  private final Durations durations;
  private final ScheduleRepository schedules;
  private final Refusals refusals;
  private final Choosing choosing;
  private final Clock clock;

  LabPlanning(Durations durations, ScheduleRepository schedules, Refusals refusals, Choosing choosing, Clock clock) {
    this.durations = durations;
    this.schedules = schedules;
    this.refusals = refusals;
    this.choosing = choosing;
    this.clock = clock;
  }

  /**
   * What came of a round.
   *
   * @param scheduleId 0 of a plan that a person has to accept
   */
  record Made(long scheduleId, LabPlan plan, LabState lab, Map<String, Took> took) {}

  /**
   * Makes the next schedule if one is needed.
   *
   * @param asked whether it is made anew in any case, with durations as they are known now
   * @return the last schedule that was made; null where the current one holds, or none can be made
   */
  @Nullable Made go(LabState state, boolean asked) {
    Schedule base = schedules.current().orElse(null);
    LabState lab = refusals.without(state, it -> took(it, base, asked));
    if (lab.runs().isEmpty() || base != null && !asked && choosing.isPending(base, lab)) {
      return null;
    }
    Map<String, Took> took = took(lab, base, asked);
    if (!asked && stands(lab, took, base)) {
      return null;
    }
    Made made = plan(lab, took, base);
    if (made != null) {
      return made;
    }
    List<OpenRun> fresh = lab.runs().stream().filter(run -> run.lacksJobs() && !run.hasBegun()).toList();
    return fresh.isEmpty() ? repaired(lab, took, base) : oneByOne(lab, fresh, took, base, asked);
  }

  /** Durations stay as they were planned, so that a lab that learns does not plan all the time. */
  Map<String, Took> took(LabState lab, @Nullable Schedule base, boolean asked) {
    Map<String, Took> took = new HashMap<>();
    if (base != null && !asked) {
      Problem before = base.problem();
      before.steps().stream().filter(step -> step.modes().get(0).duration() > 0)       // of what was over then nothing is planned
          .forEach(step -> took.put(step.id(), new Took(before.time().duration(step.modes().get(0).duration()),
              step.estimate().quantile(), step.estimate().guessed())));
    }
    List<OpenRun> unknown = lab.runs().stream().filter(run -> run.plan().steps().stream()
        .anyMatch(step -> run.stage(step) != StepState.Stage.OVER && !took.containsKey(run.name(step.stepId())))).toList();
    if (!unknown.isEmpty()) {
      durations.of(lab.runs(unknown)).forEach(took::putIfAbsent);
    }
    return took;
  }

  private static boolean stands(LabState lab, Map<String, Took> took, @Nullable Schedule base) {
    LabProblem asItStands = soft(ProblemOfLab.asItStands(lab, took), base);
    return base != null && kept(asItStands, lab, base).plan() != null;
  }

  static KeptTimes kept(LabProblem problem, LabState lab, @Nullable Schedule base) {
    return new KeptTimes(problem, base, lab.now().minus(lab.rules().slack()));
  }

  /** Waits that were accepted to be exceeded stay so; all others hold again. */
  static LabProblem soft(LabProblem lab, @Nullable Schedule base) {
    Map<String, Placement> placed = base == null ? Map.of() : base.plan().byStep();
    Set<List<Object>> soft = base == null ? Set.of() : base.problem().lags().stream()
        .filter(lag -> lag.soft() && Choosing.excess(lag, placed) > 0)
        .map(lag -> List.<Object>of(lag.from(), lag.to())).collect(Collectors.toSet());
    return soft.isEmpty() ? lab : lab.problem(PlanFinder.softened(lab.problem(), lag -> soft.contains(List.of(lag.from(), lag.to()))));
  }

  /** A plan that is there at once; one that comes too late for itself is made again, with more time before it. */
  private @Nullable Made plan(LabState state, Map<String, Took> took, @Nullable Schedule base) {
    LabState lab = state;
    Duration lead = LEAD;
    for (int n = 1; ; n++) {
      LabProblem problem = soft(ProblemOfLab.anew(lab, took, lead), base);
      KeptTimes kept = kept(problem, lab, base);
      LabPlan plan = PlanFinder.atOnce(problem, kept);
      Instant now = clock.instant();
      if (plan == null || n == TRIES || !plan.firstStart(kept.byStep()).isBefore(now.minus(lab.rules().slack()))) {
        return plan == null ? null : accepted(plan, lab, took, base, why(lab));
      }
      lead = Duration.between(lab.now(), now).multipliedBy(2);
      lab = lab.asOf(now);
    }
  }

  private Made accepted(LabPlan plan, LabState lab, Map<String, Took> took, @Nullable Schedule base, String why) {
    if (base != null && lab.rules().policy() == Policy.ASK && movesJobs(plan, lab)) {
      choosing.ask(plan, lab, base);
      return new Made(0, plan, lab, took);
    }
    long id = schedules.accept(plan, lab, base == null ? 0 : base.told().scheduleId(), why, null, ACTOR);
    plan.lab().warnings().forEach(warning -> log.warn("schedule {}: {}", id, warning));
    log.info("schedule {} of {} steps, {} of them guessed, by {}: {}", id, plan.lab().steps().size(), plan.lab().guesses(), plan.source(),
        why);
    return new Made(id, plan, lab, took);
  }

  /** A choice as a plan for the jobs that are open now. */
  LabPlan again(Schedule choice, LabState state) {
    LabProblem now = ProblemOfLab.asItStands(state, took(state, choice, false));
    Set<String> placed = choice.plan().byStep().keySet();
    Map<String, LabProblem.Planned> steps = new LinkedHashMap<>(now.steps());
    steps.keySet().retainAll(placed);
    return LabPlan.of(new LabProblem(choice.problem(), now.now(), steps, now.runs(), List.of()), choice.plan(), choice.told().source());
  }

  private static boolean movesJobs(LabPlan plan, LabState lab) {
    Map<String, OpenRun> runs = lab.runs().stream().collect(Collectors.toMap(OpenRun::id, run -> run));
    return plan.times(lab).stream().anyMatch(time -> runs.get(time.experimentId()).state(time.stepId()).job() != null);
  }

  private static String why(LabState lab) {
    List<String> fresh = lab.runs().stream().filter(OpenRun::lacksJobs).map(OpenRun::id).toList();
    return fresh.isEmpty() ? "the day went otherwise than planned" : "new: " + fresh.stream().limit(10).collect(Collectors.joining(", "))
        + (fresh.size() > 10 ? " and %d more".formatted(fresh.size() - 10) : "");
  }

  /** One run after the other joins what is planned; those that no way leads to are refused, with the reason. */
  private @Nullable Made oneByOne(LabState lab, List<OpenRun> fresh, Map<String, Took> took, @Nullable Schedule base, boolean asked) {
    Set<String> out = fresh.stream().map(OpenRun::id).collect(Collectors.toCollection(HashSet::new));
    Schedule current = base;
    LabState old = lab.runs(lab.runs().stream().filter(run -> !out.contains(run.id())).toList());
    Made last = null;
    if (!old.runs().isEmpty() && (asked || !stands(old, took, base))) {
      last = plan(old, took, base);
      last = last == null ? repaired(old, took, base) : last;
      if (last == null) {
        return null;
      }
      current = schedules.current().orElse(null);
    }
    for (OpenRun run : fresh) {
      out.remove(run.id());
      LabState more = lab.runs(lab.runs().stream().filter(it -> !out.contains(it.id())).toList());
      Made made = plan(more, took, current);
      made = made == null ? searched(more, took, current) : made;
      if (made == null) {
        refusals.refuse(run, lab, explained(more, run, took));
        out.add(run.id());
      } else {
        last = made;
        current = schedules.current().orElse(null);
      }
    }
    return last;
  }

  private @Nullable Made searched(LabState lab, Map<String, Took> took, @Nullable Schedule base) {
    LabState now = lab.asOf(clock.instant());
    LabProblem problem = soft(ProblemOfLab.anew(now, took, Duration.ofMillis((long) (lab.rules().seconds() * 1000)).plus(LEAD)), base);
    LabPlan plan = PlanFinder.searched(problem, List.of(), lab.rules().seconds());
    return plan == null ? null : accepted(plan, now, took, base, why(now));
  }

  /** Where nothing is new, what has begun went otherwise: all waits are kept if any way leads there; else waits have to give way. */
  private @Nullable Made repaired(LabState lab, Map<String, Took> took, @Nullable Schedule base) {
    Made made = searched(lab, took, base);
    if (made == null && base != null) {
      return choosing.propose(lab, took, base);
    }
    if (made == null) {
      lab.runs().forEach(run -> refusals.refuse(run, lab, explained(lab, run, took)));
    }
    return made;
  }

  /** Why a run has no place: by itself, or beside all others. */
  private static Finding explained(LabState lab, OpenRun run, Map<String, Took> took) {
    try {
      Problem alone = ProblemOfLab.anew(lab.runs(List.of(run)), took, LEAD).problem();
      Explanation why = Explainer.explain(alone, lab.rules().seconds());
      String where = "";
      if (why.verdict() == Explanation.Verdict.FEASIBLE) {
        where = "Beside all that is planned: ";
        why = Explainer.explain(ProblemOfLab.anew(lab, took, LEAD).problem(), lab.rules().seconds());
      }
      String code = why.verdict() == Explanation.Verdict.INFEASIBLE ? "schedule.infeasible" : "schedule.no-plan-found";
      return Finding.of(code, where + why.text().replace("[schedule.infeasible] ", "")
          + " A tick is %d s.".formatted(lab.rules().tick().toSeconds()));
    } catch (Refusal refusal) {
      return refusal.finding();
    }
  }
}
