package io.labroute.schedule.dispatch;

import io.labroute.schedule.Hold;
import io.labroute.schedule.TimeNet;
import io.labroute.schedule.timetable.Layout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Steps that tie each other down by longest waits or by a slot, such as all steps of a plate: they have to be placed together.
 * What comes before and after a cluster is free to lie further away.
 */
final class Clusters {

  /** An arc of the time net, seen from one of its ends. */
  record Arc(int node, long distance) {}

  private final Layout layout;
  private final List<List<Arc>> after = new ArrayList<>();
  private final List<List<Arc>> before = new ArrayList<>();
  private final List<List<Integer>> holders = new ArrayList<>();
  private final int[] clusterOf;
  private final List<int[]> members = new ArrayList<>();

  Clusters(Layout layout) {
    this.layout = layout;
    int nodes = 2 * layout.size();
    for (int node = 0; node < nodes; node++) {
      after.add(new ArrayList<>());
      before.add(new ArrayList<>());
    }
    TimeNet net = TimeNet.of(layout.problem());
    net.forEachArc((from, to, distance) -> {
      after.get(from).add(new Arc(to, distance));
      before.get(to).add(new Arc(from, distance));
    });
    for (int i = 0; i < layout.size(); i++) {
      holders.add(new ArrayList<>());
    }
    clusterOf = new int[layout.size()];
    group();
    long[] release = layout.problem().steps().stream().mapToLong(step -> step.release()).toArray();
    long[] earliest = net.earliest(release);
    for (int c = 0; c < members.size(); c++) {
      members.set(c, Arrays.stream(members.get(c)).boxed()
          .sorted(Comparator.<Integer>comparingLong(i -> earliest[2 * i]).thenComparingLong(i -> earliest[2 * i + 1]))
          .mapToInt(i -> i).toArray());
    }
  }

  List<Arc> after(int node) {
    return after.get(node);
  }

  List<Arc> before(int node) {
    return before.get(node);
  }

  /** The steps that hold a slot from this one on, or until this one. */
  List<Integer> holders(int step) {
    return holders.get(step);
  }

  int count() {
    return members.size();
  }

  /** The steps of a cluster, the earliest first. */
  int[] members(int cluster) {
    return members.get(cluster);
  }

  int of(int step) {
    return clusterOf[step];
  }

  /** Tarjan's strongly connected components over steps, without recursion. */
  private void group() {
    List<List<Integer>> next = new ArrayList<>();
    for (int i = 0; i < layout.size(); i++) {
      List<Integer> reached = new ArrayList<>();
      after.get(2 * i).forEach(arc -> reached.add(arc.node() / 2));
      after.get(2 * i + 1).forEach(arc -> reached.add(arc.node() / 2));
      next.add(reached);
    }
    for (int i = 0; i < layout.size(); i++) {
      Hold hold = layout.step(i).hold();
      if (hold != null) {
        int from = layout.step(hold.from());
        int until = layout.step(hold.until());
        next.get(from).add(i);
        next.get(i).add(from);
        next.get(i).add(until);
        next.get(until).add(i);
        holders.get(from).add(i);
        holders.get(until).add(i);
      }
    }
    int[] index = new int[layout.size()];
    int[] low = new int[layout.size()];
    int[] at = new int[layout.size()];
    boolean[] open = new boolean[layout.size()];
    var stack = new ArrayDeque<Integer>();
    var path = new ArrayDeque<Integer>();
    int counter = 0;
    for (int root = 0; root < layout.size(); root++) {
      if (index[root] > 0) {
        continue;
      }
      path.push(root);
      while (!path.isEmpty()) {
        int step = path.peek();
        if (index[step] == 0) {
          index[step] = low[step] = ++counter;
          stack.push(step);
          open[step] = true;
        }
        if (at[step] < next.get(step).size()) {
          int other = next.get(step).get(at[step]++);
          if (index[other] == 0) {
            path.push(other);
          } else if (open[other]) {
            low[step] = Math.min(low[step], index[other]);
          }
          continue;
        }
        path.pop();
        if (!path.isEmpty()) {
          low[path.peek()] = Math.min(low[path.peek()], low[step]);
        }
        if (low[step] == index[step]) {
          close(step, stack, open);
        }
      }
    }
  }

  private void close(int root, ArrayDeque<Integer> stack, boolean[] open) {
    List<Integer> group = new ArrayList<>();
    int member;
    do {
      member = stack.pop();
      open[member] = false;
      clusterOf[member] = members.size();
      group.add(member);
    } while (member != root);
    members.add(group.stream().mapToInt(i -> i).sorted().toArray());
  }
}
