package io.labroute.schedule.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.schedule.Closure;
import io.labroute.schedule.Device;
import io.labroute.schedule.Examples;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Seat;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import io.labroute.schedule.Validator;
import io.labroute.schedule.format.PredecessorTasks;
import io.labroute.schedule.format.ProblemReader;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Timetable;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherTest {

  private static Plan plan(Problem problem, Dispatcher.Rule rule) {
    var layout = new Layout(problem);
    Timetable times = new Dispatcher(layout).dispatch(rule, 0, 1);
    assertThat(times).isNotNull();
    Plan plan = Seating.plan(layout, times);
    assertThat(Validator.check(problem, plan)).isEmpty();
    return plan;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 30})
  void plansADayWithTightWaitsAndNoDeadlock(int plates) {
    for (Dispatcher.Rule rule : Dispatcher.Rule.values()) {
      plan(Examples.day(plates), rule);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 5, 8, 30})
  void plansADayWithBatches(int plates) {
    plan(Examples.spinDay(plates), Dispatcher.Rule.FIRST_COME);
    plan(Examples.spinDay(plates), Dispatcher.Rule.LONGEST_TAIL);
  }

  @Test
  void aBatchThatCannotBeFilledLeadsToNoPlan() {
    assertThat(new Dispatcher(new Layout(Examples.spinDay(1))).dispatch(Dispatcher.Rule.FIRST_COME, 0, 1)).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 30})
  void plansADayWithADeviceThatRestsWhenLoaded(int plates) {
    plan(Examples.shakeDay(plates), Dispatcher.Rule.FIRST_COME);
    plan(Examples.shakeDay(plates), Dispatcher.Rule.LONGEST_TAIL);
  }

  @Test
  void plansRandomShops() {
    for (int seed = 0; seed < 200; seed++) {
      plan(Examples.smallShop(seed, 4), Dispatcher.Rule.values()[seed % 4]);
    }
  }

  @Test
  void worksAroundAClosedTime() {
    Problem problem = Problem.of("break", 100, List.of(Device.of("staff", 1).closed(List.of(new Closure(5, 20, "lunch")))),
        List.of(Step.of("a", "a", Mode.of(4, Use.of("staff"))), Step.of("b", "b", Mode.of(4, Use.of("staff")))), List.of());

    assertThat(plan(problem, Dispatcher.Rule.FIRST_COME).makespan()).isEqualTo(24);
  }

  @Test
  void aRefillComesBeforeTheStepThatNeedsIt() {
    Problem problem = ProblemReader.read("tips", """
        time: {tick: PT1M}
        devices: [{id: lh, units: 1}, {id: staff}]
        consumables: [{id: tips, initial: 100, refill: {amount: 100, duration: PT3M, device: staff}}]
        steps:
          - {id: a, device: lh, duration: PT2M, draws: {tips: 90}}
          - {id: b, device: lh, duration: PT2M, draws: {tips: 90}}
          - {id: c, device: lh, duration: PT2M, draws: {tips: 90}}
        """);

    assertThat(plan(problem, Dispatcher.Rule.FIRST_COME).makespan()).isEqualTo(8);
  }

  @Test
  void whatHasStartedStaysWhereItIs() {
    Problem day = Examples.day(3);
    var frozen = new Frozen("P001/to-seed", 4, null, 0, List.of(new Seat("arm", 1)));

    assertThat(plan(day.frozen(List.of(frozen)), Dispatcher.Rule.FIRST_COME).byStep().get("P001/to-seed").start()).isEqualTo(4);
  }

  @Test
  void thePredecessorsCasesHold() {
    Problem five = PredecessorTasks.read("five", """
        {"resources": [{"id": "robot", "capacity": 1}, {"id": "incubator", "capacity": 10}],
         "tasks": [{"id": "seed", "duration_min": 30, "resources_required": ["robot"]},
          {"id": "incubate", "duration_min": 120, "resources_required": ["incubator"], "predecessors": ["seed"]},
          {"id": "dose", "duration_min": 20, "resources_required": ["robot"], "predecessors": ["incubate"]},
          {"id": "seed2", "duration_min": 30, "resources_required": ["robot"]},
          {"id": "read", "duration_min": 15, "resources_required": ["robot"], "predecessors": ["dose", "seed2"]}]}
        """);
    assertThat(plan(five, Dispatcher.Rule.LONGEST_TAIL).placements()).hasSize(5);
    assertThat(plan(alike(2), Dispatcher.Rule.FIRST_COME).makespan()).isEqualTo(60);
    assertThat(plan(alike(3), Dispatcher.Rule.FIRST_COME).makespan()).isEqualTo(120);
    assertThat(plan(alike(2), Dispatcher.Rule.FIRST_COME).placements()).extracting(p -> p.seats().get(0).unit())
        .doesNotHaveDuplicates();
  }

  private static Problem alike(int tasks) {
    List<Step> steps = IntStream.range(0, tasks).mapToObj(i -> Step.of("t" + i, "t" + i, Mode.of(60, Use.of("bench")))).toList();
    return Problem.of("alike", 1000, List.of(Device.of("bench", 2)), steps, List.<Lag>of());
  }
}
