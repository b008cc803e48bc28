package io.labroute.schedule;

/**
 * Where a duration comes from.
 *
 * @param quantile such as {@code p95}, or {@code fixed} for a stated duration
 * @param guessed true when nothing was measured and the duration is a default
 */
public record Estimate(String quantile, boolean guessed) {

  public static final Estimate FIXED = new Estimate("fixed", false);
}
