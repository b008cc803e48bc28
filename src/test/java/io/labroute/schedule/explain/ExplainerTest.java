package io.labroute.schedule.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.schedule.Closure;
import io.labroute.schedule.Device;
import io.labroute.schedule.Examples;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplainerTest {

  private static final double SECONDS = 120;

  private static Step step(String id, long duration, String device, Long deadline) {
    return Step.of(id, id, Mode.of(duration, Use.of(device))).times(0, null, deadline, 1);
  }

  @Test
  void namesTheDeadlinesThatCannotHoldTogetherAndNoOther() {
    Problem problem = Problem.of("three", 1000, List.of(Device.of("m", 1), Device.of("other", 1)),
        List.of(step("a", 6, "m", 10L), step("b", 6, "m", 10L), step("c", 5, "other", 20L)), List.of());
    Explanation told = Explainer.explain(problem, SECONDS);

    assertThat(told.verdict()).isEqualTo(Explanation.Verdict.INFEASIBLE);
    assertThat(told.minimal()).isTrue();
    assertThat(told.conflict()).extracting(Demand::name)
        .containsExactlyInAnyOrder("deadline of a", "deadline of b", "number of units of m");
    assertThat(told.changes()).first().satisfies(change -> {
      assertThat(change.amount()).isEqualTo(2);
      assertThat(change.smallest()).isTrue();
    });
    assertThat(told.text()).startsWith("[schedule.infeasible] These cannot hold together:").contains("\nMaybe deadline of ");
  }

  @Test
  void aLongestWaitThatAClosedTimeMakesImpossibleIsToldWithTheSmallestChange() {
    List<Step> steps = List.of(step("incubate", 10, "inc", null), step("wash", 5, "wash", null));
    Problem problem = Problem.of("lunch", 40, List.of(Device.of("inc", 1).closed(List.of(new Closure(10, 40, "night"))),
        Device.of("wash", 1).closed(List.of(new Closure(0, 25, "maintenance")))), steps,
        List.of(Lag.hard("soon washed", Point.end("incubate"), Point.start("wash"), 0, 12L)));
    Explanation told = Explainer.explain(problem, SECONDS);

    assertThat(told.conflict()).extracting(Demand::name).contains("longest time of soon washed",
        "wash closed from 0 to 25 (maintenance)");
    assertThat(told.minimal()).isTrue();
    assertThat(told.changes()).first().satisfies(change -> assertThat(change.amount()).isEqualTo(3));
  }

  @Test
  void aBatchThatCannotBeFilledIsTold() {
    Problem problem = Problem.of("three", 100, List.of(new Device("spin", 1, 2, 0, List.of(), true, 2)),
        List.of(step("a", 5, "spin", null), step("b", 5, "spin", null), step("c", 5, "spin", null)), List.of());
    Explanation told = Explainer.explain(problem, SECONDS);

    assertThat(told.conflict()).extracting(Demand::name).containsExactly("smallest batch of spin");
    assertThat(told.changes()).singleElement().satisfies(change -> assertThat(change.amount()).isEqualTo(1));
  }

  @Test
  void contradictionsThatNeedNoSolverAreExplainedAlike() {
    List<Step> steps = List.of(step("a", 5, "m", null), step("b", 5, "m", null));
    Problem problem = Problem.of("lags", 100, List.of(Device.of("m", 1)), steps, List.of(
        Lag.hard("slow", Point.end("a"), Point.start("b"), 20, null), Lag.hard("quick", Point.end("a"), Point.end("b"), 0, 15L),
        Lag.hard("harmless", Point.start("a"), Point.start("b"), 0, 90L)));
    Explanation told = Explainer.explain(problem, SECONDS);

    assertThat(told.conflict()).extracting(Demand::name)
        .containsExactlyInAnyOrder("shortest time of slow", "longest time of quick");
    assertThat(told.changes()).allSatisfy(change -> assertThat(change.amount()).isEqualTo(10)).hasSize(2);
  }

  @Test
  void aDayThatIsTooFullIsExplained() {
    Problem day = Examples.campaign(8);
    List<Step> steps = new ArrayList<>();
    day.steps().forEach(step -> steps.add(step.id().endsWith("/home") ? step.times(0, null, 190L, 1) : step));
    Explanation told = Explainer.explain(day.steps(steps), SECONDS);

    assertThat(told.verdict()).isEqualTo(Explanation.Verdict.INFEASIBLE);
    assertThat(told.conflict()).isNotEmpty().anyMatch(Demand.Deadline.class::isInstance);
  }

  @Test
  void whereThereIsAPlanThereIsNothingToExplain() {
    assertThat(Explainer.explain(Examples.day(2), SECONDS).verdict()).isEqualTo(Explanation.Verdict.FEASIBLE);
  }

  @Test
  void faultsOfTheTextAreToldAsSuch() {
    Problem bad = Problem.of("bad", 10, List.of(), List.of(step("a", 1, "ghost", null)), List.of());

    assertThatThrownBy(() -> Explainer.explain(bad, 1)).hasMessageContaining("schedule.unknown-device");
  }
}
