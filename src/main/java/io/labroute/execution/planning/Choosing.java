package io.labroute.execution.planning;

import io.labroute.execution.planning.LabPlanning.Made;
import io.labroute.execution.planning.PlanningRules.Policy;
import io.labroute.execution.planning.ScheduleRepository.Cost;
import io.labroute.schedule.Device;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Score;
import io.labroute.schedule.Step;
import io.labroute.schedule.TimeScale;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Where no way keeps to all longest waits: finds what can give way, and leaves the choice to a person or to the lab's policy. */
@Component
class Choosing {

  private static final Logger log = LoggerFactory.getLogger(Choosing.class);
  private static final int MOST_CHOICES = 5;

  private final ScheduleRepository schedules;
  private final Clock clock;

  Choosing(ScheduleRepository schedules, Clock clock) {
    this.schedules = schedules;
    this.clock = clock;
  }

  /** A way to go on, and what it costs. */
  private record Way(LabPlan plan, Cost cost) {}

  /** Whether choices wait for a person that are still good; what has become too old, or does not fit any more, is made again. */
  boolean isPending(Schedule base, LabState lab) {
    return schedules.proposed(base.told().scheduleId()).stream().findFirst()
        .filter(choice -> choice.madeAt().plus(lab.rules().decision()).isAfter(lab.now()))
        .flatMap(choice -> schedules.find(choice.scheduleId())).filter(choice -> fits(choice, lab)).isPresent();
  }

  /** Whether nothing has begun or ended since a choice was made, and the same devices are down. */
  static boolean fits(Schedule choice, LabState lab) {
    Set<String> frozen = choice.problem().frozen().stream().map(Frozen::step).collect(Collectors.toSet());
    Set<String> known = choice.problem().steps().stream().map(Step::id).collect(Collectors.toSet());
    boolean same = lab.runs().stream().filter(run -> !run.lacksJobs() || run.hasBegun()).allMatch(run -> run.plan().steps().stream()
        .allMatch(step -> {
      String name = run.name(step.stepId());
      return switch (run.stage(step)) {
        case OPEN -> known.contains(name) && !frozen.contains(name);
        case STARTED -> frozen.contains(name);
        case OVER -> true;
      };
    }));
    Set<String> down = choice.problem().devices().stream().filter(device -> device.closed().stream()
        .anyMatch(shut -> shut.reason().startsWith(Resources.DOWN))).map(Device::id).collect(Collectors.toSet());
    down.removeIf(device -> device.endsWith(Ways.loading("")));
    return same && down.equals(lab.downs().stream().map(Downtime::device).collect(Collectors.toSet()));
  }

  /**
   * Proposes ways to go on; jobs that would be done otherwise than planned wait until one is accepted.
   *
   * @return what was accepted at once, because the policy says so; null where a person has to choose
   */
  @Nullable Made propose(LabState state, Map<String, Took> took, Schedule base) {
    LabState lab = state.asOf(clock.instant());
    boolean atOnce = lab.rules().policy() == Policy.ALWAYS;
    LabProblem problem = LabPlanning.soft(ProblemOfLab.anew(lab, took, atOnce ? lab.rules().slack() : lab.rules().decision()), base);
    KeptTimes kept = LabPlanning.kept(problem, lab, base);
    List<Way> ways = ways(problem, base, lab);
    if (ways.isEmpty()) {
      log.error("no way to go on was found for schedule {}", base.told().scheduleId());
      return null;
    }
    long baseId = base.told().scheduleId();
    if (atOnce) {
      Way least = ways.stream().min(Comparator.comparingLong((Way way) -> way.cost().violationSeconds())
          .thenComparingLong(way -> way.cost().delaySeconds())).orElseThrow();
      long id = schedules.accept(least.plan(), lab, baseId, "longest waits had to give way", least.cost(), LabPlanning.ACTOR);
      log.warn("schedule {} exceeds {}", id, least.cost().violated());
      return new Made(id, least.plan(), lab, took);
    }
    wait(ways, "longest waits have to give way", kept, lab, base);
    return null;
  }

  /** Proposes a plan that breaks no wait, because the policy is to ask. */
  void ask(LabPlan plan, LabState lab, Schedule base) {
    KeptTimes kept = LabPlanning.kept(plan.lab(), lab, base);
    wait(List.of(new Way(plan, cost(plan, kept))), "the day went otherwise than planned", kept, lab, base);
  }

