package io.labroute.schedule.dispatch;

import io.labroute.schedule.Draw;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Clusters that wait until it is their turn, by a rule. */
final class Queueing {

  private final Layout layout;
  private final Clusters clusters;
  private final long[] tail;

  Queueing(Layout layout) {
    this.layout = layout;
    clusters = new Clusters(layout);
    tail = tails();
  }

  /** Null when the rule leads to nothing. */
  @Nullable Timetable dispatch(Dispatcher.Rule rule, LongUnaryOperator pace, long seed) {
    double[] rank = rank(rule, new Random(seed));
    var board = new Board(layout);
    var placing = new Placing(layout, clusters, board);
    for (int i = 0; i < layout.size(); i++) {
      Frozen frozen = layout.frozen(i);
      if (frozen != null) {
        placing.freeze(i, frozen);
      }
    }
    int[] waitingFor = new int[clusters.count()];
    List<Set<Integer>> followers = followers(waitingFor);
    var ready = new PriorityQueue<Integer>(Comparator.<Integer>comparingDouble(c -> rank[c]).thenComparingInt(c -> c));
    List<Integer> refills = new ArrayList<>();
    for (int c = 0; c < clusters.count(); c++) {
      if (waitingFor[c] == 0) {
        (isRefill(c) ? refills : ready).add(c);
      }
    }
    long started = 0;
    int left = clusters.count();
    while (!ready.isEmpty() || !refills.isEmpty()) {
      Integer next = ready.isEmpty() ? refills.remove(0) : ready.remove();
      if (lacksStock(next, board)) {
        if (refills.isEmpty()) {
          return null;
        }
        ready.add(next);
        next = refills.remove(0);
      }
      long floor = followsNothing(next) ? pace.applyAsLong(started++) : 0;
      if (!placing.place(next, floor)) {
        return null;
      }
      left--;
      for (int follower : followers.get(next)) {
        if (--waitingFor[follower] == 0) {
          (isRefill(follower) ? refills : ready).add(follower);
        }
      }
    }
    return left == 0 ? placing.times() : null;
  }

  private boolean isRefill(int cluster) {
    return Arrays.stream(clusters.members(cluster)).anyMatch(i -> layout.step(i).draws().stream().anyMatch(d -> d.amount() < 0));
  }

  private boolean lacksStock(int cluster, Board board) {
    for (int i : clusters.members(cluster)) {
      for (Draw draw : layout.step(i).draws()) {
        if (draw.amount() > 0 && board.left(draw.stock()) < draw.amount()) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean followsNothing(int cluster) {
    for (int i : clusters.members(cluster)) {
      for (int node = 2 * i; node <= 2 * i + 1; node++) {
        if (clusters.before(node).stream().anyMatch(arc -> clusters.of(arc.node() / 2) != cluster)) {
          return false;
        }
      }
    }
    return true;
  }

  private List<Set<Integer>> followers(int[] waitingFor) {
    List<Set<Integer>> followers = new ArrayList<>();
    for (int c = 0; c < clusters.count(); c++) {
      followers.add(new HashSet<>());
    }
    for (int node = 0; node < 2 * layout.size(); node++) {
      int from = clusters.of(node / 2);
      for (Clusters.Arc arc : clusters.after(node)) {
        int to = clusters.of(arc.node() / 2);
        if (to != from && followers.get(from).add(to)) {
          waitingFor[to]++;
        }
      }
    }
    return followers;
  }

  private double[] rank(Dispatcher.Rule rule, Random random) {
    double[] rank = new double[clusters.count()];
    for (int c = 0; c < rank.length; c++) {
      int[] members = clusters.members(c);
      boolean started = Arrays.stream(members).anyMatch(i -> layout.frozen(i) != null);
      rank[c] = started ? -1e15 : switch (rule) {
        case FIRST_COME -> Arrays.stream(members).min().orElse(0);
        case LONGEST_TAIL -> -Arrays.stream(members).mapToLong(i -> tail[i]).max().orElse(0);
        case EARLIEST_DUE -> Arrays.stream(members).mapToLong(this::dueOf).min().orElse(0);
        case RANDOM -> random.nextDouble();
      };
    }
    return rank;
  }

  private long dueOf(int step) {
    Long due = layout.step(step).due();
    return (due == null ? layout.latestEnd(step) : Math.min(due, layout.latestEnd(step))) - tail[step];
  }

  /** The longest way from the start of each step to the end of everything. */
  private long[] tails() {
    long[] tails = new long[layout.size()];
    for (int c = 0; c < clusters.count(); c++) {
      int[] members = clusters.members(c);
      for (int k = members.length - 1; k >= 0; k--) {
        int i = members[k];
        long longest = 0;
        for (int mode = 0; mode < layout.modes(i); mode++) {
          longest = Math.max(longest, layout.mode(i, mode).duration());
        }
        for (Clusters.Arc arc : clusters.after(2 * i + 1)) {
          if (arc.node() / 2 != i) {
            long rest = tails[arc.node() / 2];
            tails[i] = Math.max(tails[i], longest + Math.max(0, arc.distance()) + rest);
          }
        }
        tails[i] = Math.max(tails[i], longest);
      }
    }
    return tails;
  }
}
