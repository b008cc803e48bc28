package io.labroute.execution.planning;

import static io.labroute.execution.planning.SmallLab.NOW;
import static io.labroute.execution.planning.SmallLab.after;
import static io.labroute.execution.planning.SmallLab.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.execution.job.JobTime;
import io.labroute.execution.planning.SmallLab.Intended;
import io.labroute.execution.planning.StepState.PlannedJob;
import io.labroute.execution.planning.StepState.Stage;
import io.labroute.schedule.Placement;
import io.labroute.schedule.TimeScale;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlanFinderTest {

  private static Intended washing() {
    return new Intended().labware("Plate", "Hotel", 0).move("in", "Plate", "Washer", 0, List.of())
        .run("wash", "Washer", null, 10, after("in"), "Plate").move("out", "Plate", "Hotel", 0, within("wash", "5 min"));
  }

  private static SmallLab lab() {
    return new SmallLab().device("Washer", "washers", 2, 1, true).device("Hotel", "storage", 10, 10, true)
        .device("Arm", "movers", 1, 1, true);
  }

  private static LabPlan planned(LabProblem problem) {
    LabPlan plan = PlanFinder.atOnce(problem, new KeptTimes(problem, null, NOW));
    assertThat(plan).isNotNull();
    return plan;
  }

  private static Schedule schedule(LabPlan plan) {
    TimeScale time = plan.problem().time();
    return new Schedule(new Schedule.Told(1, NOW, "test", "test", null, Schedule.State.CURRENT, time.start(), (int) time.tick().toSeconds(),
        plan.plan().hash(), "test", 0, 0, BigDecimal.ZERO, 0, null, null, List.of()), plan.problem(), plan.plan());
  }

  private static Map<String, StepState> jobs(List<JobTime> times, String run) {
    return times.stream().filter(time -> time.experimentId().equals(run)).collect(Collectors.toMap(JobTime::stepId,
        time -> new StepState(Stage.OPEN, time.device(), null, null, false,
            new PlannedJob(UUID.randomUUID(), time.start(), time.end(), true, true))));
  }

  private static KeptTimes kept(SmallLab lab, LabProblem problem, Schedule base, Instant now) {
    return new KeptTimes(problem, base, now.minus(lab.state(now).rules().slack()));
  }

  @Test
  void aPlanStandsAsLongAsNothingIsLateByMoreThanTheSlack() {
    LabPlan plan = planned(lab().run(washing(), "C.1").problem());
    Schedule base = schedule(plan);
    SmallLab later = lab().run(washing(), "C.1", jobs(plan.times(lab().state()), "C.1"));

    Instant soon = NOW.plusSeconds(20);
    Instant late = NOW.plusSeconds(120);

    assertThat(kept(later, ProblemOfLab.asItStands(later.state(soon), later.took()), base, soon).plan()).isNotNull();
    assertThat(kept(later, ProblemOfLab.asItStands(later.state(late), later.took()), base, late).plan())
        .as("the move is late, and the wash would begin before it ends").isNull();
  }

  @Test
  void aNewRunIsPlacedAroundWhatIsPlanned() {
    LabPlan plan = planned(lab().run(washing(), "C.1").problem());
    SmallLab both = lab().run(washing(), "C.1", jobs(plan.times(lab().state()), "C.1")).run(washing(), "C.2");
    LabProblem problem = both.problem();

    LabPlan next = PlanFinder.atOnce(problem, kept(both, problem, schedule(plan), NOW));

    Map<String, Placement> before = plan.plan().byStep();
    assertThat(next.plan().byStep().get("C.1/wash")).isEqualTo(before.get("C.1/wash"));
    assertThat(next.plan().byStep().get("C.2/in").start()).isGreaterThanOrEqualTo(before.get("C.1/out").end());
    assertThat(next.times(both.state())).as("only what is new gets a time").extracting(JobTime::experimentId).containsOnly("C.2");
  }

  @Test
  void whatFollowsAnOverrunComesLaterAndRunsThatAreNotInItsWayKeepTheirTimes() {
    Intended other = new Intended().confirm("look", 5, List.of());
    LabPlan plan = planned(lab().run(washing(), "C.1").run(other, "D.1").problem());
    List<JobTime> times = plan.times(lab().state());
    Instant now = NOW.plus(Duration.ofMinutes(20));
    Map<String, StepState> states = new HashMap<>(jobs(times, "C.1"));
    states.put("in", StepState.over(NOW.plusSeconds(60)));
    states.put("wash", StepState.started("Washer", NOW.plusSeconds(60)));
    SmallLab lab = lab().run(washing(), "C.1", states).run(other, "D.1", Map.of("look", new StepState(Stage.OPEN, null, null, null, false,
        new PlannedJob(UUID.randomUUID(), now.plusSeconds(600), now.plusSeconds(900), true, true))));

    LabProblem problem = ProblemOfLab.anew(lab.state(now), lab.took(), Duration.ZERO);
    LabPlan next = PlanFinder.atOnce(problem, kept(lab, problem, schedule(plan), now));

    TimeScale time = problem.problem().time();
    assertThat(time.at(next.plan().byStep().get("C.1/out").start())).isAfter(now);
    assertThat(time.at(next.plan().byStep().get("D.1/look").start())).isEqualTo(now.plusSeconds(600));
    assertThat(next.plan().byStep().get("C.1/wash").start()).isEqualTo(time.down(Duration.between(time.start(), NOW.plusSeconds(60))));
  }

  @Test
  void aLongestWaitThatCannotBeKeptHasNoPlanUntilItMayGiveWay() {
    SmallLab lab = lab().down("Arm", NOW, NOW.plusSeconds(3600)).run(washing(), "C.1",
        Map.of("in", StepState.over(NOW.minusSeconds(700)), "wash", StepState.over(NOW)));
    LabProblem problem = lab.problem();

    assertThat(PlanFinder.atOnce(problem, new KeptTimes(problem, null, NOW))).isNull();
    assertThat(PlanFinder.searched(problem, List.of(), 1)).isNull();

    LabProblem soft = problem.problem(PlanFinder.softened(problem.problem(), lag -> true));
    LabPlan plan = PlanFinder.searched(soft, List.of(), 1);
    assertThat(problem.problem().time().at(plan.plan().byStep().get("C.1/out").start())).isEqualTo(NOW.plusSeconds(3600));
  }

  @Test
  void jobsNameTheArmAndWhatTheyMustNotShare() {
    SmallLab lab = lab().run(washing(), "C.1");

    Map<String, JobTime> times = planned(lab.problem()).times(lab.state()).stream()
        .collect(Collectors.toMap(JobTime::stepId, time -> time));

    assertThat(times.get("in").device()).isEqualTo("Arm");
    assertThat(times.get("in").resources()).containsExactlyInAnyOrder("Arm", "Hotel[0]", "Washer[0]");
    assertThat(times.get("wash").device()).isEqualTo("Washer");
    assertThat(times.get("wash").resources()).containsExactly("Washer", "Washer[0]");
  }
}
