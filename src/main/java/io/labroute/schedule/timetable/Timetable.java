package io.labroute.schedule.timetable;

import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;

/** Start, end and mode of every step, by its index. */
public record Timetable(long[] start, long[] end, int[] mode) {

  public static Timetable of(int steps) {
    return new Timetable(new long[steps], new long[steps], new int[steps]);
  }

  /** The times of a plan. */
  public static Timetable of(Layout layout, Plan plan) {
    Timetable times = of(layout.size());
    for (Placement placement : plan.placements()) {
      int step = layout.step(placement.step());
      times.start[step] = placement.start();
      times.end[step] = placement.end();
      times.mode[step] = placement.mode();
    }
    return times;
  }

  public Timetable copy() {
    return new Timetable(start.clone(), end.clone(), mode.clone());
  }

  /** The tick of a node: {@code 2i} is the start of step i, {@code 2i + 1} its end. */
  public long at(int node) {
    return (node & 1) == 0 ? start[node / 2] : end[node / 2];
  }

  /** The tick at which the last step has ended. */
  public long makespan() {
    long last = 0;
    for (long tick : end) {
      last = Math.max(last, tick);
    }
    return last;
  }
}
