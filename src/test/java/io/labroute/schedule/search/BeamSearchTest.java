package io.labroute.schedule.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.schedule.Examples;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Validator;
import io.labroute.schedule.cpsat.Flow;
import io.labroute.schedule.dispatch.Dispatcher;
import io.labroute.schedule.search.BeamSearch.Temper;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Pipeline;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Stop;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BeamSearchTest {

  private static final Problem CAMPAIGN = Examples.campaign(24);

  /** Every third plate is incubated for longer. */
  private static Problem mixed() {
    List<Step> steps = CAMPAIGN.steps().stream().map(step -> step.id().matches("P..[0369]/incubate") ? step.modes(
        step.modes().stream().map(mode -> Mode.of(150, mode.uses().get(0))).toList()) : step).toList();
    return CAMPAIGN.steps(steps);
  }

  private static long shortest(Problem problem, long end, int runs) {
    var layout = new Layout(problem);
    Pipeline pipeline = Pipeline.of(layout);
    Flow flow = Flow.by(pipeline, end, Stop.in(120));
    var guide = new Guide(pipeline, flow.entries());
    var search = new BeamSearch(pipeline);
    long best = Long.MAX_VALUE;
    var random = new Random(1);
    for (int run = 0; run < runs; run++) {
      int[][] entries = search.run(guide, Temper.any(random, search.beat() / 5.0), Long.MAX_VALUE, Stop.in(120), random);
      if (entries != null) {
        Plan plan = Seating.plan(layout, pipeline.times(entries));
        assertThat(Validator.check(problem, plan)).isEmpty();
        best = Math.min(best, plan.makespan());
      }
    }
    return best;
  }

  private static long dispatched(Problem problem) {
    return new Dispatcher(new Layout(problem)).dispatch(Dispatcher.Rule.FIRST_COME, 0, 1).makespan();
  }

  @Test
  void plansThatFollowAFlowCanBeCarriedOutAndEndEarlierThanTheDispatchers() {
    long dispatched = dispatched(CAMPAIGN);

    assertThat(shortest(CAMPAIGN, dispatched * 9 / 10, 20)).isLessThan(dispatched);
  }

  @Test
  void protocolsCanBeMixed() {
    Problem mixed = mixed();

    assertThat(Pipeline.of(new Layout(mixed)).stages()).hasSize(10);
    assertThat(shortest(mixed, dispatched(mixed), 20)).isLessThan(Long.MAX_VALUE);
  }

  @Test
  void aFlowThatHasLessTimeIsDenserAndTooLittleTimeIsSeen() {
    Pipeline pipeline = Pipeline.of(new Layout(CAMPAIGN));
    double long1 = Flow.by(pipeline, 1_500, Stop.in(120)).load();
    double short1 = Flow.by(pipeline, 900, Stop.in(120)).load();

    assertThat(short1).isGreaterThan(long1);
    assertThat(Flow.by(pipeline, 400, Stop.in(120))).satisfiesAnyOf(flow -> assertThat(flow).isNull(),
        flow -> assertThat(flow.load()).isGreaterThan(1));
  }

  @Test
  void whatIsTiedToTheDayOrBranchesIsNoPipeline() {
    assertThat(Pipeline.of(new Layout(Examples.day(20)))).isNull();
    assertThat(Pipeline.of(new Layout(Examples.smallShop(1, 20)))).isNull();
  }
}
