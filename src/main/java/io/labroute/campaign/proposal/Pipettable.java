package io.labroute.campaign.proposal;

import io.labroute.lab.Volume;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Which volumes a device can dispense, in microlitres.
 *
 * @param smallest a multiple of the increment
 * @param increment what volumes are multiples of, such as a droplet
 * @param tolerance how far a volume may be off for it, as a share of it
 */
record Pipettable(BigDecimal smallest, BigDecimal increment, BigDecimal tolerance) {

  static final MathContext DIGITS = MathContext.DECIMAL128;

  static Pipettable of(Volume smallest, Volume increment, BigDecimal tolerance) {
    BigDecimal step = increment.microlitres();
    return new Pipettable(rounded(smallest.microlitres(), step, RoundingMode.CEILING), step, tolerance);
  }

  BigDecimal nearest(BigDecimal volume) {
    return rounded(volume, increment, RoundingMode.HALF_EVEN);
  }

  BigDecimal up(BigDecimal volume) {
    return rounded(volume, increment, RoundingMode.CEILING);
  }

  private static BigDecimal rounded(BigDecimal volume, BigDecimal step, RoundingMode mode) {
    return volume.divide(step, 0, mode).multiply(step);
  }

  /** From this volume on, rounding keeps within the tolerance. */
  BigDecimal accurate() {
    return smallest.max(up(increment.divide(tolerance.multiply(BigDecimal.valueOf(2)), DIGITS)));
  }

  /** Whether so much is nothing, or can be dispensed. */
  boolean can(BigDecimal volume) {
    return volume.signum() == 0 || volume.compareTo(smallest) >= 0;
  }

  /** Whether a volume can be dispensed and is near enough to the one that is wanted. */
  boolean meets(BigDecimal volume, BigDecimal wanted) {
    return volume.compareTo(smallest) >= 0 && off(volume, wanted).compareTo(tolerance) <= 0;
  }

  /** The part of a whole that comes nearest to what is wanted, such that it and the rest can be dispensed; null if none is near. */
  @Nullable BigDecimal part(BigDecimal wanted, BigDecimal whole) {
    BigDecimal most = whole.subtract(smallest);
    BigDecimal best = nearer(wanted, whole, smallest.compareTo(most) <= 0 ? nearest(wanted).max(smallest).min(most) : whole);
    return off(best, wanted).compareTo(tolerance) <= 0 ? best : null;
  }

  /** How far a volume is from the one that is wanted, as a share of it. */
  static BigDecimal off(BigDecimal volume, BigDecimal wanted) {
    return volume.subtract(wanted).abs().divide(wanted, DIGITS);
  }

  private static BigDecimal nearer(BigDecimal wanted, BigDecimal one, BigDecimal other) {
    return one.subtract(wanted).abs().compareTo(other.subtract(wanted).abs()) <= 0 ? one : other;
  }

  static String text(BigDecimal microlitres) {
    return (microlitres.signum() == 0 ? "0" : microlitres.stripTrailingZeros().toPlainString()) + " uL";
  }
}
