package io.labroute.schedule.timetable;

import java.util.ArrayList;
import java.util.List;

/**
 * When a search has to end: at a moment of {@link System#nanoTime()}, or as soon as somebody asks for it. Safe for any thread.
 */
public final class Stop {

  private final long deadline;
  private final List<Runnable> listeners = new ArrayList<>();
  private volatile boolean requested;

  private Stop(long deadline) {
    this.deadline = deadline;
  }

  /** A stop after so many seconds from now. */
  public static Stop in(double seconds) {
    return new Stop(System.nanoTime() + (long) (Math.min(seconds, 1e8) * 1e9));
  }

  /** An earlier stop for a part of the work; a request to this one ends it, too. */
  public Stop part(double seconds) {
    Stop part = in(Math.min(seconds, secondsLeft()));
    onRequest(part::request);
    return part;
  }

  public double secondsLeft() {
    return requested ? 0 : Math.max(0, (deadline - System.nanoTime()) / 1e9);
  }

  public boolean isDue() {
    return requested || System.nanoTime() - deadline >= 0;
  }

  /** Ends the search now. */
  public void request() {
    List<Runnable> told;
    synchronized (listeners) {
      requested = true;
      told = List.copyOf(listeners);
    }
    told.forEach(Runnable::run);
  }

  /** Runs something when the stop is requested; at once when it has been. */
  public void onRequest(Runnable listener) {
    synchronized (listeners) {
      if (!requested) {
        listeners.add(listener);
        return;
      }
    }
    listener.run();
  }

  public void forget(Runnable listener) {
    synchronized (listeners) {
      listeners.remove(listener);
    }
  }
}
