package io.labroute.schedule.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.schedule.Closure;
import io.labroute.schedule.Consistency;
import io.labroute.schedule.Device;
import io.labroute.schedule.Examples;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Hold;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.TimeScale;
import io.labroute.schedule.Use;
import io.labroute.schedule.Validator;
import io.labroute.schedule.format.ProblemReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
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

  private static Problem batches(int least, long... releases) {
    List<Step> steps = new ArrayList<>();
    for (long release : releases) {
      String id = "s" + steps.size();
      steps.add(Step.of(id, id, Mode.of(5, Use.of("spin"))).times(release, null, null, 1));
    }
    return Problem.of("batches", 60, List.of(new Device("spin", 1, 3, 0, List.of(), true, least)), steps, List.of());
  }

  @Test
  void stepsOfABatchDeviceRunTogetherAndAreEnough() throws InterruptedException {
    assertThat(best(batches(2, 0, 0, 0))).as("all at once").isEqualTo(5);
    assertThat(best(batches(2, 0, 0, 0, 0))).as("two and two").isEqualTo(10);
    assertThat(best(batches(1, 0, 3))).as("better wait for the other").isEqualTo(8);
    assertThat(best(batches(2, 0, 0, 3, 3))).as("two at 0 and two at 5").isEqualTo(10);
    assertThat(solve(batches(2, 0)).status()).isEqualTo(Outcome.Status.INFEASIBLE);
  }

  @Test
  void aDeviceThatRestsWhenLoadedWorksBetweenMoves() throws InterruptedException {
    assertThat(best(twoPlates(true))).as("the second plate comes while the first is shaken").isEqualTo(26);
    assertThat(best(twoPlates(false))).as("four moves and two times of work, one after the other").isEqualTo(32);
  }

  private static Problem twoPlates(boolean loadedAtWork) {
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    for (String plate : List.of("p", "q")) {
      steps.add(Step.of(plate + "/in", plate, Mode.of(3, Use.of("arm"))));
      steps.add(Step.of(plate + "/shake", plate, Mode.of(10, Use.of("shake"))).hold(new Hold(plate + "/in", plate + "/out")));
      steps.add(Step.of(plate + "/out", plate, Mode.of(3, Use.of("arm"))));
      lags.add(Lag.after(plate + "/in", plate + "/shake"));
      lags.add(Lag.after(plate + "/shake", plate + "/out"));
    }
    return Problem.of("two plates", 100, List.of(new Device("shake", 1, 1, 2, List.of(), loadedAtWork, 0), Device.of("arm", 1)), steps,
        lags);
  }

  @Test
  void daysWithBatchesAndRestsGetBetterPlansThanTheFirst() throws InterruptedException {
    for (Problem day : List.of(Examples.spinDay(8), Examples.shakeDay(8))) {
      List<Incumbent> told = new ArrayList<>();
      Outcome outcome = Planner.solve(day, Wish.of(5), told::add);
      assertThat(Validator.check(day, outcome.best().plan())).isEmpty();
      assertThat(outcome.best().value()).isLessThanOrEqualTo(told.get(0).value());
    }
  }

  @Test
  void waitsThatShouldBeAlikeAreMadeAlike() throws InterruptedException {
    assertThat(solve(alike(1)).best().score().values()).as("one reader: 5 ticks apart, 2 tolerated, 2 each").containsExactly(6L, 0L, 20L);
    assertThat(solve(alike(2)).best().score().values()).containsExactly(0L, 0L, 15L);
  }

  private static Problem alike(int readers) {
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    List<Consistency.Span> spans = new ArrayList<>();
    for (String plate : List.of("p", "q")) {
      steps.add(Step.of(plate + "/incubate", plate, Mode.of(10, Use.of("inc"))).times(0, null, 10L, 1));
      steps.add(Step.of(plate + "/read", plate, Mode.of(5, Use.of("read"))));
      lags.add(Lag.after(plate + "/incubate", plate + "/read"));
      spans.add(new Consistency.Span(Point.end(plate + "/incubate"), Point.start(plate + "/read")));
    }
    return new Problem("alike", TimeScale.of(60), List.of(Device.of("inc", 2), Device.of("read", readers)), steps, lags, List.of(),
        List.of(), Problem.USUAL_GOALS, List.of(new Consistency("alike", spans, 2, 2)));
  }

  @Test
  void aCampaignInItsSteadyStateTreatsAllLabwareAlike() throws InterruptedException {
    Problem day = Examples.campaign(12);
    List<Consistency.Span> spans = day.steps().stream().map(Step::labware).distinct()
        .map(plate -> new Consistency.Span(Point.end(plate + "/incubate"), Point.start(plate + "/to-wash"))).toList();
    Problem alike = new Problem("alike", day.time(), day.devices(), day.steps(), day.lags(), day.stocks(), day.frozen(), day.goals(),
        List.of(new Consistency("alike", spans, 0, 1)));
    Outcome outcome = Planner.solve(alike, Wish.of(8), found -> {});

    assertThat(outcome.best().score().values().get(0)).isZero();
  }

  @Test
  void aJobShopIsProvenInAReproducibleRun() throws InterruptedException {
    Outcome first = Planner.solve(shop(), Wish.reproducible(2, 7), found -> {});
    Outcome second = Planner.solve(shop(), Wish.reproducible(2, 7), found -> {});

    assertThat(first.status()).isEqualTo(Outcome.Status.OPTIMAL);
    assertThat(second.best().plan().hash()).isEqualTo(first.best().plan().hash());
  }

  private static Problem shop() {
    var random = new Random(5);
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    for (int job = 0; job < 7; job++) {
      for (int k = 0; k < 5; k++) {
        steps.add(Step.of(job + "/" + k, "j" + job, Mode.of(1 + random.nextInt(50), Use.of("m" + (job * 3 + k * (1 + job % 4)) % 5))));
        if (k > 0) {
          lags.add(Lag.after(job + "/" + (k - 1), job + "/" + k));
        }
      }
    }
    return Problem.of("shop", 5_000, IntStream.range(0, 5).mapToObj(m -> Device.of("m" + m, 1)).toList(), steps, lags);
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
