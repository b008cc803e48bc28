package io.labroute.schedule.search;

import io.labroute.schedule.timetable.Timetable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The order of steps on each machine of a job shop, with what follows from it: the head of a step is the longest way to its start,
 * its tail the longest way from its end.
 */
final class Sequences {

  private final JobShop shop;
  final int[] ahead;
  final int[] behind;
  final int[] head;
  final int[] tail;
  private final int[] order;
  private final int[] place;
  private final int[] lasts;
  private final int[] spare;
  private final int[] waitingFor;
  private int makespan;

  Sequences(JobShop shop, int[][] orders) {
    this.shop = shop;
    int n = shop.duration().length;
    ahead = new int[n];
    behind = new int[n];
    head = new int[n];
    tail = new int[n];
    order = new int[n];
    place = new int[n];
    spare = new int[n];
    waitingFor = new int[n];
    lasts = IntStream.range(0, n).filter(i -> shop.after()[i] < 0).toArray();
    set(orders);
  }

  /** Takes over other orders. False when they wait for each other in a ring; then nothing can be read from this. */
  boolean set(int[][] orders) {
    Arrays.fill(ahead, -1);
    Arrays.fill(behind, -1);
    for (int[] line : orders) {
      for (int k = 0; k + 1 < line.length; k++) {
        behind[line[k]] = line[k + 1];
        ahead[line[k + 1]] = line[k];
      }
    }
    return evaluate();
  }

  int[][] orders() {
    int[] length = new int[shop.machines()];
    for (int machine : shop.machine()) {
      if (machine >= 0) {
        length[machine]++;
      }
    }
    int[][] orders = new int[shop.machines()][];
    for (int m = 0; m < orders.length; m++) {
      orders[m] = new int[length[m]];
    }
    for (int i = 0; i < ahead.length; i++) {
      if (ahead[i] < 0 && shop.machine()[i] >= 0) {
        int k = 0;
        for (int step = i; step >= 0; step = behind[step]) {
          orders[shop.machine()[i]][k++] = step;
        }
      }
    }
    return orders;
  }

  int makespan() {
    return makespan;
  }

  Timetable times() {
    Timetable times = Timetable.of(head.length);
    for (int i = 0; i < head.length; i++) {
      times.start()[i] = head[i];
      times.end()[i] = head[i] + shop.duration()[i];
    }
    return times;
  }

  /** The last step of each job. */
  int[] lasts() {
    return lasts;
  }

  /** Heads and tails anew; false when steps wait for each other in a ring. */
  boolean evaluate() {
    int n = head.length;
    int[] before = shop.before();
    int[] after = shop.after();
    int last = 0;
    for (int i = 0; i < n; i++) {
      waitingFor[i] = (before[i] >= 0 ? 1 : 0) + (ahead[i] >= 0 ? 1 : 0);
      if (waitingFor[i] == 0) {
        order[last++] = i;
      }
    }
    for (int k = 0; k < last; k++) {
      int i = order[k];
      place[i] = k;
      if (after[i] >= 0 && --waitingFor[after[i]] == 0) {
        order[last++] = after[i];
      }
      if (behind[i] >= 0 && --waitingFor[behind[i]] == 0) {
        order[last++] = behind[i];
      }
    }
    if (last < n) {
      return false;
    }
    reckon(0, n - 1);
    return true;
  }

  /** Heads from one place of the order on, tails from another one back. */
  private void reckon(int from, int to) {
    int[] before = shop.before();
    int[] after = shop.after();
    int[] duration = shop.duration();
    for (int k = from; k < order.length; k++) {
      int i = order[k];
      int byJob = before[i] < 0 ? 0 : head[before[i]] + duration[before[i]];
      int byMachine = ahead[i] < 0 ? 0 : head[ahead[i]] + duration[ahead[i]];
      head[i] = Math.max(byJob, byMachine);
    }
    for (int k = to; k >= 0; k--) {
      int i = order[k];
      int byJob = after[i] < 0 ? 0 : tail[after[i]] + duration[after[i]];
      int byMachine = behind[i] < 0 ? 0 : tail[behind[i]] + duration[behind[i]];
      tail[i] = Math.max(byJob, byMachine);
    }
    makespan = 0;
    for (int i : lasts) {
      makespan = Math.max(makespan, head[i] + duration[i]);
    }
  }

  /** As {@link #moveBehind}, when it is known that no ring closes: heads and tails follow, from the places that change. */
  void passBehind(int step, int other) {
    int from = place[step];
    int to = place[other];
    moveBehind(step, other);
    int kept = from;
    int later = 0;
    spare[later++] = step;
    place[step] = -1;
    for (int k = from + 1; k <= to; k++) {
      int i = order[k];
      boolean follows = shop.before()[i] >= 0 && place[shop.before()[i]] < 0 || ahead[i] >= 0 && place[ahead[i]] < 0;
      if (follows) {
        spare[later++] = i;
        place[i] = -1;
      } else {
        order[kept] = i;
        place[i] = kept++;
      }
    }
    for (int k = 0; k < later; k++) {
      order[kept] = spare[k];
      place[spare[k]] = kept++;
    }
    reckon(from, to);
  }

  /** As {@link #moveAhead}, when it is known that no ring closes. */
  void passAhead(int step, int other) {
    int from = place[other];
    int to = place[step];
    moveAhead(step, other);
    int kept = to;
    int earlier = 0;
    spare[earlier++] = step;
    place[step] = -1;
    for (int k = to - 1; k >= from; k--) {
      int i = order[k];
      boolean leads = shop.after()[i] >= 0 && place[shop.after()[i]] < 0 || behind[i] >= 0 && place[behind[i]] < 0;
      if (leads) {
        spare[earlier++] = i;
        place[i] = -1;
      } else {
        order[kept] = i;
        place[i] = kept--;
      }
    }
    for (int k = 0; k < earlier; k++) {
      order[kept] = spare[k];
      place[spare[k]] = kept--;
    }
    reckon(from, to);
  }

  /** Puts a step right behind another that comes after it on its machine. */
  void moveBehind(int step, int other) {
    cut(step);
    int next = behind[other];
    behind[other] = step;
    ahead[step] = other;
    behind[step] = next;
    if (next >= 0) {
      ahead[next] = step;
    }
  }

  /** Puts a step right ahead of another that comes before it on its machine. */
  void moveAhead(int step, int other) {
    cut(step);
    int previous = ahead[other];
    ahead[other] = step;
    behind[step] = other;
    ahead[step] = previous;
    if (previous >= 0) {
      behind[previous] = step;
    }
  }

  private void cut(int step) {
    if (ahead[step] >= 0) {
      behind[ahead[step]] = behind[step];
    }
    if (behind[step] >= 0) {
      ahead[behind[step]] = ahead[step];
    }
  }
}
