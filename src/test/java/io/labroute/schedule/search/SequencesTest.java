package io.labroute.schedule.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.schedule.Device;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import io.labroute.schedule.dispatch.Dispatcher;
import io.labroute.schedule.timetable.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SequencesTest {

  private static Problem shop(Random random) {
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    List<Integer> machines = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5));
    for (int job = 0; job < 12; job++) {
      Collections.shuffle(machines, random);
      for (int k = 0; k < 6; k++) {
        steps.add(Step.of(job + "/" + k, "j" + job, Mode.of(1 + random.nextInt(50), Use.of("m" + machines.get(k)))));
        if (k > 0) {
          lags.add(Lag.after(job + "/" + (k - 1), job + "/" + k));
        }
      }
    }
    return Problem.of("shop", 9_000, machines.stream().sorted().map(m -> Device.of("m" + m, 1)).toList(), steps, lags);
  }

  /** Moves of one or two places that close no ring, some thousand of them, each checked against a fresh reckoning. */
  @Test
  void whatFollowsFromAMoveIsTheSameAsReckonedAnew() {
    var random = new Random(4);
    var layout = new Layout(shop(random));
    JobShop shop = JobShop.of(layout);
    var now = new Sequences(shop, shop.orders(new Dispatcher(layout).dispatch(Dispatcher.Rule.RANDOM, 0, 3)));
    int moves = 0;
    for (int tries = 0; tries < 20_000; tries++) {
      int step = random.nextInt(shop.duration().length);
      int other = now.behind[step] < 0 || random.nextBoolean() ? now.behind[step] : now.behind[now.behind[step]];
      if (other < 0) {
        continue;
      }
      boolean behind = random.nextBoolean();
      var fresh = new Sequences(shop, now.orders());
      if (behind) {
        fresh.moveBehind(step, other);
      } else {
        fresh.moveAhead(other, step);
      }
      if (!fresh.evaluate()) {
        continue;
      }
      moves++;
      if (behind) {
        now.passBehind(step, other);
      } else {
        now.passAhead(other, step);
      }
      assertThat(now.head).isEqualTo(fresh.head);
      assertThat(now.tail).isEqualTo(fresh.tail);
      assertThat(now.makespan()).isEqualTo(fresh.makespan());
    }
    assertThat(moves).isGreaterThan(3_000);
  }
}
