package io.labroute.schedule.timetable;

import io.labroute.schedule.Goal;
import io.labroute.schedule.Step;
import io.labroute.schedule.TimeNet;
import io.labroute.schedule.timetable.Layout.Claim;

/** What no plan can fall below, seen without solving: the longest chain, and the load of the busiest device. */
public final class Bounds {

  private Bounds() {}

  /** A bound of one goal; all but the makespan can be 0 as far as is seen here. */
  public static long of(Layout layout, Goal goal) {
    return goal == Goal.MAKESPAN ? Math.max(chain(layout), load(layout)) : 0;
  }

  private static long chain(Layout layout) {
    long[] release = layout.problem().steps().stream().mapToLong(Step::release).toArray();
    for (int i = 0; i < release.length; i++) {
      var frozen = layout.frozen(i);
      release[i] = frozen == null ? release[i] : Math.min(frozen.start(), release[i]);
    }
    long last = 0;
    long[] earliest = TimeNet.of(layout.problem()).earliest(release);
    for (int i = 0; i < release.length; i++) {
      last = Math.max(last, earliest[2 * i + 1]);
    }
    return last;
  }

  /** Work that has no other device, spread evenly over the units. */
  private static long load(Layout layout) {
    int devices = layout.problem().devices().size();
    long[] work = new long[devices];
    for (int i = 0; i < layout.size(); i++) {
      if (layout.modes(i) == 1 && layout.frozen(i) == null) {
        for (Claim claim : layout.claims(i, 0)) {
          work[claim.device()] += claim.slots() ? 0 : layout.shortest(i, 0, claim) * claim.amount();
        }
      }
    }
    long most = 0;
    for (int device = 0; device < devices; device++) {
      int capacity = layout.capacity(device, false);
      most = Math.max(most, (work[device] + capacity - 1) / capacity);
    }
    return most;
  }
}
