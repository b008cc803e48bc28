package io.labroute.schedule.search;

import io.labroute.schedule.timetable.Pipeline;
import java.util.Arrays;

/** When labware should enter stages, as a beam search follows it: by stage and place in the order, and as counts. */
public final class Guide {

  private final long[][] entries;
  private final double[][] counts;
  private final long[] passes;

  /** A guide from the tick at which each labware should enter each stage. */
  public Guide(Pipeline pipeline, long[][] entries) {
    this.entries = entries;
    passes = Arrays.stream(entries).flatMapToLong(Arrays::stream).sorted().toArray();
    int last = (int) passes[passes.length - 1] + 1;
    long rhythm = Math.max(1, last / Math.max(1, pipeline.stages().get(0).count()));
    counts = new double[entries.length][last + 2 * (int) rhythm];
    for (int s = 0; s < entries.length; s++) {
      for (int tick = 0; tick < counts[s].length; tick++) {
        counts[s][tick] = count(entries[s], tick, rhythm);
      }
    }
  }

  private static double count(long[] own, long tick, double rhythm) {
    int found = Arrays.binarySearch(own, tick + 1);
    int p = found >= 0 ? found : -found - 1;
    while (p > 0 && own[p - 1] > tick) {
      p--;
    }
    if (p == 0) {
      return 0.5 * Math.max(0, 1 - (own[0] - tick) / rhythm);
    }
    return p == own.length ? Math.min(p, p - 0.5 + (tick - own[p - 1]) / rhythm)
        : p - 0.5 + (tick - own[p - 1]) / (double) Math.max(1, own[p] - own[p - 1]);
  }

  /** When a labware should enter a stage. */
  long entry(int stage, int place) {
    return entries[stage][place];
  }

  /** How many labware, and what part of the next one, should have entered a stage. */
  double count(int stage, long tick) {
    double[] own = counts[stage];
    return own[(int) Math.max(0, Math.min(own.length - 1, tick))];
  }

  /** When so many passes should have been made. */
  long tick(int made) {
    return made == 0 ? 0 : passes[made - 1];
  }
}
