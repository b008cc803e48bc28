package io.labroute.schedule.search;

import io.labroute.schedule.timetable.Stop;
import io.labroute.schedule.timetable.Timetable;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Proves how short a job shop's plan can be: bounds first, then branch and bound over which of two steps of a machine comes first.
 * Steps that were in the way of a plan are decided on first, so each new search is better than the one before. What it does
 * depends on the problem and the best plan known, not on the clock.
 */
public final class JobShopProof {

  /** How a search ended: nothing is as short, something is, or its patience was over. */
  private enum Verdict {
    NONE, FOUND, OPEN
  }

  private static final int FEWEST_FAILS = 200;
  private static final double GROWTH = 2;

  /** Of searches that take longer, no proof is to be expected soon, so that better bounds are worth the time. */
  private static final double LONG = 20_000;

  /** Of more pairs nothing is proven in minutes. */
  private static final int MOST_PAIRS = 3_000;

  private final JobShop shop;
  private final IntSupplier best;
  private final Consumer<Timetable> found;
  private final LongConsumer bounds;
  private final Stop stop;
  private final Disjunctions now;
  private final int[] first;
  private final int[] second;
  private final int[] mark;
  private final boolean[] turned;
  private final Supplier<@Nullable Timetable> model;
  private @Nullable Timetable guide;
  private int mostFails;

  /**
   * @param best the shortest makespan that is known, from whomever
   * @param model the plan that has it: of two orders, its own is tried first
   * @param found told of shorter plans
   * @param bounds told of what the makespan cannot fall below
   */
  public JobShopProof(JobShop shop, IntSupplier best, Supplier<@Nullable Timetable> model, Consumer<Timetable> found,
      LongConsumer bounds, Stop stop) {
    this.shop = shop;
    this.best = best;
    this.model = model;
    this.found = found;
    this.bounds = bounds;
    this.stop = stop;
    now = new Disjunctions(shop);
    int pairs = shop.pairs();
    first = new int[pairs];
    second = new int[pairs];
    mark = new int[pairs];
    turned = new boolean[pairs];
    int pair = 0;
    for (int[] line : shop.lines()) {
      for (int a = 0; a < line.length; a++) {
        for (int b = a + 1; b < line.length; b++) {
          first[pair] = line[a];
          second[pair++] = line[b];
        }
      }
    }
  }

  /**
   * Searches until the best makespan is proven, or the stop is due.
   *
   * @param mostFails dead ends after which it gives up; bounds the work of a reproducible run
   */
  public void run(int mostFails) {
    this.mostFails = mostFails;
    int bound = raise(best.getAsInt());
    bounds.accept(bound);
    double fails = FEWEST_FAILS;
    while (isSmall() && !isOver()) {
      int aim = best.getAsInt() - 1;
      Verdict verdict = aim < bound ? Verdict.NONE : attempt(aim, fails);
      if (verdict == Verdict.NONE) {
        bounds.accept(aim + 1);
        return;
      }
      if (verdict == Verdict.OPEN) {
        bound = fails < LONG ? bound : raise(bound, Math.min(aim, best.getAsInt()), fails / 4);
        fails *= GROWTH;
      }
    }
  }

  /** A bound that some patience leads to, by halving what is between it and a makespan that may be possible. */
  private int raise(int known, int most, double patience) {
    int bound = known;
    int back = now.mark();
    for (int lower = (bound + most) / 2; lower < most && attempt(lower, patience) == Verdict.NONE; lower = (bound + most) / 2) {
      now.undo(back);
      bound = lower + 1;
      bounds.accept(bound);
    }
    now.undo(back);
    return bound;
  }

  /** Whether there is a plan of at most this makespan, as far as is seen with some patience. What is decided for it stays so. */
  private Verdict attempt(int aim, double patience) {
    return isOver() ? Verdict.OPEN : now.limit(aim) && probe() ? dive((int) Math.min(patience, 1e9), aim) : Verdict.NONE;
  }

  /** Whether it goes beyond bounds that are there at once. */
  public boolean isSmall() {
    return first.length <= MOST_PAIRS;
  }

  private boolean isOver() {
    return mostFails <= 0 || stop.isDue();
  }

  /** The shortest makespan that does not contradict itself at once. */
  private int raise(int length) {
    int impossible = 0;
    int open = length;
    while (open - impossible > 1) {
      int middle = (open + impossible) >>> 1;
      int back = now.mark();
      boolean fits = now.limit(middle);
      now.undo(back);
      impossible = fits ? impossible : middle;
      open = fits ? middle : open;
    }
    return open;
  }

  /** Decides what turns out to be impossible the other way round; false when neither way is possible. */
  private boolean probe() {
    boolean more = true;
    while (more && !stop.isDue()) {
      more = false;
      for (int pair = 0; pair < first.length && !stop.isDue(); pair++) {
        for (int way = 0; way < 2 && now.isOpen(first[pair], second[pair]); way++) {
          int one = way == 0 ? first[pair] : second[pair];
          int other = way == 0 ? second[pair] : first[pair];
          int back = now.mark();
          boolean fits = now.decide(one, other);
          now.undo(back);
          if (!fits) {
            more = true;
            if (!now.decide(other, one)) {
              return false;
            }
          }
        }
      }
    }
    return true;
  }

  /** One search; {@code aim} is the makespan that must not be exceeded. */
  private Verdict dive(int patience, int aim) {
    guide = model.get();
    int base = now.mark();
    int[] chosen = new int[first.length];
    int depth = 0;
    int fails = 0;
    while (true) {
      int pair = choose();
      if (pair < 0) {
        tell();
        now.undo(base);
        return Verdict.FOUND;
      }
      chosen[depth] = pair;
      mark[depth] = now.mark();
      turned[depth++] = false;
      boolean fits = decide(pair, false);
      while (!fits) {
        fails++;
        mostFails--;
        while (depth > 0 && turned[depth - 1]) {
          depth--;
        }
        if (depth == 0) {
          now.undo(base);
          return Verdict.NONE;
        }
        now.undo(mark[depth - 1]);
        turned[depth - 1] = true;
        fits = decide(chosen[depth - 1], true);
      }
      if (fails > patience || isOver() || best.getAsInt() <= aim) {
        now.undo(base);
        return Verdict.OPEN;
      }
    }
  }

  private boolean decide(int pair, boolean otherWay) {
    int one = first[pair];
    int other = second[pair];
    boolean likely = guide == null ? now.high[other] - now.low[one] >= now.high[one] - now.low[other]
        : guide.start()[one] < guide.start()[other];
    return likely != otherWay ? now.decide(one, other) : now.decide(other, one);
  }

  /** The open pair with the least room, given how often its steps were in the way; -1 when all are decided. */
  private int choose() {
    int chosen = -1;
    double least = Double.MAX_VALUE;
    for (int pair = 0; pair < first.length; pair++) {
      int i = first[pair];
      int j = second[pair];
      if (now.isOpen(i, j)) {
        int both = shop.duration()[i] + shop.duration()[j];
        int room = Math.max(now.high[j] - now.low[i], now.high[i] - now.low[j]) - both;
        double value = (room + 1) / (now.weight[i] + now.weight[j]);
        if (value < least) {
          least = value;
          chosen = pair;
        }
      }
    }
    return chosen;
  }

  private void tell() {
    Timetable times = Timetable.of(shop.duration().length);
    for (int i = 0; i < times.start().length; i++) {
      times.start()[i] = now.low[i];
      times.end()[i] = now.low[i] + shop.duration()[i];
    }
    found.accept(times);
  }
}
