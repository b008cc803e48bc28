package io.labroute.schedule.cpsat;

/**
 * How hard CP-SAT tries.
 *
 * @param workers threads it searches with; eight prove best, as many as there are processors plan best
 * @param seed of its random choices
 * @param deterministic its own measure of work, about a second each, after which it ends; with a value above 0, equal input gives
 *     equal plans on every machine with this release of the library
 * @param linear whether it also solves linear relaxations; without them, small projects are often proven sooner, and days repaired
 */
public record Effort(int workers, int seed, double deterministic, boolean linear) {

  public Effort(int workers, int seed, double deterministic) {
    this(workers, seed, deterministic, true);
  }

  /** Anything goes, as long as it is fast. */
  public static Effort free(int workers, int seed) {
    return new Effort(workers, seed, 0);
  }

  /** One thread that learns from dead ends, and nothing else. */
  public static Effort lean(int seed) {
    return new Effort(1, seed, 0, false);
  }

  /** Two threads: one as {@link #lean}, one that improves parts of what is found; repairs a day soonest. */
  public static Effort repair(int seed) {
    return new Effort(2, seed, 0, false);
  }

  public boolean reproducible() {
    return deterministic > 0;
  }
}
