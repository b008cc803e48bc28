package io.labroute.schedule.search;

import java.util.Arrays;

/**
 * What follows for a job shop from a longest makespan and from what is decided so far: from when to when each step can lie, and
 * which of two steps of a machine comes first. Everything can be taken back to a mark.
 */
final class Disjunctions {

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
  private final MachineLine machineLine;

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
    machineLine = new MachineLine(shop, this);
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

  /** Whether it is decided that the one comes before the other. */
  boolean isBefore(int one, int other) {
    return order[one][other] > 0;
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

  /** A step does not start before a tick; false when that cannot be. */
  boolean begin(int from, int tick) {
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

  /** A step has ended by a tick; false when that cannot be. */
  boolean end(int from, int tick) {
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

  /** Takes note that one step comes before another, without what follows; false when that cannot be. */
  boolean put(int first, int second) {
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
      if (!machineLine.propagate(lines[machine])) {
        return fail();
      }
    }
    return true;
  }
}
