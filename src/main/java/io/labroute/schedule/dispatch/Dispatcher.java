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

/**
 * Places cluster after cluster where there is room first. Soft time constraints are left to the solvers that follow.
 */
public final class Dispatcher {

  /** Which of the clusters that are ready is placed next. */
  public enum Rule {
    /** In the problem's order. */
    FIRST_COME,
    /** The one after which most is still to be done. */
    LONGEST_TAIL,
    /** The one that is due first. */
    EARLIEST_DUE,
    /** Any. */
    RANDOM
  }

  private final Layout layout;
  private final Clusters clusters;
  private final long[] tail;

  public Dispatcher(Layout layout) {
    this.layout = layout;
    clusters = new Clusters(layout);
    tail = tails();
  }

  /**
   * A timetable that keeps to everything hard.
   *
   * @param spacing ticks between the starts of labware that could all start at once; 0 to start each as soon as it fits
   * @return null when this rule leads to none, which does not mean that there is none
   */
  public @Nullable Timetable dispatch(Rule rule, long spacing, long seed) {
    return dispatch(rule, index -> index * spacing, seed);
  }

  /**
   * As above, with a tick for each labware that could start at once, by its place in the order, before which it does not start.
   */
  public @Nullable Timetable dispatch(Rule rule, LongUnaryOperator pace, long seed) {
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

  private double[] rank(Rule rule, Random random) {
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
