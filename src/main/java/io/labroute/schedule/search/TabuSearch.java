package io.labroute.schedule.search;

import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * Tabu search on the orders of a job shop. A move takes a step of a critical block to its end or its beginning, or lets the
 * block's first or last step change places; what a move has turned round must not be turned back for a while.
 */
final class TabuSearch {

  private final JobShop shop;
  private final Random random;
  private final Sequences now;
  private final int[][] tabuUntil;
  private final int[] path;
  private final int[] newHead;
  private final int[] newTail;
  private final int shortestTenure;
  private int[][] best;
  private int bestMakespan;

  private int moveStep;
  private int moveOther;
  private boolean moveIsBehind;
  private int moveValue;
  private int ties;

  TabuSearch(JobShop shop, int[][] start, Random random) {
    this.shop = shop;
    this.random = random;
    int n = shop.duration().length;
    now = new Sequences(shop, start);
    tabuUntil = new int[n][n];
    path = new int[n];
    newHead = new int[n];
    newTail = new int[n];
    best = start;
    bestMakespan = now.makespan();
    long jobs = IntStream.of(shop.before()).filter(step -> step < 0).count();
    shortestTenure = 10 + (int) (jobs / Math.max(1, shop.machines()));
  }

  int[][] best() {
    return best;
  }

  int bestMakespan() {
    return bestMakespan;
  }

  /** Searches until so many moves in a row brought nothing better, or {@code ended} says so. */
  void run(int patience, BooleanSupplier ended) {
    int idle = 0;
    for (int iteration = 1; idle < patience; iteration++) {
      if ((iteration & 63) == 0 && ended.getAsBoolean()) {
        return;
      }
      if (!choose(iteration)) {
        return;
      }
      perform(iteration);
      idle++;
      if (now.makespan() < bestMakespan) {
        bestMakespan = now.makespan();
        best = now.orders();
        idle = 0;
      }
    }
  }

  /** A longest way through the plan, any of them, into {@link #path}; how many steps it has. */
  private int walk() {
    int[] duration = shop.duration();
    int step = -1;
    int count = 0;
    for (int i : now.lasts()) {
      if (now.head[i] + duration[i] == now.makespan() && random.nextInt(++count) == 0) {
        step = i;
      }
    }
    int at = path.length;
    while (step >= 0) {
      path[--at] = step;
      int start = now.head[step];
      int byMachine = now.ahead[step];
      int byJob = shop.before()[step];
      boolean machine = byMachine >= 0 && now.head[byMachine] + duration[byMachine] == start;
      boolean job = byJob >= 0 && now.head[byJob] + duration[byJob] == start;
      step = machine && (!job || random.nextBoolean()) ? byMachine : job ? byJob : -1;
    }
    System.arraycopy(path, at, path, 0, path.length - at);
    return path.length - at;
  }

  private boolean choose(int iteration) {
    int length = walk();
    moveValue = Integer.MAX_VALUE;
    moveStep = -1;
    int forbiddenStep = -1;
    int forbiddenOther = -1;
    boolean forbiddenBehind = false;
    int forbidden = 0;
    for (int from = 0; from < length;) {
      int machine = shop.machine()[path[from]];
      int to = from;
      while (to + 1 < length && machine >= 0 && shop.machine()[path[to + 1]] == machine) {
        to++;
      }
      for (int a = from; a <= to; a++) {
        for (int b = a + 1; b <= to; b++) {
          if (a != from && b != to) {
            continue;
          }
          int u = path[a];
          int v = path[b];
          for (int way = 0; way < (b == a + 1 ? 1 : 2); way++) {
            boolean goesBehind = way == 0;
            if (!(goesBehind ? mayGoBehind(u, v) : mayGoAhead(v, u))) {
              continue;
            }
            int value = goesBehind ? valueBehind(u, v) : valueAhead(v, u);
            if (value >= bestMakespan && isTabu(u, v, goesBehind, iteration)) {
              if (random.nextInt(++forbidden) == 0) {
                forbiddenStep = goesBehind ? u : v;
                forbiddenOther = goesBehind ? v : u;
                forbiddenBehind = goesBehind;
              }
            } else if (value < moveValue || value == moveValue && random.nextInt(++ties) == 0) {
              ties = value < moveValue ? 1 : ties;
              moveValue = value;
              moveStep = goesBehind ? u : v;
              moveOther = goesBehind ? v : u;
              moveIsBehind = goesBehind;
            }
          }
        }
      }
      from = to + 1;
    }
    if (moveStep < 0) {
      moveStep = forbiddenStep;
      moveOther = forbiddenOther;
      moveIsBehind = forbiddenBehind;
    }
    return moveStep >= 0;
  }

