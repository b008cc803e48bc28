package io.labroute.schedule.cpsat;

import com.google.ortools.sat.CpSolverSolutionCallback;
import io.labroute.schedule.timetable.Timetable;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands on each timetable that the solver finds. An exception must not pass through native code, which would end the process: it
 * stops the search and is thrown afterwards.
 */
final class Collector extends CpSolverSolutionCallback {

  private final Model model;
  private final Consumer<Timetable> found;
  private final LongConsumer bounds;
  private final Runnable end;
  private volatile @Nullable Timetable last;
  private volatile @Nullable RuntimeException failure;

  Collector(Model model, Consumer<Timetable> found, LongConsumer bounds, Runnable end) {
    this.model = model;
    this.found = found;
    this.bounds = bounds;
    this.end = end;
  }

  @Override
  public void onSolutionCallback() {
    try {
      Timetable times = model.read(this::value, this::booleanValue);
      last = times;
      found.accept(times);
      bounds.accept(whole(bestObjectiveBound()));
    } catch (RuntimeException mistake) {
      failure = mistake;
      end.run();
    }
  }

  /** A bound of whole numbers; the solver gives it as a floating one. */
  static long whole(double bound) {
    return bound < -1e15 ? 0 : (long) Math.ceil(bound - 1e-6);
  }

  @Nullable Timetable last() {
    return last;
  }

  void rethrow() {
    RuntimeException mistake = failure;
    if (mistake != null) {
      throw mistake;
    }
  }
}
