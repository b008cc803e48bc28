package io.labroute.schedule.planning;

import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run of the planner in a thread of its own: its best plan can be had at any time, and it can be cancelled. */
public final class Planning {

  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final Thread thread;
  private volatile @Nullable Incumbent best;
  private @Nullable Planner planner;
  private boolean cancelled;

  private Planning(Problem problem, Wish wish, Consumer<Incumbent> listener) {
    thread = new Thread(() -> run(problem, wish, listener), "schedule " + problem.name());
    thread.setDaemon(true);
  }

  /**
   * Starts a run. It waits when another one is at work.
   *
   * @param listener told of each better plan, from a thread of the run
   * @throws io.labroute.lab.Refusal when something is wrong with the problem
   */
  public static Planning start(Problem problem, Wish wish, Consumer<Incumbent> listener) {
    ProblemCheck.require(problem);
    var planning = new Planning(problem, wish, listener);
    planning.thread.start();
    return planning;
  }

  private void run(Problem problem, Wish wish, Consumer<Incumbent> listener) {
    try {
      outcome.complete(Planner.solve(problem, wish, found -> {
        best = found;
        listener.accept(found);
      }, this::begin));
    } catch (InterruptedException cancelledInTheQueue) {
      outcome.complete(new Outcome(Outcome.Status.UNKNOWN, null, Double.NaN, 0, false));
    } catch (RuntimeException | Error failure) {
      outcome.completeExceptionally(failure);
    }
  }

  private synchronized void begin(Planner begun) {
    planner = begun;
    if (cancelled) {
      begun.stop();
    }
  }

  /** The best plan so far; null when there is none yet. */
  public @Nullable Incumbent best() {
    return best;
  }

  /** Ends the run soon, with the best plan so far; a run that waits for its turn leaves the queue. */
  public synchronized void cancel() {
    cancelled = true;
    if (planner == null) {
      thread.interrupt();
    } else {
      planner.stop();
    }
  }

  /** Waits for the end of the run. */
  public Outcome await() {
    try {
      return outcome.join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
    }
  }
}
