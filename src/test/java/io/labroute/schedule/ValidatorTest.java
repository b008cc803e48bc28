package io.labroute.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One promise a constraint: two plates that are moved onto a washer with one slot, washed, and moved off. */
class ValidatorTest {

  private static final List<Device> DEVICES = List.of(new Device("wash", 1, 1, 1, List.of(new Closure(200, 300, "cleaning"))),
      Device.of("arm", 2));
  private static final Problem PROBLEM = problem();

  private static Problem problem() {
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    for (String plate : List.of("p", "q")) {
      steps.add(Step.of(plate + "/in", plate, Mode.of(5, Use.of("arm"))));
      steps.add(Step.of(plate + "/wash", plate, Mode.of(20, Use.of("wash")))
          .hold(new Hold(plate + "/in", plate + "/out")).times(0, 90L, 190L, 1).draws(List.of(new Draw("soap", 1))));
      steps.add(Step.of(plate + "/out", plate, Mode.of(5, Use.of("arm"))));
      lags.add(Lag.hard("at once", Point.end(plate + "/in"), Point.start(plate + "/wash"), 0, 0L));
      lags.add(Lag.hard("soon out", Point.end(plate + "/wash"), Point.start(plate + "/out"), 0, 10L));
    }
    return new Problem("two plates", TimeScale.of(400), DEVICES, steps, lags, List.of(new Stock("soap", 2, 2)), List.of(),
        Problem.USUAL_GOALS);
  }

  private static Plan plan(long p, long q) {
    return new Plan("two plates", List.of(
        new Placement("p/in", p, p + 5, 0, List.of(new Seat("arm", 1))),
        new Placement("p/wash", p + 5, p + 25, 0, List.of(new Seat("wash", 1))),
        new Placement("p/out", p + 25, p + 30, 0, List.of(new Seat("arm", 1))),
        new Placement("q/in", q, q + 5, 0, List.of(new Seat("arm", 2))),
        new Placement("q/wash", q + 5, q + 25, 0, List.of(new Seat("wash", 1))),
        new Placement("q/out", q + 25, q + 30, 0, List.of(new Seat("arm", 2)))));
  }

  private static Plan with(Placement changed) {
    return new Plan("two plates", plan(0, 30).placements().stream().map(p -> p.step().equals(changed.step()) ? changed : p)
        .toList());
  }

  private static List<String> codes(Problem problem, Plan plan) {
    return Validator.check(problem, plan).stream().map(Finding::code).distinct().toList();
  }

  @Test
  void acceptsAPlanThatCanBeCarriedOut() {
    assertThat(codes(PROBLEM, plan(0, 30))).isEmpty();
    assertThat(Score.of(PROBLEM, plan(0, 30)).values()).containsExactly(0L, 0L, 60L);
    assertThat(Score.of(PROBLEM, plan(0, 80)).values()).containsExactly(0L, 15L, 110L);
  }

  @Test
  void aSlotIsTakenFromTheStartOfTheMoveInToTheEndOfTheMoveOut() {
    assertThat(codes(PROBLEM, plan(0, 29))).containsExactly("plan.no-slot");
    assertThat(codes(PROBLEM, plan(0, 26))).containsExactly("plan.no-slot");
    assertThat(codes(PROBLEM, plan(0, 10))).containsExactly("plan.overlap", "plan.no-slot");
  }

  @Test
  void aClosedDeviceHoldsNothing() {
    assertThat(codes(PROBLEM, plan(0, 171))).contains("plan.closed");
  }

  @Test
  void everyRuleHasItsCode() {
    List<Seat> arm = List.of(new Seat("arm", 1));
    assertThat(codes(PROBLEM, with(new Placement("p/out", 36, 41, 0, arm)))).contains("plan.lag");
    assertThat(codes(PROBLEM, with(new Placement("p/out", 25, 31, 0, arm)))).contains("plan.duration");
    assertThat(codes(PROBLEM, with(new Placement("p/out", 25, 30, 1, arm)))).contains("plan.unknown-mode");
    assertThat(codes(PROBLEM, with(new Placement("p/out", 25, 30, 0, List.of(new Seat("arm", 3))))))
        .contains("plan.unknown-unit");
    assertThat(codes(PROBLEM, with(new Placement("p/out", 25, 30, 0, List.of())))).contains("plan.seats");
    assertThat(codes(PROBLEM, plan(-5, 30))).contains("plan.before-release");
    assertThat(codes(PROBLEM, plan(0, 390))).contains("plan.too-late");
    assertThat(codes(PROBLEM, new Plan("x", plan(0, 30).placements().subList(0, 5)))).containsExactly("plan.missing-step");
    assertThat(codes(PROBLEM.frozen(List.of(new Frozen("p/in", 1, null, 0, List.of()))), plan(0, 30)))
        .containsExactly("plan.frozen-moved");
  }

