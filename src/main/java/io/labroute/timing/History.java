package io.labroute.timing;

import java.util.Arrays;

/**
 * What is known of runs that are alike.
 *
 * @param durations of the newest, in seconds, in ascending order; one at least
 */
record History(double[] durations) {

  static History of(Double[] newest) {
    double[] durations = Arrays.stream(newest).mapToDouble(Double::doubleValue).sorted().toArray();
    return new History(durations);
  }

  int samples() {
    return durations.length;
  }

  double least() {
    return durations[0];
  }

  double most() {
    return durations[durations.length - 1];
  }

  /** The shortest duration that at least so large a share of the runs kept to. */
  double quantile(double share) {
    return durations[(int) Math.ceil(share * durations.length) - 1];
  }

  /** Standard deviation of the sample; 0 of a single run. */
  double spread() {
    if (durations.length == 1) {
      return 0;
    }
    double mean = Arrays.stream(durations).average().orElseThrow();
    return Math.sqrt(Arrays.stream(durations).map(d -> (d - mean) * (d - mean)).sum() / (durations.length - 1));
  }
}
