package io.labroute.schedule.dispatch;

import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayDeque;
import java.util.List;

/** From when to when each node of a cluster can lie, given what is placed so far, and which placed step sets the end of it. */
final class Windows {

  private final Layout layout;
  private final Clusters clusters;
  private final Timetable times;
  private final boolean[] done;
  private int cluster;

  final long[] low;
  final long[] high;
  final int[] cause;

  Windows(Layout layout, Clusters clusters, Timetable times, boolean[] done) {
    this.layout = layout;
    this.clusters = clusters;
    this.times = times;
    this.done = done;
    low = new long[2 * layout.size()];
    high = new long[2 * layout.size()];
    cause = new int[2 * layout.size()];
  }

  /** Opens the windows of a cluster, of which no step is to start before its floor. */
  void open(int which, long[] floor) {
    cluster = which;
    int[] members = clusters.members(which);
    var queue = new ArrayDeque<Integer>();
    for (int i : members) {
      low[2 * i] = floor[i];
      low[2 * i + 1] = floor[i];
      high[2 * i] = Layout.FREE;
      high[2 * i + 1] = layout.latestEnd(i);
      cause[2 * i] = -1;
      cause[2 * i + 1] = -1;
    }
    for (int i : members) {
      for (int node = 2 * i; node <= 2 * i + 1; node++) {
        for (Clusters.Arc arc : clusters.before(node)) {
          if (done[arc.node() / 2]) {
            low[node] = Math.max(low[node], times.at(arc.node()) + arc.distance());
          }
        }
        for (Clusters.Arc arc : clusters.after(node)) {
          if (done[arc.node() / 2]) {
            high[node] = Math.min(high[node], times.at(arc.node()) - arc.distance());
          }
        }
        if (done[i]) {
          low[node] = times.at(node);
          high[node] = times.at(node);
        }
        queue.add(node);
      }
    }
    spread(queue);
  }

  /** Takes note that a node is placed, for the sake of {@code step}. */
  void fix(int node, long tick, int step) {
    low[node] = tick;
    high[node] = tick;
    cause[node] = step;
    spread(new ArrayDeque<>(List.of(node)));
  }

  private void spread(ArrayDeque<Integer> queue) {
    int budget = 50 * (queue.size() + clusters.members(cluster).length * 4);
    while (!queue.isEmpty() && budget-- > 0) {
      int node = queue.remove();
      for (Clusters.Arc arc : clusters.after(node)) {
        int to = arc.node();
        if (clusters.of(to / 2) == cluster && !done[to / 2] && low[node] + arc.distance() > low[to]) {
          low[to] = low[node] + arc.distance();
          queue.add(to);
        }
      }
      for (Clusters.Arc arc : clusters.before(node)) {
        int from = arc.node();
        if (clusters.of(from / 2) == cluster && !done[from / 2] && high[node] - arc.distance() < high[from]) {
          high[from] = high[node] - arc.distance();
          cause[from] = cause[node];
          queue.add(from);
        }
      }
    }
  }
}