  /** No ring closes when the way from {@code v} to the end is not shorter than that from the job's next step. */
  private boolean mayGoBehind(int u, int v) {
    int next = shop.after()[u];
    return next < 0 || now.tail[v] + shop.duration()[v] >= now.tail[next] + shop.duration()[next];
  }

  private boolean mayGoAhead(int v, int u) {
    int previous = shop.before()[v];
    return previous < 0 || now.head[u] + shop.duration()[u] >= now.head[previous] + shop.duration()[previous];
  }

  private boolean isTabu(int u, int v, boolean goesBehind, int iteration) {
    if (goesBehind) {
      for (int step = now.behind[u];; step = now.behind[step]) {
        if (tabuUntil[step][u] > iteration) {
          return true;
        }
        if (step == v) {
          return false;
        }
      }
    }
    for (int step = now.ahead[v];; step = now.ahead[step]) {
      if (tabuUntil[v][step] > iteration) {
        return true;
      }
      if (step == u) {
        return false;
      }
    }
  }

  private void perform(int iteration) {
    int until = iteration + shortestTenure + random.nextInt(shortestTenure / 2 + 1);
    if (moveIsBehind) {
      for (int step = now.behind[moveStep];; step = now.behind[step]) {
        tabuUntil[moveStep][step] = until;
        if (step == moveOther) {
          break;
        }
      }
      now.passBehind(moveStep, moveOther);
    } else {
      for (int step = now.ahead[moveStep];; step = now.ahead[step]) {
        tabuUntil[step][moveStep] = until;
        if (step == moveOther) {
          break;
        }
      }
      now.passAhead(moveStep, moveOther);
    }
  }

  private int jobHead(int step) {
    int previous = shop.before()[step];
    return previous < 0 ? 0 : now.head[previous] + shop.duration()[previous];
  }

  private int jobTail(int step) {
    int next = shop.after()[step];
    return next < 0 ? 0 : now.tail[next] + shop.duration()[next];
  }

  /** The longest way over the steps between u and v, were u put behind v. */
  private int valueBehind(int u, int v) {
    int[] duration = shop.duration();
    int previous = now.ahead[u];
    int end = previous < 0 ? 0 : now.head[previous] + duration[previous];
    for (int step = now.behind[u];; step = now.behind[step]) {
      newHead[step] = Math.max(jobHead(step), end);
      end = newHead[step] + duration[step];
      if (step == v) {
        break;
      }
    }
    newHead[u] = Math.max(jobHead(u), end);
    int next = now.behind[v];
    newTail[u] = Math.max(jobTail(u), next < 0 ? 0 : now.tail[next] + duration[next]);
    int value = newHead[u] + duration[u] + newTail[u];
    int rest = newTail[u] + duration[u];
    for (int step = v; step != u; step = now.ahead[step]) {
      newTail[step] = Math.max(jobTail(step), rest);
      rest = newTail[step] + duration[step];
      value = Math.max(value, newHead[step] + rest);
    }
    return value;
  }

  /** The longest way over the steps between u and v, were v put ahead of u. */
  private int valueAhead(int v, int u) {
    int[] duration = shop.duration();
    int next = now.behind[v];
    int rest = next < 0 ? 0 : now.tail[next] + duration[next];
    for (int step = now.ahead[v];; step = now.ahead[step]) {
      newTail[step] = Math.max(jobTail(step), rest);
      rest = newTail[step] + duration[step];
      if (step == u) {
        break;
      }
    }
    newTail[v] = Math.max(jobTail(v), rest);
    int previous = now.ahead[u];
    newHead[v] = Math.max(jobHead(v), previous < 0 ? 0 : now.head[previous] + duration[previous]);
    int value = newHead[v] + duration[v] + newTail[v];
    int end = newHead[v] + duration[v];
    for (int step = u; step != v; step = now.behind[step]) {
      newHead[step] = Math.max(jobHead(step), end);
      end = newHead[step] + duration[step];
      value = Math.max(value, end + newTail[step]);
    }
    return value;
  }
}
