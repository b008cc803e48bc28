package io.labroute.schedule.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.schedule.Device;
import io.labroute.schedule.Examples;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import io.labroute.schedule.Validator;
import io.labroute.schedule.dispatch.Dispatcher;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JobShopSearchTest {

  /** Ten jobs that visit five machines in an order of their own. */
  private static Problem shop(long seed) {
    var random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    List<Integer> machines = new ArrayList<>(List.of(0, 1, 2, 3, 4));
    for (int job = 0; job < 10; job++) {
      Collections.shuffle(machines, random);
      for (int k = 0; k < 5; k++) {
        steps.add(Step.of(job + "/" + k, "j" + job, Mode.of(1 + random.nextInt(50), Use.of("m" + machines.get(k)))));
        if (k > 0) {
          lags.add(Lag.after(job + "/" + (k - 1), job + "/" + k));
        }
      }
    }
    return Problem.of("shop", 5_000, machines.stream().sorted().map(m -> Device.of("m" + m, 1)).toList(), steps, lags);
  }

  private static List<Timetable> search(Problem problem, int rounds) {
    var layout = new Layout(problem);
    Timetable start = new Dispatcher(layout).dispatch(Dispatcher.Rule.RANDOM, 0, 3);
    List<Timetable> found = new ArrayList<>(List.of(start));
    new JobShopSearch(JobShop.of(layout), found::add).run(start, 0, 1, rounds, 5, Stop.in(1000));
    return found;
  }

  @Test
  void everyPlanItFindsCanBeCarriedOutAndIsShorterThanTheOneBefore() {
    for (int seed = 0; seed < 3; seed++) {
      Problem problem = shop(seed);
      List<Timetable> found = search(problem, 40);
      assertThat(found).hasSizeGreaterThan(1);
      for (Timetable times : found) {
        assertThat(Validator.check(problem, Seating.plan(new Layout(problem), times))).isEmpty();
      }
      assertThat(found.get(found.size() - 1).makespan()).isLessThan(found.get(0).makespan());
    }
  }

  @Test
  void theSameSeedFindsTheSame() {
    List<Timetable> first = search(shop(1), 40);
    List<Timetable> second = search(shop(1), 40);

    assertThat(second.get(second.size() - 1).start()).isEqualTo(first.get(first.size() - 1).start());
  }

  @Test
  void whatIsNoJobShopIsLeftAlone() {
    assertThat(JobShop.of(new Layout(Examples.day(2)))).isNull();
    assertThat(JobShop.of(new Layout(shop(1)))).isNotNull();
  }
}
