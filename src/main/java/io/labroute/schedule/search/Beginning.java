package io.labroute.schedule.search;

import io.labroute.schedule.timetable.Pipeline;
import io.labroute.schedule.timetable.Pipeline.Claim;
import io.labroute.schedule.timetable.Pipeline.Stage;
import java.util.Arrays;

/**
 * The first passes of a plan, in the order of their ticks. Of each pool it knows how much is taken without an end in sight, and
 * the ends of what will be given back.
 */
final class Beginning {

  private static final long NEVER = Long.MAX_VALUE / 8;

  private final Pipeline pipeline;
  final int[][] entered;
  final int[] count;
  final long now;
  final double late;
  final double under;
  private final int[] open;
  private final long[][] ends;

  private Beginning(Pipeline pipeline, int[][] entered, int[] count, long now, double late, double under, int[] open,
      long[][] ends) {
    this.pipeline = pipeline;
    this.entered = entered;
    this.count = count;
    this.now = now;
    this.late = late;
    this.under = under;
    this.open = open;
    this.ends = ends;
  }

  /** Nothing has begun. */
  static Beginning of(Pipeline pipeline) {
    int[][] entered = pipeline.stages().stream().map(stage -> new int[stage.count()]).toArray(int[][]::new);
    return new Beginning(pipeline, entered, new int[entered.length], 0, 0, 0, new int[pipeline.room().length],
        new long[pipeline.room().length][0]);
  }

  /** The first tick, not before {@code begin}, at which the next labware can enter a stage; {@code NEVER} when it cannot now. */
  long soonest(int s, long begin) {
    Stage stage = pipeline.stages().get(s);
    int p = count[s];
    if (p >= stage.count() || !stage.first() && count[s - 1] <= p) {
      return NEVER;
    }
    long start = Math.max(now, begin);
    long latest = NEVER - 1;
    if (!stage.first()) {
      start = Math.max(start, entered[s - 1][p] + stage.least());
      latest = Math.min(latest, entered[s - 1][p] + stage.most());
    }
    for (Claim claim : stage.claims()) {
      start = Math.max(start, free(claim));
    }
    return start > latest ? NEVER : start;
  }

  private long free(Claim claim) {
    int pool = claim.pool();
    int others = pipeline.room()[pool] - claim.amount() - open[pool];
    int leaving = ends[pool].length;
    return others < 0 ? NEVER : leaving <= others ? 0 : ends[pool][leaving - others - 1];
  }

  /** What tells this beginning, with one more pass, from others. */
  long key(int stage, long start) {
    long key = start;
    for (int s = 0; s < count.length; s++) {
      key = 31 * key + count[s] + (s == stage ? 1 : 0);
    }
    return key;
  }

  /** This beginning with one more pass. */
  Beginning with(int s, long start, double lateness, double underWay) {
    int[][] nextEntered = entered.clone();
    nextEntered[s] = entered[s].clone();
    nextEntered[s][count[s]] = (int) start;
    int[] nextCount = count.clone();
    nextCount[s]++;
    int[] nextOpen = open.clone();
    long[][] nextEnds = ends.clone();
    for (Claim claim : pipeline.stages().get(s).claims()) {
      if (claim.until() == s) {
        give(nextEnds, claim, start);
      } else {
        nextOpen[claim.pool()] += claim.amount();
      }
    }
    for (int from = s - 1; from >= 0 && !pipeline.stages().get(from + 1).first(); from--) {
      for (Claim claim : pipeline.stages().get(from).claims()) {
        if (claim.until() == s) {
          nextOpen[claim.pool()] -= claim.amount();
          give(nextEnds, claim, start);
        }
      }
    }
    return new Beginning(pipeline, nextEntered, nextCount, start, lateness, underWay, nextOpen, nextEnds);
  }

  private static void give(long[][] ends, Claim claim, long start) {
    long[] before = ends[claim.pool()];
    int gone = 0;
    while (gone < before.length && before[gone] <= start) {
      gone++;
    }
    long[] after = Arrays.copyOf(Arrays.copyOfRange(before, gone, before.length), before.length - gone + claim.amount());
    Arrays.fill(after, before.length - gone, after.length, start + claim.after());
    Arrays.sort(after);
    ends[claim.pool()] = after;
  }

  /** The tick at which the last pass made ends. */
  long end() {
    long last = 0;
    for (int s = 0; s < entered.length; s++) {
      last = Math.max(last, count[s] == 0 ? 0 : entered[s][count[s] - 1] + pipeline.stages().get(s).length());
    }
    return last;
  }
}
