package io.labroute.schedule.dispatch;

import io.labroute.schedule.Reach;
import io.labroute.schedule.Use;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Layout.Claim;
import io.labroute.schedule.timetable.Timetable;
import java.util.List;

/** Chooses among the ways in which steps can be carried out, by how much each device has to do so far. */
final class Ways {

  private final Layout layout;
  private final Timetable times;
  private final double[] load;

  Ways(Layout layout, Timetable times) {
    this.layout = layout;
    this.times = times;
    load = new double[layout.problem().devices().size()];
  }

  /** Takes note that a step is placed, or, with a sign of -1, that it is not any more. */
  void account(int step, int sign) {
    for (Claim claim : layout.claims(step, times.mode()[step])) {
      load[claim.device()] += sign * cost(step, times.mode()[step], claim);
    }
  }

  /** Whether this way suits the ways of the steps it refers to, as far as they are placed. */
  boolean reach(int step, int mode) {
    for (Reach reach : layout.mode(step, mode).reaches()) {
      int other = layout.step(reach.step());
      List<Use> uses = layout.mode(other, times.mode()[other]).uses();
      if (uses.stream().noneMatch(use -> reach.devices().contains(use.device()))) {
        return false;
      }
    }
    return true;
  }

  /** The least loaded way for each step; those that depend on other steps come last. */
  void choose(int[] members, boolean[] done) {
    for (boolean dependent : new boolean[] {false, true}) {
      for (int i : members) {
        boolean depends = layout.step(i).modes().stream().anyMatch(mode -> !mode.reaches().isEmpty());
        if (done[i] || depends != dependent) {
          continue;
        }
        double least = Double.MAX_VALUE;
        for (int mode = 0; mode < layout.modes(i); mode++) {
          double sum = 0;
          for (Claim claim : layout.claims(i, mode)) {
            sum = Math.max(sum, load[claim.device()] + cost(i, mode, claim));
          }
          if (sum < least && reach(i, mode)) {
            least = sum;
            times.mode()[i] = mode;
          }
        }
      }
    }
  }

  private double cost(int step, int mode, Claim claim) {
    return (double) layout.mode(step, mode).duration() * claim.amount() / layout.capacity(claim.device(), claim.slots());
  }
}