  @Test
  void labwareOnItsWayToAUnitIsWorkedOnThere() {
    Device washers = new Device("wash", 2, 1, 1, List.of());
    Problem problem = PROBLEM.devices(List.of(washers, DEVICES.get(1))).steps(PROBLEM.steps().stream()
        .map(step -> step.hold() == null ? step
            : step.hold(new Hold(step.hold().from(), step.hold().until(), List.of(new Seat("wash", 2))))).toList());

    assertThat(codes(problem, plan(0, 30))).isNotEmpty().containsOnly("plan.frozen-moved");
  }

  @Test
  void aStockNeverFallsBelowZero() {
    Problem dry = new Problem("dry", PROBLEM.time(), DEVICES, PROBLEM.steps(), PROBLEM.lags(), List.of(new Stock("soap", 1, 2)),
        List.of(), Problem.USUAL_GOALS);

    assertThat(codes(dry, plan(0, 30))).containsExactly("plan.stock");
  }

  @Test
  void aDeviceThatRestsWhenLoadedDoesNotWorkDuringAMove() {
    Device shaker = new Device("wash", 1, 1, 2, List.of(), false, 0);
    Problem resting = PROBLEM.devices(List.of(shaker, DEVICES.get(1)));
    Problem restless = PROBLEM.devices(List.of(new Device("wash", 1, 1, 2, List.of()), DEVICES.get(1)));

    assertThat(codes(resting, plan(0, 30))).isEmpty();
    assertThat(codes(restless, plan(0, 20))).as("q is brought while p is washed").isEmpty();
    assertThat(codes(resting, plan(0, 20))).containsExactly("plan.loaded-at-work");
    assertThat(codes(resting, plan(0, 25))).as("p is fetched while q is brought").isEmpty();
    List<Frozen> past = plan(0, 20).placements().stream().map(p -> new Frozen(p.step(), p.start(), p.end(), 0, p.seats())).toList();
    assertThat(codes(resting.frozen(past), plan(0, 20))).as("what has happened has happened").isEmpty();
  }

  @Test
  void stepsOfABatchStartAndEndTogetherAndAreEnough() {
    Problem spinning = PROBLEM.devices(List.of(new Device("wash", 1, 2, 2, List.of(), true, 2), DEVICES.get(1)));

    assertThat(codes(spinning, plan(0, 0))).isEmpty();
    assertThat(codes(spinning, plan(0, 1))).containsExactly("plan.batch-apart");
    assertThat(codes(spinning, plan(0, 40))).containsExactly("plan.batch-too-small");
    assertThat(codes(spinning.frozen(List.of(new Frozen("p/wash", 5, null, 0, List.of()), new Frozen("q/wash", 45, null, 0, List.of()))),
        plan(0, 40))).as("what has started is as it is").isEmpty();
  }

  @Test
  void stretchesOfTimeThatAreUnlikeAreAViolation() {
    var soon = new Consistency("soon read", List.of(new Consistency.Span(Point.end("p/in"), Point.end("p/out")),
        new Consistency.Span(Point.end("q/in"), Point.end("q/out"))), 2, 5);
    Problem alike = new Problem("alike", PROBLEM.time(), DEVICES, PROBLEM.steps(), PROBLEM.lags(), PROBLEM.stocks(), List.of(),
        Problem.USUAL_GOALS, List.of(soon));
    Placement later = new Placement("p/out", 28, 33, 0, List.of(new Seat("arm", 1)));

    assertThat(Score.of(alike, plan(0, 40)).values()).containsExactly(0L, 0L, 70L);
    assertThat(Score.of(alike, with(later)).values().get(0)).as("one tick above the tolerance").isEqualTo(5);
    assertThat(codes(alike, new Plan("x", with(later).placements().stream().map(p -> p.step().startsWith("q")
        ? new Placement(p.step(), p.start() + 10, p.end() + 10, 0, p.seats()) : p).toList()))).isEmpty();
  }

  @Test
  void equalPlansHaveEqualHashesWhateverTheirOrder() {
    List<Placement> turned = new ArrayList<>(plan(0, 30).placements());
    Collections.reverse(turned);

    assertThat(new Plan("other", turned).hash()).isEqualTo(plan(0, 30).hash()).isNotEqualTo(plan(0, 31).hash());
  }
}
