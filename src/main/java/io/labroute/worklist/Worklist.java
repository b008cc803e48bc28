package io.labroute.worklist;

import io.labroute.lab.Finding;
import io.labroute.lab.Volume;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A worklist that was planned, written, read back and compared.
 *
 * @param format such as {@code tecan-evo} or {@code echo}
 * @param lines without line ends
 * @param bytes of the file
 * @param warnings what a person should look at
 * @param after what will be in the wells
 * @param splits transfers that took more than one part
 * @param roundings transfers whose written volume differs from the requested one
 * @param labels labels that were replaced, by the original
 */
public record Worklist(String format, List<String> lines, byte[] bytes, List<Finding> warnings, Ledger after, List<Split> splits,
    List<Rounding> roundings, Map<String, String> labels, Usage usage) {

  /** A transfer that is larger than a tip or a droplet train. */
  public record Split(Spot from, Spot to, List<Volume> parts) {}

  /** A transfer that is written as another volume than was asked for. */
  public record Rounding(Spot from, Spot to, Volume requested, Volume written) {}

  /**
   * What a run takes.
   *
   * @param tips disposable tips that are used up, those of distributions included
   * @param boxes boxes of 96 tips that are begun
   * @param washes of fixed tips
   * @param time about how long it takes with one tip at a time
   */
  public record Usage(int transfers, int tips, int boxes, int washes, Duration time) {}
}
