package io.labroute.schedule.search;

import io.labroute.schedule.Goal;
import io.labroute.schedule.Problem;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Layout.Claim;
import io.labroute.schedule.timetable.Layout.Link;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem that is a job shop: chains of steps of fixed length, each on one machine that does one thing at a time, nothing that
 * must not wait, and a makespan to be shortened.
 *
 * @param duration of each step
 * @param machine of each step; -1 when it needs none
 * @param before the step before it in its chain; -1 for the first
 * @param after the step after it in its chain; -1 for the last
 * @param machines how many there are
 */
public record JobShop(Layout layout, int[] duration, int[] machine, int[] before, int[] after, int machines) {

  /** The search keeps a number for each pair of steps. */
  private static final int MOST_STEPS = 4_000;

  /** The problem as a job shop; null when it is none, or too large for this search. */
  public static @Nullable JobShop of(Layout layout) {
    Problem problem = layout.problem();
    int n = layout.size();
    boolean plain = problem.frozen().isEmpty() && problem.stocks().isEmpty() && problem.goals().contains(Goal.MAKESPAN)
        && !problem.goals().contains(Goal.WAITING) && !layout.hasBatches() && layout.likenesses().isEmpty()
        && problem.devices().stream().allMatch(device -> device.closed().isEmpty());
    int[] duration = new int[n];
    int[] machine = new int[n];
    for (int i = 0; i < n && plain; i++) {
      List<Claim> claims = layout.modes(i) == 1 ? layout.claims(i, 0) : List.of();
      plain = layout.modes(i) == 1 && claims.size() <= 1 && layout.step(i).release() == 0 && layout.step(i).due() == null
          && layout.step(i).deadline() == null && layout.step(i).hold() == null
          && layout.mode(i, 0).longest() == layout.mode(i, 0).duration() && layout.mode(i, 0).duration() < 1 << 20
          && claims.stream().allMatch(claim -> layout.capacity(claim.device(), claim.slots()) == 1);
      if (plain) {
        duration[i] = (int) layout.mode(i, 0).duration();
        machine[i] = claims.isEmpty() ? -1 : claims.get(0).device();
      }
    }
    int[] before = new int[n];
    int[] after = new int[n];
    Arrays.fill(before, -1);
    Arrays.fill(after, -1);
    for (Link link : layout.links()) {
      int from = link.from() / 2;
      int to = link.to() / 2;
      plain &= (link.from() & 1) == 1 && (link.to() & 1) == 0 && link.min() == 0 && link.max() == Layout.FREE && link.cost() == 0
          && after[from] < 0 && before[to] < 0;
      after[from] = to;
      before[to] = from;
    }
    return plain && n > 0 && n <= MOST_STEPS ? new JobShop(layout, duration, machine, before, after, problem.devices().size()) : null;
  }

  /** The steps of each machine. */
  int[][] lines() {
    List<List<Integer>> lines = new ArrayList<>();
    for (int m = 0; m < machines; m++) {
      lines.add(new ArrayList<>());
    }
    for (int i = 0; i < duration.length; i++) {
      if (machine[i] >= 0) {
        lines.get(machine[i]).add(i);
      }
    }
    return lines.stream().map(line -> line.stream().mapToInt(i -> i).toArray()).toArray(int[][]::new);
  }

  /** How many pairs of steps need the same machine: what there is to decide. */
  public int pairs() {
    return Arrays.stream(lines()).mapToInt(line -> line.length * (line.length - 1) / 2).sum();
  }

  /** The order of the steps on each machine that a timetable follows. */
  int[][] orders(Timetable times) {
    return Arrays.stream(lines()).map(line -> Arrays.stream(line).boxed()
        .sorted(Comparator.<Integer>comparingLong(i -> times.start()[i]).thenComparingLong(i -> times.end()[i]))
        .mapToInt(i -> i).toArray()).toArray(int[][]::new);
  }
}
