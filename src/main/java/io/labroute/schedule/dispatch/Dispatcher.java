package io.labroute.schedule.dispatch;

import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Places cluster after cluster where there is room first; who is in a batch with whom is decided beforehand. Soft time constraints
 * are left to the solvers that follow.
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

  private final List<Arrangement> arrangements;
  private final List<Queueing> queues = new ArrayList<>();

  public Dispatcher(Layout layout) {
    arrangements = Arrangement.of(layout);
    arrangements.forEach(arrangement -> queues.add(new Queueing(arrangement.layout())));
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
    for (int k = 0; k < queues.size(); k++) {
      Timetable times = queues.get(k).dispatch(rule, pace, seed);
      if (times != null) {
        return arrangements.get(k).restored(times);
      }
    }
    return null;
  }
}
