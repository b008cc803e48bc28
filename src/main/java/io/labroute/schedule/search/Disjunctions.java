package io.labroute.schedule.search;

import java.util.Arrays;

/**
 * What follows for a job shop from a longest makespan and from what is decided so far: from when to when each step can lie, and
 * which of two steps of a machine comes first. Everything can be taken back to a mark.
 */
final class Disjunctions {

  private static final int NEVER = Integer.MIN_VALUE / 2;

  private final JobShop shop;
  private final int steps;
  final int[] low;
  final int[] high;
  final double[] weight;
  private final byte[][] order;
  private final int[][] lines;
  private final boolean[] dirty;
  private final int[] queue;
  private int queued;
  private int[] trail = new int[1 << 12];
  private int[] was = new int[1 << 12];
  private int marks;
  private final int[] release;
  private final int[] until;
  private final int[] work;
  private final int[] earliest;
  private final int[] pushed;
  private final int[] sorted;

  Disjunctions(JobShop shop) {
    this.shop = shop;
    steps = shop.duration().length;
    low = new int[steps];
    high = new int[steps];
    weight = new double[steps];
    order = new byte[steps][steps];
    lines = shop.lines();
    dirty = new boolean[lines.length];
    queue = new int[lines.length];
    int longest = Arrays.stream(lines).mapToInt(line -> line.length).max().orElse(0);
    release = new int[longest];
    until = new int[longest];
    work = new int[longest];
    earliest = new int[longest];
    pushed = new int[longest];
    sorted = new int[longest];
    Arrays.fill(weight, 1);
    Arrays.fill(high, Integer.MAX_VALUE / 4);
    for (int i = 0; i < steps; i++) {
      if (shop.before()[i] < 0) {
        for (int step = i, end = 0; step >= 0; end += shop.duration()[step], step = shop.after()[step]) {
          low[step] = end;
        }
      }
    }
  }

  /** Nothing ends after a tick; false when that cannot be. */
  boolean limit(int makespan) {
    for (int m = 0; m < lines.length; m++) {
      touch(m);
    }
    for (int i = 0; i < steps; i++) {
      if (shop.after()[i] < 0 && !end(i, makespan)) {
        return fail();
      }
    }
    return propagate();
  }

  /** Decides that one step comes before another of the same machine; false when that cannot be. */
  boolean decide(int first, int second) {
    return put(first, second) && propagate() || fail();
  }

  /** Whether it is still open which of the two comes first. */
  boolean isOpen(int one, int other) {
    return order[one][other] == 0;
  }

  int mark() {
    return marks;
  }

  /** Takes back everything since a mark. */
  void undo(int mark) {
    while (marks > mark) {
      int what = trail[--marks];
      if (what < steps) {
        low[what] = was[marks];
      } else if (what < 2 * steps) {
        high[what - steps] = was[marks];
      } else {
        int pair = what - 2 * steps;
        order[pair / steps][pair % steps] = 0;
        order[pair % steps][pair / steps] = 0;
      }
    }
  }

  private boolean fail() {
    while (queued > 0) {
      dirty[queue[--queued]] = false;
    }
    return false;
  }

  private void note(int what, int value) {
    if (marks == trail.length) {
      trail = Arrays.copyOf(trail, 2 * marks);
      was = Arrays.copyOf(was, 2 * marks);
    }
    trail[marks] = what;
    was[marks++] = value;
  }

  private void touch(int machine) {
    if (machine >= 0 && !dirty[machine]) {
      dirty[machine] = true;
      queue[queued++] = machine;
    }
  }

  private boolean begin(int from, int tick) {
    int step = from;
    for (int start = tick; step >= 0 && start > low[step]; start += shop.duration()[step], step = shop.after()[step]) {
      note(step, low[step]);
      low[step] = start;
      touch(shop.machine()[step]);
      if (start + shop.duration()[step] > high[step]) {
        weight[step]++;
        return false;
      }
    }
    return true;
  }

  private boolean end(int from, int tick) {
    int step = from;
    for (int end = tick; step >= 0 && end < high[step]; end -= shop.duration()[step], step = shop.before()[step]) {
      note(steps + step, high[step]);
      high[step] = end;
      touch(shop.machine()[step]);
      if (low[step] + shop.duration()[step] > end) {
        weight[step]++;
        return false;
      }
    }
    return true;
  }