  private void wait(List<Way> ways, String why, KeptTimes kept, LabState lab, Schedule base) {
    Set<String> concerned = changed(kept, ways);
    List<UUID> waiting = lab.runs().stream().filter(run -> concerned.contains(run.id())).flatMap(run -> run.steps().values().stream())
        .map(StepState::job).filter(Objects::nonNull).filter(StepState.PlannedJob::planned).map(StepState.PlannedJob::jobId).toList();
    schedules.propose(ways.stream().map(Way::plan).toList(), ways.stream().map(Way::cost).toList(), base.told().scheduleId(), waiting, why,
        LabPlanning.ACTOR);
    log.warn("{} jobs of {} wait for a choice, because {}", waiting.size(), concerned, why);
  }

  /** Runs for which something has changed in any of the ways; all others go on. */
  private static Set<String> changed(KeptTimes kept, List<Way> ways) {
    Set<String> changed = kept.runsWithout();
    ways.forEach(way -> way.plan().plan().placements().stream().filter(at -> way.plan().lab().steps().containsKey(at.step()))
        .filter(at -> !sameTime(at, kept.byStep().get(at.step())))
        .forEach(at -> changed.add(way.plan().lab().runs().get(at.step()).id())));
    return changed;
  }

  private static boolean sameTime(Placement one, @Nullable Placement other) {
    return other != null && one.start() == other.start() && one.end() == other.end();
  }

  /**
   * Only what has begun, or has no time, gives way; or all that has not begun comes later as well, so that less has to. Each at once,
   * and as good as a search finds it.
   */
  private static List<Way> ways(LabProblem lab, Schedule base, LabState state) {
    LabProblem soft = lab.problem(PlanFinder.softened(lab.problem(), lag -> lab.runs().get(lag.to().step()).hasBegun()));
    KeptTimes kept = LabPlanning.kept(soft, state, base);
    Set<String> concerned = kept.runsConcerned();
    List<Frozen> others = kept.of(run -> !run.hasBegun() && !concerned.contains(run.id()));
    double seconds = state.rules().seconds() / 2;
    LabPlan few = others == null ? null : PlanFinder.searched(soft, others, seconds);
    return distinct(Stream.of(PlanFinder.atOnce(soft, kept), few, PlanFinder.searched(soft, List.of(), seconds)).filter(Objects::nonNull)
        .map(plan -> new Way(plan, cost(plan, kept))).toList());
  }

  private static Cost cost(LabPlan plan, KeptTimes kept) {
    TimeScale time = plan.problem().time();
    Map<String, Placement> placed = plan.plan().byStep();
    long delay = plan.lab().steps().keySet().stream().filter(kept.byStep()::containsKey)
        .mapToLong(step -> placed.get(step).start() - kept.byStep().get(step).start()).max().orElse(0);
    long violation = Score.of(plan.problem(), plan.plan()).values().get(0);
    List<String> violated = plan.problem().lags().stream().filter(Lag::soft).filter(lag -> excess(lag, placed) > 0)
        .map(lag -> "%s of %s, by %d s".formatted(lag.id(), plan.lab().runs().get(lag.to().step()).id(),
            time.duration(excess(lag, placed)).toSeconds())).sorted().toList();
    return new Cost(time.duration(Math.max(0, delay)).toSeconds(), time.duration(violation).toSeconds(), violated);
  }

  /** By how many ticks a wait from the end of a step to the start of another is longer than it should be; 0 or less when it is not. */
  static long excess(Lag lag, Map<String, Placement> placed) {
    return lag.max() == null ? 0 : placed.get(lag.to().step()).start() - placed.get(lag.from().step()).end() - lag.max();
  }

  /** Of several ways those of which none costs less in both; the least delay first. */
  private static List<Way> distinct(List<Way> ways) {
    var kept = new ArrayList<Way>();
    ways.stream().sorted(Comparator.comparingLong((Way way) -> way.cost().delaySeconds())
        .thenComparingLong(way -> way.cost().violationSeconds())).forEach(way -> {
          if (kept.stream().allMatch(other -> other.cost().violationSeconds() > way.cost().violationSeconds())) {
            kept.add(way);
          }
        });
    return kept.stream().limit(MOST_CHOICES).toList();
  }
}
