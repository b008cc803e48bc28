package io.labroute.schedule.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.schedule.Closure;
import io.labroute.schedule.Device;
import io.labroute.schedule.Examples;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import io.labroute.schedule.Validator;
import io.labroute.schedule.format.ProblemReader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PlannerTest {

  private static Outcome solve(Problem problem) throws InterruptedException {
    Outcome outcome = Planner.solve(problem, Wish.of(60), found -> {});
    if (outcome.best() != null) {
      assertThat(Validator.check(problem, outcome.best().plan())).isEmpty();
    }
    return outcome;
  }

  private static long best(Problem problem) throws InterruptedException {
    Outcome outcome = solve(problem);
    assertThat(outcome.status()).isEqualTo(Outcome.Status.OPTIMAL);
    assertThat(outcome.best().gap()).isZero();
    return outcome.best().value();
  }

  @Test
  void agreesWithBruteForceOnSmallProblems() throws InterruptedException {
    for (int seed = 0; seed < 40; seed++) {
      Problem problem = Examples.smallShop(seed, 2);
      assertThat(best(problem)).as("seed %d", seed).isEqualTo(BruteForce.shortest(problem));
    }
  }

  @Test
  void twiceTheTimesIsTwiceTheMakespan() throws InterruptedException {
    for (int seed = 0; seed < 10; seed++) {
      Problem problem = Examples.smallShop(seed, 4);
      assertThat(best(doubled(problem))).as("seed %d", seed).isEqualTo(2 * best(problem));
    }
  }

  private static Problem doubled(Problem problem) {
    return problem.horizon(2 * problem.time().horizon())
        .steps(problem.steps().stream().map(step -> step.modes(step.modes().stream()
            .map(mode -> new Mode(2 * mode.duration(), 2 * mode.longest(), mode.uses(), mode.reaches())).toList())).toList())
        .lags(problem.lags().stream().map(lag -> new Lag(lag.id(), lag.from(), lag.to(), 2 * lag.min(),
            lag.max() == null ? null : (Long) (2 * lag.max()), lag.cost())).toList());
  }

  @Test
  void aFurtherUnitNeverHurts() throws InterruptedException {
    for (int seed = 0; seed < 10; seed++) {
      Problem problem = Examples.smallShop(seed, 4);
      List<Device> more = problem.devices().stream()
          .map(device -> new Device(device.id(), device.units() + 1, device.processes(), device.slots(), device.closed()))
              .toList();
      assertThat(best(problem.devices(more))).as("seed %d", seed).isLessThanOrEqualTo(best(problem));
    }
  }

  @Test
  void anEarlierGoalOutweighsALaterOne() throws InterruptedException {
    Problem problem = ProblemReader.read("late", """
        time: {tick: PT1M}
        devices: [{id: m}]
        steps:
          - {id: long, device: m, duration: PT10M, due: PT11M, priority: 1}
          - {id: urgent, device: m, duration: PT3M, due: PT3M, priority: 9}
          - {id: rest, device: m, duration: PT2M}
        timeConstraints:
          - {id: soon, from: urgent, to: rest, max: PT0S, hard: false, costPerSecond: 1}
        """);
    Outcome outcome = solve(problem);

    assertThat(outcome.status()).isEqualTo(Outcome.Status.OPTIMAL);
    assertThat(outcome.best().score().values()).containsExactly(0L, 4L, 15L);
  }

  @Test
  void whatCannotBeIsCalledInfeasible() throws InterruptedException {
    List<Step> steps = List.of(Step.of("a", "a", Mode.of(6, Use.of("m"))).times(0, null, 10L, 1),
        Step.of("b", "b", Mode.of(6, Use.of("m"))).times(0, null, 10L, 1));
    Outcome outcome = solve(Problem.of("two in ten", 100, List.of(Device.of("m", 1)), steps, List.of()));

    assertThat(outcome.status()).isEqualTo(Outcome.Status.INFEASIBLE);
    assertThat(outcome.best()).isNull();
  }

  @Test
  void severalClosedTimesThatOverlapAreOne() throws InterruptedException {
    List<Closure> breaks = List.of(new Closure(4, 8, "coffee"), new Closure(6, 10, "meeting"), new Closure(13, 15, "call"));
    List<Step> steps = List.of(Step.of("a", "a", Mode.of(3, Use.of("staff"))), Step.of("b", "b", Mode.of(3, Use.of("staff"))),
        Step.of("c", "c", Mode.of(3, Use.of("staff"))));

    assertThat(best(Problem.of("breaks", 100, List.of(Device.of("staff", 1).closed(breaks)), steps, List.of()))).isEqualTo(18);
  }

  @Test
  void whatHasStartedBeforeADeviceClosesGoesOn() throws InterruptedException {
    List<Step> steps = List.of(Step.of("a", "a", Mode.of(6, Use.of("m"))), Step.of("b", "b", Mode.of(3, Use.of("m"))));
    Problem problem = Problem.of("late", 100, List.of(Device.of("m", 1).closed(List.of(new Closure(4, 10, "night")))), steps, List.of())
        .frozen(List.of(new Frozen("a", 0, null, 0, List.of())));

    assertThat(best(problem)).isEqualTo(13);
  }

  @Test
  void flexibleDurationsLastAsLongAsTheyHaveTo() throws InterruptedException {
    List<Step> steps = List.of(
        Step.of("incubate", "p", new Mode(10, 20, List.of(Use.of("inc")), List.of())),
        Step.of("wash", "p", Mode.of(5, Use.of("wash"))),
        Step.of("other", "q", Mode.of(16, Use.of("wash"))).times(0, null, 16L, 1));
    Problem problem = Problem.of("flex", 100, List.of(Device.of("inc", 1), Device.of("wash", 1)), steps,
        List.of(Lag.hard("at once", Point.end("incubate"), Point.start("wash"), 0, 0L)));

    assertThat(best(problem)).isEqualTo(21);
  }

  @Test
  void aReproducibleRunGivesTheSamePlanTwice() throws InterruptedException {
    Problem day = Examples.day(4);
    Outcome first = Planner.solve(day, Wish.reproducible(0.5, 7), found -> {});
    Outcome second = Planner.solve(day, Wish.reproducible(0.5, 7), found -> {});

    assertThat(first.withinBudget()).isTrue();
    assertThat(second.best().plan().hash()).isEqualTo(first.best().plan().hash());
  }

  @Test
  void everyBetterPlanIsToldAndTheLastIsTheBest() throws InterruptedException {
    List<Incumbent> told = new ArrayList<>();
    Outcome outcome = Planner.solve(Examples.day(6), Wish.of(2), told::add);

    assertThat(told).isNotEmpty().last().extracting(found -> found.plan().hash()).isEqualTo(outcome.best().plan().hash());
    assertThat(told).isSortedAccordingTo((a, b) -> b.score().compareTo(a.score()));
    assertThat(outcome.best().bound()).isBetween(1L, outcome.best().value());
  }

  @Test
  void aRunCanBeCancelledAndTheNextOneHasItsTurn() throws InterruptedException {
    var found = new CountDownLatch(1);
    Planning first = Planning.start(Examples.day(40), Wish.of(100_000), plan -> found.countDown());
    found.await();
    Planning waiting = Planning.start(Examples.day(3), Wish.of(100_000), plan -> {});
    Planning given = Planning.start(Examples.day(2), Wish.of(30), plan -> {});
    waiting.cancel();
    assertThat(waiting.await().status()).isEqualTo(Outcome.Status.UNKNOWN);
    first.cancel();

    assertThat(first.await().status()).isEqualTo(Outcome.Status.FEASIBLE);
    assertThat(first.best()).isNotNull();
    assertThat(given.await().best()).isNotNull();
  }

  @Test
  void aFaultyProblemIsRefusedBeforeAnythingStarts() {
    Problem bad = Problem.of("bad", 10, List.of(), List.of(Step.of("a", "a", Mode.of(1, Use.of("ghost")))), List.of());

    assertThatThrownBy(() -> Planning.start(bad, Wish.of(1), plan -> {})).hasMessageContaining("schedule.unknown-device");
  }
}
