package io.labroute.schedule.cpsat;

/**
 * How hard CP-SAT tries.
 *
 * @param workers threads it searches with; eight prove best, as many as there are processors plan best
 * @param seed of its random choices
 * @param deterministic its own measure of work, about a second each, after which it ends; with a value above 0, equal input gives
 *     equal plans on every machine with this release of the library
 * @param search what the threads do
 */
public record Effort(int workers, int seed, double deterministic, Search search) {

  /** What the threads do. */
  public enum Search {
    /** What the library chooses. */
    MIXED,
    /** No linear relaxations: small projects are often proven sooner, and days repaired. */
    LEAN,
    /** Improve parts of what is known, and prove nothing: repairs a large day best. */
    PARTS
  }

  public Effort(int workers, int seed, double deterministic) {
    this(workers, seed, deterministic, Search.MIXED);
  }

  /** Anything goes, as long as it is fast. */
  public static Effort free(int workers, int seed) {
    return new Effort(workers, seed, 0);
  }

  /** One thread that learns from dead ends, and nothing else. */
  public static Effort lean(int seed) {
    return new Effort(1, seed, 0, Search.LEAN);
  }

  /** Two threads: one as {@link #lean}, one that improves parts of what is found. */
  public static Effort repair(int seed) {
    return new Effort(2, seed, 0, Search.LEAN);
  }

  /** Two threads that improve parts of what is known. */
  public static Effort parts(int seed) {
    return new Effort(2, seed, 0, Search.PARTS);
  }

  public boolean reproducible() {
    return deterministic > 0;
  }
}
