package io.labroute.simulation.model;

import io.labroute.lab.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Chance that follows from a seed and what it is about, never from how often or when it was asked: the same order of the same seed
 * takes as long and ends the same way, however often the engine was started in between.
 */
public record Chance(long seed) {

  private static final double WIDEST = 3;

  /** A deviation from the normal distribution of mean 0 and variance 1, cut off at 3. */
  public double deviation(String... thing) {
    return Math.max(-WIDEST, Math.min(WIDEST, random(thing).nextGaussian()));
  }

  /** A number from 0 to 1, evenly distributed. */
  public double share(String... thing) {
    return random(thing).nextDouble();
  }

  /** Whether what happens in this share of all cases happens in this one. */
  public boolean happens(double rate, String... thing) {
    return rate > 0 && share(thing) < rate;
  }

  private SplittableRandom random(String... thing) {
    String hash = Sha256.of((seed + " " + String.join("\n", thing)).getBytes(StandardCharsets.UTF_8));
    return new SplittableRandom(Long.parseUnsignedLong(hash.substring(0, 16), 16));
  }
}
