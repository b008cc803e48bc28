package io.labroute.schedule.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.schedule.Device;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import io.labroute.schedule.Validator;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class JobShopProofTest {

  /** Jobs of three steps on three machines, which may visit one machine twice. */
  private static Problem shop(long seed, int jobs) {
    var random = new Random(seed);
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    for (int job = 0; job < jobs; job++) {
      for (int k = 0; k < 3; k++) {
        steps.add(Step.of(job + "/" + k, "j" + job, Mode.of(1 + random.nextInt(9), Use.of("m" + random.nextInt(3)))));
        if (k > 0) {
          lags.add(Lag.after(job + "/" + (k - 1), job + "/" + k));
        }
      }
    }
    return Problem.of("shop", 500, List.of(Device.of("m0", 1), Device.of("m1", 1), Device.of("m2", 1)), steps, lags);
  }

  /** The shortest makespan of all orders in which jobs can go on; slow, and too simple to be wrong. */
  private static int shortest(JobShop shop, int[] done, int[] jobEnd, int[] machineEnd, int makespan) {
    int best = Integer.MAX_VALUE;
    boolean over = true;
    for (int job = 0; job < done.length; job++) {
      if (done[job] < 3) {
        over = false;
        int step = 3 * job + done[job];
        int machine = shop.machine()[step];
        int jobWas = jobEnd[job];
        int machineWas = machineEnd[machine];
        int end = Math.max(jobWas, machineWas) + shop.duration()[step];
        done[job]++;
        jobEnd[job] = end;
        machineEnd[machine] = end;
        best = Math.min(best, shortest(shop, done, jobEnd, machineEnd, Math.max(makespan, end)));
        done[job]--;
        jobEnd[job] = jobWas;
        machineEnd[machine] = machineWas;
      }
    }
    return over ? makespan : best;
  }

  private static final class Run {
    final AtomicInteger best = new AtomicInteger(500);
    final AtomicLong bound = new AtomicLong();
    final AtomicReference<Timetable> found = new AtomicReference<>();

    Run(Problem problem, int fails) {
      var layout = new Layout(problem);
      new JobShopProof(JobShop.of(layout), best::get, found::get, times -> take(problem, layout, times),
          told -> bound.accumulateAndGet(told, Math::max), Stop.in(1000)).run(fails);
    }

    private void take(Problem problem, Layout layout, Timetable times) {
      assertThat(Validator.check(problem, Seating.plan(layout, times))).isEmpty();
      assertThat(times.makespan()).isLessThan(best.get());
      best.set((int) times.makespan());
      found.set(times);
    }
  }

  @Test
  void findsAndProvesTheShortestMakespan() {
    for (int seed = 0; seed < 60; seed++) {
      Problem problem = shop(seed, 3);
      var run = new Run(problem, Integer.MAX_VALUE);
      int shortest = shortest(JobShop.of(new Layout(problem)), new int[3], new int[3], new int[3], 0);
      assertThat(run.best.get()).as("seed %d", seed).isEqualTo(shortest);
      assertThat(run.bound.get()).as("seed %d", seed).isEqualTo(shortest);
    }
  }

  @Test
  void aBoundNeverExceedsWhatIsPossible() {
    for (int seed = 0; seed < 20; seed++) {
      Problem problem = shop(seed, 8);
      var proven = new Run(problem, Integer.MAX_VALUE);
      var short1 = new Run(problem, 3);
      assertThat(proven.bound.get()).isEqualTo(proven.best.get());
      assertThat(short1.bound.get()).isLessThanOrEqualTo(proven.best.get());
    }
  }
}
