package io.labroute.schedule;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The hard time constraints of a problem as a net of smallest distances between boundaries: what follows from them without
 * any device. Node {@code 2i} is the start of step i, {@code 2i + 1} its end.
 */
public final class TimeNet {

  /** {@code to} comes at least {@code distance} ticks after {@code from}; what follows from a duration has no lag. */
  record Arc(int from, int to, long distance, @Nullable Lag lag) {}

  private final List<Arc> arcs = new ArrayList<>();
  private final List<List<Arc>> leaving = new ArrayList<>();
  private final int steps;

  private TimeNet(int steps) {
    this.steps = steps;
    for (int node = 0; node < 2 * steps; node++) {
      leaving.add(new ArrayList<>());
    }
  }

  /** The whole net. Lags that name unknown steps and soft ones are left out. */
  public static TimeNet of(Problem problem) {
    return of(problem, true);
  }

  /** The net of shortest times alone: what has to come before what. */
  static TimeNet orderOf(Problem problem) {
    return of(problem, false);
  }

  private static TimeNet of(Problem problem, boolean longest) {
    var net = new TimeNet(problem.steps().size());
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < net.steps; i++) {
      index.put(problem.steps().get(i).id(), i);
      List<Mode> modes = problem.steps().get(i).modes();
      net.add(2 * i, 2 * i + 1, modes.stream().mapToLong(Mode::duration).min().orElse(0), null);
      if (longest) {
        net.add(2 * i + 1, 2 * i, -modes.stream().mapToLong(Mode::longest).max().orElse(0), null);
      }
    }
    for (Lag lag : problem.lags()) {
      Integer from = index.get(lag.from().step());
      Integer to = index.get(lag.to().step());
      if (from != null && to != null && !lag.soft()) {
        int a = 2 * from + lag.from().boundary().ordinal();
        int b = 2 * to + lag.to().boundary().ordinal();
        net.add(a, b, lag.min(), lag);
        if (longest && lag.max() != null) {
          net.add(b, a, -lag.max(), lag);
        }
      }
    }
    return net;
  }

  private void add(int from, int to, long distance, @Nullable Lag lag) {
    var arc = new Arc(from, to, distance, lag);
    arcs.add(arc);
    leaving.get(from).add(arc);
  }

  /** The earliest tick of every node, given the earliest start of every step; a net with a contradiction has none. */
  public long[] earliest(long[] release) {
    long[] earliest = new long[2 * steps];
    Arrays.fill(earliest, Long.MIN_VALUE / 4);
    for (int i = 0; i < steps; i++) {
      earliest[2 * i] = release[i];
    }
    List<Arc> cycle = relax(earliest);
    if (!cycle.isEmpty()) {
      throw new IllegalStateException("the net contradicts itself");
    }
    return earliest;
  }

  /** The arcs of a ring whose distances add up to more than zero, so that nothing fits it; empty when there is none. */
  List<Arc> contradiction() {
    return relax(new long[2 * steps]);
  }

  /** Longest paths; a node that is reached over more arcs than there are nodes lies behind a ring. */
  private List<Arc> relax(long[] time) {
    Arc[] came = new Arc[time.length];
    int[] arcsOnPath = new int[time.length];
    var queue = new ArrayDeque<Integer>();
    boolean[] waiting = new boolean[time.length];
    for (int node = 0; node < time.length; node++) {
      queue.add(node);
      waiting[node] = true;
    }
    while (!queue.isEmpty()) {
      int node = queue.remove();
      waiting[node] = false;
      for (Arc arc : leaving.get(node)) {
        if (time[node] + arc.distance() > time[arc.to()]) {
          time[arc.to()] = time[node] + arc.distance();
          came[arc.to()] = arc;
          arcsOnPath[arc.to()] = arcsOnPath[node] + 1;
          if (arcsOnPath[arc.to()] > time.length) {
            return ring(arc.to(), came);
          }
          if (!waiting[arc.to()]) {
            waiting[arc.to()] = true;
            queue.add(arc.to());
          }
        }
      }
    }
    return List.of();
  }

  private static List<Arc> ring(int behind, Arc[] came) {
    boolean[] seen = new boolean[came.length];
    int node = behind;
    while (!seen[node]) {
      seen[node] = true;
      node = came[node].from();
    }
    List<Arc> ring = new ArrayList<>();
    int first = node;
    do {
      ring.add(0, came[node]);
      node = came[node].from();
    } while (node != first);
    return ring;
  }

  /** All smallest distances, as {@code from} and {@code to} node and ticks. */
  public void forEachArc(ArcVisitor visitor) {
    arcs.forEach(arc -> visitor.visit(arc.from(), arc.to(), arc.distance()));
  }

  /** Takes one smallest distance. */
  @FunctionalInterface
  public interface ArcVisitor {
    void visit(int from, int to, long distance);
  }
}
