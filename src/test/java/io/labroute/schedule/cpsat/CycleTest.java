package io.labroute.schedule.cpsat;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.schedule.Examples;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Validator;
import io.labroute.schedule.cpsat.Part.Role;
import io.labroute.schedule.timetable.Campaign;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CycleTest {

  private static final Problem PROBLEM = Examples.campaign(20);
  private static final Layout LAYOUT = new Layout(PROBLEM);
  private static final Campaign CAMPAIGN = Campaign.of(LAYOUT);
  private static final Effort EFFORT = Effort.free(4, 1);

  private static Cycle shortest() {
    for (long period = CAMPAIGN.shortestPeriod(1);; period++) {
      Cycle.Trial trial = Cycle.tryPeriod(CAMPAIGN, 1, period, EFFORT, Stop.in(60));
      if (trial instanceof Cycle.Works works) {
        return works.cycle();
      }
      assertThat(trial).isInstanceOf(Cycle.Impossible.class);
    }
  }

  @Test
  void likeLabwareStartsEveryPeriodAndAllOfItCanBeCarriedOut() {
    Cycle cycle = shortest();

    assertThat(cycle.period()).isGreaterThanOrEqualTo(CAMPAIGN.shortestPeriod(1));
    assertThat(Validator.check(PROBLEM, Seating.plan(LAYOUT, cycle.times()))).isEmpty();
    assertThat(cycle.times().start()[9] - cycle.times().start()[0]).isEqualTo(cycle.period());
  }

  @Test
  void aShorterPeriodThanTheBusiestDeviceAllowsIsProvenImpossible() {
    assertThat(Cycle.tryPeriod(CAMPAIGN, 1, CAMPAIGN.shortestPeriod(1) - 1, EFFORT, Stop.in(60)))
        .isInstanceOf(Cycle.Impossible.class);
  }

  @Test
  void theRestComesEarlierAsAWhole() {
    Timetable times = shortest().times();
    Role[] roles = new Role[LAYOUT.size()];
    Arrays.fill(roles, Role.SHIFTED);
    for (int p = 0; p < 6; p++) {
      for (int step : CAMPAIGN.steps().get(p)) {
        roles[step] = Role.FREE;
      }
    }
    Answer answer = new CpSat(LAYOUT, EFFORT).compress(times, new Part(roles, 50, 0), Stop.in(2));

    assertThat(answer.best()).isNotNull();
    assertThat(Validator.check(PROBLEM, Seating.plan(LAYOUT, answer.best()))).isEmpty();
    assertThat(answer.best().makespan()).isLessThanOrEqualTo(times.makespan());
    int last = CAMPAIGN.steps().get(19)[0];
    int other = CAMPAIGN.steps().get(12)[3];
    assertThat(answer.best().start()[last] - answer.best().start()[other]).isEqualTo(times.start()[last] - times.start()[other]);
  }

  @Test
  void whatIsTiedToTheDayIsNoCampaign() {
    assertThat(Campaign.of(new Layout(Examples.day(20)))).isNull();
    assertThat(Campaign.of(new Layout(Examples.smallShop(1, 20)))).isNull();
  }
}
