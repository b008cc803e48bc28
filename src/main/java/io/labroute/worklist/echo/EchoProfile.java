package io.labroute.worklist.echo;

import io.labroute.lab.Volume;
import org.jspecify.annotations.Nullable;

/**
 * How an Echo wants its picklist.
 *
 * @param increment what a droplet holds: 2.5 nL, of an Echo 525 25 nL
 * @param most the largest transfer of one line, a multiple of the increment
 * @param snap how far a volume may be moved onto the grid of droplets; null when it has to lie on it
 * @param sourceType plate type with its calibration, for sources that name none
 */
public record EchoProfile(Volume increment, Volume most, @Nullable Volume snap, String sourceType) {

  /** Droplets of 2.5 nL, at most 10 uL a line. */
  public static final EchoProfile USUAL =
      new EchoProfile(Volume.ofMicrolitres("0.0025"), Volume.ofMicrolitres("10"), null, "384PP_AQ_BP");
}
