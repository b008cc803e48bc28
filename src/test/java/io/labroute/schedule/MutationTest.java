package io.labroute.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.schedule.dispatch.Dispatcher;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Seating;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Each mutation breaks one rule on purpose, at a random place: a thousand in all, and each has to be found. */
class MutationTest {

  private static final int EACH = 100;

  private static final Problem DAY = Examples.day(24);
  private static final Plan PLAN = plan(DAY);
  private static final Problem SPINS = Examples.spinDay(24);
  private static final Problem SHAKES = Examples.shakeDay(24);

  private static Plan plan(Problem problem) {
    var layout = new Layout(problem);
    Timetable times = new Dispatcher(layout).dispatch(Dispatcher.Rule.FIRST_COME, 0, 0);
    assertThat(times).isNotNull();
    return Seating.plan(layout, times);
  }

  @RepeatedTest(10)
  void everyMutationIsFound(RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    assertThat(Validator.check(DAY, PLAN)).isEmpty();
    for (int i = 0; i < EACH; i++) {
      List<Placement> placements = new ArrayList<>(PLAN.placements());
      Map<String, Placement> placed = PLAN.byStep();
      int at = random.nextInt(placements.size());
      Placement p = placements.get(at);
      Problem problem = DAY;
      long by = 1 + random.nextInt(20);
      switch (repetition.getCurrentRepetition()) {
        case 1 -> placements.remove(at);
        case 2 -> placements.add(p);
        case 3 -> placements.set(at, moved(p, p.start(), p.end() + by));
        case 4 -> placements.set(at, new Placement(p.step(), p.start(), p.end(), 0,
            List.of(new Seat(p.seats().get(0).device(), 0))));
        case 5 -> placements.set(at, moved(p, p.start() + DAY.time().horizon(), p.end() + DAY.time().horizon()));
        case 6 -> {
          Lag lag = DAY.lags().get(random.nextInt(DAY.lags().size()));
          Placement later = placed.get(lag.to().step());
          long shift = placed.get(lag.from().step()).end() - by - later.start();
          placements.replaceAll(q -> q.step().equals(later.step()) ? moved(q, q.start() + shift, q.end() + shift) : q);
        }
        case 7 -> {
          Lag lag = DAY.lags().get(random.nextInt(DAY.lags().size()));
          Placement later = placed.get(lag.to().step());
          long shift = placed.get(lag.from().step()).end() + lag.max() + by - later.start();
          placements.replaceAll(q -> q.step().equals(later.step()) ? moved(q, q.start() + shift, q.end() + shift) : q);
        }
        case 8 -> {
          List<Placement> moves = placements.stream().filter(q -> q.seats().get(0).device().equals("arm")).toList();
          Placement one = moves.get(random.nextInt(moves.size()));
          Placement other = moves.get(random.nextInt(moves.size() - 1) == 0 ? 0 : moves.size() - 1);
          long shift = other.start() - one.start() + random.nextInt(3) - 1;
          String plate = one.step().equals(other.step()) ? "none" : one.step().substring(0, 4);
          if (plate.equals("none") || plate.equals(other.step().substring(0, 4))) {
            placements.remove(at);
          } else {
            placements.replaceAll(q -> q.step().startsWith(plate) ? moved(q, q.start() + shift, q.end() + shift) : q);
          }
        }
        case 9 -> problem = DAY.frozen(List.of(new Frozen(p.step(), p.start() - by, null, 0, List.of())));
        default -> {
          long shut = p.start();
          problem = DAY.devices(DAY.devices().stream().map(device -> device.id().equals(p.seats().get(0).device())
              ? device.closed(List.of(new Closure(shut, shut + by, "broken"))) : device).toList());
        }
      }
      assertThat(Validator.check(problem, new Plan("mutated", placements))).as("mutation %d of %s", i, p).isNotEmpty();
    }
  }

  @Test
  void aStepThatLeavesItsBatchIsFound() {
    Plan plan = plan(SPINS);
    assertThat(Validator.check(SPINS, plan)).isEmpty();
    var random = new Random(1);
    for (int i = 0; i < EACH; i++) {
      long by = random.nextBoolean() ? 1 + random.nextInt(20) : -1 - random.nextInt(20);
      String step = "P%03d/spin".formatted(1 + random.nextInt(24));
      assertThat(Validator.check(SPINS, with(plan, step, by))).as("%s by %d", step, by)
          .anyMatch(fault -> fault.code().equals("plan.batch-apart"));
    }
  }

  @Test
  void workDuringAMoveThatLoadsTheDeviceIsFound() {
    Plan plan = plan(SHAKES);
    assertThat(Validator.check(SHAKES, plan)).isEmpty();
    Map<String, Placement> placed = plan.byStep();
    var random = new Random(2);
    for (int i = 0; i < EACH; i++) {
      String step = "P%03d/shake".formatted(1 + random.nextInt(24));
      String move = "P%03d/%s".formatted(1 + random.nextInt(24), random.nextBoolean() ? "to-shake" : "to-read");
      long by = placed.get(move).start() + random.nextInt(3) - placed.get(step).start() - random.nextInt(15);
      assertThat(Validator.check(SHAKES, with(plan, step, by))).as("%s during %s", step, move)
          .anyMatch(fault -> fault.code().equals("plan.loaded-at-work"));
    }
  }

  private static Plan with(Plan plan, String step, long by) {
    return new Plan("mutated", plan.placements().stream().map(p -> p.step().equals(step) ? moved(p, p.start() + by, p.end() + by) : p)
        .toList());
  }

  private static Placement moved(Placement p, long start, long end) {
    return new Placement(p.step(), start, end, p.mode(), p.seats());
  }
}
