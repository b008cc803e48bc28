package io.labroute.bench;

import io.labroute.schedule.Device;
import io.labroute.schedule.Hold;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Seat;
import io.labroute.schedule.Step;
import io.labroute.schedule.format.Instances;
import io.labroute.schedule.planning.Planner;
import io.labroute.schedule.planning.Wish;
import io.labroute.schedule.replan.Choice;
import io.labroute.schedule.replan.Event;
import io.labroute.schedule.replan.Replanner;
import io.labroute.schedule.replan.Situation;
import io.labroute.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Lab days that go otherwise at mid-run: after what time there is a first way to go on, and whether 60 s of re-planning avoid
 * violations that 15 s do not. The system property {@code seeds} says how many (20), the kinds of events taken in turn.
 */
class ReplanBench {

  private static final double SHORT = 15;
  private static final double LONG = 60;

  private final Report report = new Report("re-planning", "no database", 17);

  @Test
  void measures() throws IOException, InterruptedException {
    for (int plates : new int[] {96, 384}) {
      measure(plates);
    }
    report.write(Path.of("target/bench/replanning.txt"));
  }

  private void measure(int plates) throws IOException, InterruptedException {
    int seeds = Integer.getInteger("seeds", 20);
    Problem day = Instances.in(SharedFiles.scheduling("labday/labday-A-%d.json".formatted(plates))).get(0).read();
    Plan plan = Planner.solve(day, Wish.of(10), found -> {}).best().plan();
    double[] first = new double[seeds];
    int clean = 0;
    int avoidable = 0;
    int shorter = 0;
    for (int seed = 0; seed < seeds; seed++) {
      var situation = situation(day, plan, seed);
      long start = System.nanoTime();
      double[] told = {Double.NaN};
      List<Choice> choices = Replanner.replan(situation, SHORT, seed, false, choice ->
          told[0] = Double.isNaN(told[0]) ? (System.nanoTime() - start) / 1e9 : told[0]);
      double seconds = (System.nanoTime() - start) / 1e9;
      first[seed] = told[0];
      nothingStartedMoves(situation, choices);
      long left = least(choices);
      clean += left == 0 ? 1 : 0;
      List<Choice> longer = left == 0 ? choices : Replanner.replan(situation, LONG, seed, false, choice -> {});
      long better = least(longer);
      avoidable += exceeded(longer) < exceeded(choices) ? 1 : 0;
      shorter += better < left ? 1 : 0;
      report.line("%d plates, seed %d, %s: first way after %.2f s, %d ways after %.1f s, least violation %d ticks of %d waits%s, delays"
          + " %s", plates, seed, situation.events().stream().map(event -> event.getClass().getSimpleName()).toList(), told[0],
          choices.size(), seconds, left, exceeded(choices), left == 0 ? "" : " (60 s: %d of %d)".formatted(better, exceeded(longer)),
          choices.stream().map(Choice::delay).toList());
    }
    Arrays.sort(first);
    report.line("%d plates, %d cases: first way p50 %.2f s, p95 %.2f s, slowest %.2f s; without violation after 15 s: %d; where 60 s"
        + " exceed fewer waits: %d, exceed them by less: %d", plates, seeds, first[seeds / 2], first[(int) Math.ceil(0.95 * seeds) - 1],
        first[seeds - 1], clean, avoidable, shorter);
  }

  private static long least(List<Choice> choices) {
    return choices.stream().mapToLong(Choice::violation).min().orElse(Long.MAX_VALUE);
  }

  /** The waits that the way with the least violation exceeds. */
  private static int exceeded(List<Choice> choices) {
    return choices.stream().min(Comparator.comparingLong(Choice::violation)).orElseThrow().violated().size();
  }

  private static void nothingStartedMoves(Situation situation, List<Choice> choices) {
    for (Choice choice : choices) {
      Map<String, Placement> after = choice.plan().byStep();
      for (Placement before : situation.plan().placements()) {
        Placement now = after.get(before.step());
        if (before.start() < situation.now() && now != null && now.start() != before.start()) {
          throw new IllegalStateException("moved after it had started: " + before);
        }
      }
    }
  }

  private static Situation situation(Problem day, Plan plan, int seed) {
    var random = new Random(seed);
    long now = (long) (plan.makespan() * (0.4 + 0.2 * random.nextDouble()));
    long minute = 60_000 / day.time().tick().toMillis();
    List<Event> events = switch (seed % 6) {
      case 0 -> List.of(down(day, now + 5 * minute));
      case 1 -> List.of(down(day, now + 15 * minute));
      case 2 -> List.of(overrun(plan, now, random));
      case 3 -> List.of(new Event.Aborted(running(plan, now, random).step().split("/")[0]));
      case 4 -> List.of(urgent(day));
      default -> List.of(down(day, now + 5 * minute), overrun(plan, now, random));
    };
    return new Situation(day, plan, now, events);
  }

  private static Event down(Problem day, long until) {
    Device washer = day.devices().stream().filter(device -> device.id().startsWith("wash")).findFirst().orElseThrow();
    return new Event.Down(new Seat(washer.id(), 1), until);
  }

  private static Event overrun(Plan plan, long now, Random random) {
    Placement at = running(plan, now, random);
    return new Event.Overrun(at.step(), Math.max(now, at.end()) + (at.end() - at.start()) / 5);
  }

  private static Placement running(Plan plan, long now, Random random) {
    List<Placement> running = plan.placements().stream().filter(at -> at.start() < now && at.end() > now).toList();
    return running.get(random.nextInt(running.size()));
  }

  /** Another plate, as the first one. */
  private static Event urgent(Problem day) {
    String model = day.steps().get(0).labware();
    List<Step> steps = new ArrayList<>();
    for (Step step : day.steps()) {
      if (step.labware().equals(model)) {
        Hold hold = step.hold() == null ? null : new Hold(named(step.hold().from(), model), named(step.hold().until(), model));
        steps.add(Step.of(named(step.id(), model), "urgent").modes(step.modes()).hold(hold));
      }
    }
    List<Lag> lags = day.lags().stream().filter(lag -> lag.to().step().startsWith(model + "/")).map(lag -> new Lag(lag.id(),
        new Point(named(lag.from().step(), model), lag.from().boundary()),
        new Point(named(lag.to().step(), model), lag.to().boundary()), lag.min(), lag.max(), lag.cost())).toList();
    return new Event.Urgent(steps, lags);
  }

  private static String named(String step, String model) {
    return "urgent" + step.substring(model.length());
  }
}
