package io.labroute.campaign.proposal;

import java.math.BigDecimal;

/**
 * What wells have in common that are dosed alike, whatever their cells.
 *
 * @param compound empty for vehicle alone
 * @param dose in base units of the dimension
 */
record Recipe(String compound, String dimension, BigDecimal dose) {

  private static final Recipe VEHICLE = new Recipe("", "", BigDecimal.ZERO);

  static Recipe of(Treatment treatment) {
    Strength dose = treatment.dose();
    return dose == null || dose.isZero() ? VEHICLE
        : new Recipe(String.valueOf(treatment.compound()), dose.dimension(), dose.base().stripTrailingZeros());
  }
}