  private boolean put(int first, int second) {
    if (order[first][second] != 0) {
      return order[first][second] > 0;
    }
    note(2 * steps + first * steps + second, 0);
    order[first][second] = 1;
    order[second][first] = -1;
    return begin(second, low[first] + shop.duration()[first]) && end(first, high[second] - shop.duration()[second]);
  }

  private boolean propagate() {
    while (queued > 0) {
      int machine = queue[--queued];
      dirty[machine] = false;
      int[] line = lines[machine];
      boolean fits = pairs(line) && followers(line, false) && followers(line, true) && edges(line, false) && edges(line, true);
      if (!fits) {
        return fail();
      }
    }
    return true;
  }

  /** Where only one order of two steps fits, it is the one. */
  private boolean pairs(int[] line) {
    int[] duration = shop.duration();
    for (int a = 0; a < line.length; a++) {
      int i = line[a];
      for (int b = a + 1; b < line.length; b++) {
        int j = line[b];
        if (order[i][j] == 0) {
          int both = duration[i] + duration[j];
          boolean ahead = low[i] + both <= high[j];
          boolean behind = low[j] + both <= high[i];
          if (!ahead && !behind) {
            weight[i]++;
            weight[j]++;
            return false;
          }
          if (ahead != behind && !(ahead ? put(i, j) : put(j, i))) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** A step comes after all that go before it, one after the other. Mirrored, it comes before all that follow. */
  private boolean followers(int[] line, boolean mirrored) {
    fill(line, mirrored);
    for (int step : line) {
      int end = NEVER;
      for (int k = 0; k < line.length; k++) {
        if (order[sorted[k]][step] == (mirrored ? -1 : 1)) {
          end = Math.max(end, release[k]) + work[k];
        }
      }
      if (!(mirrored ? end(step, -end) : begin(step, end))) {
        return false;
      }
    }
    return true;
  }

  /** The steps of a machine by their earliest start; mirrored, by their latest end, the last first. */
  private void fill(int[] line, boolean mirrored) {
    for (int k = 0; k < line.length; k++) {
      int step = line[k];
      int key = mirrored ? -high[step] : low[step];
      int at = k;
      for (; at > 0 && release[at - 1] > key; at--) {
        sorted[at] = sorted[at - 1];
        release[at] = release[at - 1];
      }
      sorted[at] = step;
      release[at] = key;
    }
    for (int k = 0; k < line.length; k++) {
      until[k] = mirrored ? -low[sorted[k]] : high[sorted[k]];
      work[k] = shop.duration()[sorted[k]];
    }
  }

  /**
   * Edge finding (Carlier and Pinson; here in the quadratic form of Baptiste, Le Pape and Nuijten): a step that does not fit among
   * a set of others before the latest of their ends comes after all of them. Mirrored, it comes before all of them.
   */
  private boolean edges(int[] line, boolean mirrored) {
    int n = line.length;
    fill(line, mirrored);
    Arrays.fill(pushed, NEVER);
    for (int k = 0; k < n; k++) {
      int end = until[k];
      int sum = 0;
      int latest = NEVER;
      for (int i = n - 1; i >= 0; i--) {
        if (until[i] <= end) {
          sum += work[i];
          latest = Math.max(latest, release[i] + sum);
          if (latest > end) {
            blame(i, n, end);
            return false;
          }
        }
        earliest[i] = latest;
      }
      int before = NEVER;
      for (int i = 0; i < n; i++) {
        if (until[i] <= end) {
          before = Math.max(before, release[i] + sum);
          sum -= work[i];
        } else {
          pushed[i] = release[i] + sum + work[i] > end ? Math.max(pushed[i], earliest[i]) : pushed[i];
          pushed[i] = before + work[i] > end ? Math.max(pushed[i], latest) : pushed[i];
        }
      }
    }
    for (int i = 0; i < n; i++) {
      if (pushed[i] > release[i] && !(mirrored ? end(sorted[i], -pushed[i]) : begin(sorted[i], pushed[i]))) {
        return false;
      }
    }
    return true;
  }

  private void blame(int from, int n, int end) {
    for (int i = from; i < n; i++) {
      if (until[i] <= end) {
        weight[sorted[i]]++;
      }
    }
  }
}
