package io.labroute.schedule.search;

import java.util.Arrays;

/** What follows for the steps of one machine from when each of them can lie. */
final class MachineLine {

  private static final int NEVER = Integer.MIN_VALUE / 2;

  private final JobShop shop;
  private final Disjunctions now;
  private final int[] release;
  private final int[] until;
  private final int[] work;
  private final int[] earliest;
  private final int[] pushed;
  private final int[] sorted;

  MachineLine(JobShop shop, Disjunctions now) {
    this.shop = shop;
    this.now = now;
    int longest = Arrays.stream(shop.lines()).mapToInt(line -> line.length).max().orElse(0);
    release = new int[longest];
    until = new int[longest];
    work = new int[longest];
    earliest = new int[longest];
    pushed = new int[longest];
    sorted = new int[longest];
  }

  /** False when the steps do not fit. */
  boolean propagate(int[] line) {
    return pairs(line) && followers(line, false) && followers(line, true) && edges(line, false) && edges(line, true);
  }

  /** Where only one order of two steps fits, it is the one. */
  private boolean pairs(int[] line) {
    int[] duration = shop.duration();
    for (int a = 0; a < line.length; a++) {
      int i = line[a];
      for (int b = a + 1; b < line.length; b++) {
        int j = line[b];
        if (now.isOpen(i, j)) {
          int both = duration[i] + duration[j];
          boolean ahead = now.low[i] + both <= now.high[j];
          boolean behind = now.low[j] + both <= now.high[i];
          if (!ahead && !behind) {
            now.weight[i]++;
            now.weight[j]++;
            return false;
          }
          if (ahead != behind && !(ahead ? now.put(i, j) : now.put(j, i))) {
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
        if (mirrored ? now.isBefore(step, sorted[k]) : now.isBefore(sorted[k], step)) {
          end = Math.max(end, release[k]) + work[k];
        }
      }
      if (!(mirrored ? now.end(step, -end) : now.begin(step, end))) {
        return false;
      }
    }
    return true;
  }

  /** The steps of a machine by their earliest start; mirrored, by their latest end, the last first. */
  private void fill(int[] line, boolean mirrored) {
    for (int k = 0; k < line.length; k++) {
      int step = line[k];
      int key = mirrored ? -now.high[step] : now.low[step];
      int at = k;
      for (; at > 0 && release[at - 1] > key; at--) {
        sorted[at] = sorted[at - 1];
        release[at] = release[at - 1];
      }
      sorted[at] = step;
      release[at] = key;
    }
    for (int k = 0; k < line.length; k++) {
      until[k] = mirrored ? -now.low[sorted[k]] : now.high[sorted[k]];
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
      if (pushed[i] > release[i] && !(mirrored ? now.end(sorted[i], -pushed[i]) : now.begin(sorted[i], pushed[i]))) {
        return false;
      }
    }
    return true;
  }

  private void blame(int from, int n, int end) {
    for (int i = from; i < n; i++) {
      if (until[i] <= end) {
        now.weight[sorted[i]]++;
      }
    }
  }
}
