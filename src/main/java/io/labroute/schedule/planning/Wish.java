package io.labroute.schedule.planning;

/**
 * How a problem is to be solved.
 *
 * @param seconds the time limit, above 0; in a reproducible run the work that is done, in CP-SAT's own seconds
 * @param workers threads at most; 0 to choose by the aim
 * @param seed of all random choices
 * @param reproducible equal input gives equal plans, with equal hashes
 */
public record Wish(double seconds, int workers, int seed, boolean reproducible) {

  public Wish {
    if (!(seconds > 0) || workers < 0) {
      throw new IllegalArgumentException("seconds %s and workers %d have to be above 0".formatted(seconds, workers));
    }
  }

  public static Wish of(double seconds) {
    return new Wish(seconds, 0, 1, false);
  }

  public static Wish reproducible(double seconds, int seed) {
    return new Wish(seconds, 1, seed, true);
  }
}
