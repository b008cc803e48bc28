package io.labroute.schedule.search;

import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Pipeline;
import io.labroute.schedule.timetable.Pipeline.Stage;
import io.labroute.schedule.timetable.Stop;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lets labware into stages one pass after the other, always keeping the most promising beginnings. A beginning is promising when it
 * is early and keeps near its guide, when what is under way is as far as it should be, and when no wait is nearly used up.
 */
public final class BeamSearch {

  /**
   * How a run weighs what it sees.
   *
   * @param width how many beginnings are kept
   * @param alike how many of them may have the same numbers of passes at the same tick
   * @param nearness to the guide
   * @param progress of what is under way
   * @param urgency of waits that will soon have been used up
   * @param idle ticks that a pass may come later than the earliest possible one
   * @param early ticks that labware may begin before the guide says so
   */
  public record Temper(int width, int alike, double nearness, double progress, double urgency, int idle, int early) {

    /** Any that has proven useful; ticks are measured by the shortest rhythm of the pipeline. */
    public static Temper any(Random random, double scale) {
      return new Temper(100 + random.nextInt(200), 1 + random.nextInt(4), scale * Math.exp(0.7 + 1.8 * random.nextDouble()),
          Math.exp(-3.5 + 1.5 * random.nextDouble()), 0.4 * random.nextDouble(), (int) (scale * (8 + random.nextInt(16))),
          (int) (scale * random.nextInt(32)));
    }
  }

  private static final double SHORT_STAY = 0.1;
  private static final long NEVER = Long.MAX_VALUE / 8;

  private final Pipeline pipeline;
  private final Stage[] stages;
  private final double[] weight;
  private final long beat;

  public BeamSearch(Pipeline pipeline) {
    this.pipeline = pipeline;
    stages = pipeline.stages().toArray(Stage[]::new);
    weight = new double[stages.length];
    for (int s = 0; s + 1 < stages.length; s++) {
      boolean brief = !stages[s].last() && stages[s + 1].least() < SHORT_STAY * stages[s].campaign().longestStay();
      weight[s] = brief ? 1 : 0;
    }
    beat = beat();
  }

  /** The ticks between two passes when all need one device that does one thing at a time, as an arm is; else 0. */
  public long beat() {
    long most = 0;
    for (int pool = 0; pool < pipeline.room().length; pool++) {
      int one = pool;
      long[] own = Arrays.stream(stages).flatMapToLong(stage -> stage.claims().stream()
          .filter(claim -> claim.pool() == one && pipeline.stages().get(claim.until()) == stage)
          .mapToLong(Pipeline.Claim::after)).toArray();
      if (pipeline.room()[pool] == 1 && own.length == stages.length) {
        most = Math.max(most, Arrays.stream(own).min().orElse(0));
      }
    }
    return most;
  }

  /** Follows a guide to the end. Null when all beginnings led nowhere, or none was on the way to end by the limit. */
  public int @Nullable [][] run(Guide guide, Temper temper, long limit, Stop stop, Random random) {
    Beginning[] kept = {Beginning.of(pipeline)};
    long delay = 0;
    int all = pipeline.passes();
    for (int made = 0; made < all; made++) {
      var next = new Choices(kept.length * stages.length);
      for (int b = 0; b < kept.length; b++) {
        look(kept[b], b, next, guide, temper, delay, random);
      }
      kept = next.best(kept, temper);
      if (kept.length == 0 || kept[0].now > limit || stop.isDue()) {
        return null;
      }
      delay = Math.max(delay, kept[0].now - guide.tick(made + 1));
    }
    return Arrays.stream(kept).min(Comparator.comparingLong(Beginning::end)).orElseThrow().entered;
  }

  private void look(Beginning from, int index, Choices next, Guide guide, Temper temper, long delay, Random random) {
    long[] start = new long[stages.length];
    long soonest = NEVER;
    for (int s = 0; s < stages.length; s++) {
      int p = from.count[s];
      long begin = stages[s].first() && p < stages[s].count() ? guide.entry(s, p) + delay - temper.early() : 0;
      start[s] = from.soonest(s, begin);
      soonest = Math.min(soonest, start[s]);
    }
    for (int s = 0; s < stages.length; s++) {
      if (start[s] < NEVER && start[s] <= soonest + temper.idle()) {
        double urgent = urgency(from, s, start[s], temper.early());
        if (urgent >= 0) {
          int p = from.count[s];
          double late = from.late + weight[s] * (start[s] - guide.entry(s, p));
          double under = from.under + weight[s];
          if (!stages[s].first()) {
            late -= weight[s - 1] * (from.entered[s - 1][p] - guide.entry(s - 1, p));
            under -= weight[s - 1];
          }
          double far = 0;
          for (int j = 0; j < stages.length; j++) {
            double off = from.count[j] + (j == s ? 1 : 0) - guide.count(j, start[s] - delay);
            far += off * off;
          }
          next.add(index, s, start[s], late, under, start[s] + temper.nearness() * far + temper.urgency() * urgent
              + temper.progress() * (late - under * delay) + 0.01 * random.nextDouble());
        }
      }
    }
  }

  /** How much labware is about to have waited too long after this pass; below 0 when some would have. */
  private double urgency(Beginning from, int stage, long start, int soon) {
    long[] latest = new long[stages.length];
    int waiting = 0;
    double urgent = 0;
    for (int s = 1; s < stages.length; s++) {
      int p = from.count[s] + (s == stage ? 1 : 0);
      if (stages[s].most() < Layout.FREE && !stages[s].first() && p < from.count[s - 1] + (s - 1 == stage ? 1 : 0)) {
        long entered = s - 1 == stage && p == from.count[s - 1] ? start : from.entered[s - 1][p];
        long left = entered + stages[s].most() - start;
        latest[waiting++] = left;
        long wait = stages[s].most() - stages[s].least();
        urgent += Math.max(0, Math.min(6 * beat, wait / 3) - left);
      }
    }
    Arrays.sort(latest, 0, waiting);
    for (int k = 0; k < waiting; k++) {
      if (latest[k] < beat * (k + 1)) {
        return -1;
      }
    }
    return urgent;
  }

  /** What can be done next, from all beginnings. */
  private final class Choices {

    private final int[] from;
    private final int[] stage;
    private final long[] start;
    private final double[] late;
    private final double[] under;
    private final double[] score;
    private int size;

    Choices(int most) {
      from = new int[most];
      stage = new int[most];
      start = new long[most];
      late = new double[most];
      under = new double[most];
      score = new double[most];
    }

    void add(int beginning, int entered, long tick, double lateness, double underWay, double value) {
      from[size] = beginning;
      stage[size] = entered;
      start[size] = tick;
      late[size] = lateness;
      under[size] = underWay;
      score[size++] = value;
    }

    Beginning[] best(Beginning[] kept, Temper temper) {
      int[] order = IntStream.range(0, size).boxed().sorted(Comparator.comparingDouble(i -> score[i])).mapToInt(i -> i).toArray();
      Map<Long, Integer> seen = new HashMap<>();
      Beginning[] next = new Beginning[Math.min(size, temper.width())];
      int found = 0;
      for (int k = 0; k < size && found < next.length; k++) {
        int i = order[k];
        long key = kept[from[i]].key(stage[i], start[i]);
        if (seen.merge(key, 1, Integer::sum) <= temper.alike()) {
          next[found++] = kept[from[i]].with(stage[i], start[i], late[i], under[i]);
        }
      }
      return Arrays.copyOf(next, found);
    }
  }
}
