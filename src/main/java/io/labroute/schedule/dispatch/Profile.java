package io.labroute.schedule.dispatch;

import java.util.Arrays;

/** How much of a capacity is taken from tick to tick, as steps of a staircase. */
final class Profile {

  private final int capacity;
  private long[] from = new long[16];
  private int[] taken = new int[16];
  private int steps = 1;

  Profile(int capacity) {
    this.capacity = capacity;
    from[0] = Long.MIN_VALUE / 2;
  }

  /** The first tick, not before {@code earliest}, from which {@code amount} is free for {@code length} ticks. */
  long firstFit(long earliest, long length, int amount) {
    long start = earliest;
    long blocked = blockedUntil(start, start + length, amount);
    while (blocked > start) {
      start = blocked;
      blocked = blockedUntil(start, start + length, amount);
    }
    return start;
  }

  /** The tick until which less than {@code amount} is free, as seen from the end; {@code start} itself when there is room. */
  long blockedUntil(long start, long end, int amount) {
    if (start >= end) {
      return start;
    }
    for (int i = at(end - 1); i >= 0; i--) {
      if (taken[i] + amount > capacity) {
        return i + 1 < steps ? from[i + 1] : Long.MAX_VALUE / 4;
      }
      if (from[i] <= start) {
        break;
      }
    }
    return start;
  }

  void take(long start, long end, int amount) {
    if (start >= end) {
      return;
    }
    int first = cut(start);
    int last = cut(end);
    for (int i = first; i < last; i++) {
      taken[i] += amount;
    }
    join(last);
    join(first);
  }

  /** Forgets a step of the staircase that is none any more. */
  private void join(int i) {
    if (i > 0 && taken[i] == taken[i - 1]) {
      System.arraycopy(from, i + 1, from, i, steps - i - 1);
      System.arraycopy(taken, i + 1, taken, i, steps - i - 1);
      steps--;
    }
  }

  private int cut(long tick) {
    int i = at(tick);
    if (from[i] == tick) {
      return i;
    }
    if (steps == from.length) {
      from = Arrays.copyOf(from, 2 * steps);
      taken = Arrays.copyOf(taken, 2 * steps);
    }
    System.arraycopy(from, i + 1, from, i + 2, steps - i - 1);
    System.arraycopy(taken, i, taken, i + 1, steps - i);
    from[i + 1] = tick;
    steps++;
    return i + 1;
  }

  private int at(long tick) {
    int found = Arrays.binarySearch(from, 0, steps, tick);
    return found >= 0 ? found : -found - 2;
  }
}
