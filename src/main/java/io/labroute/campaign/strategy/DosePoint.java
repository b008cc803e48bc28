package io.labroute.campaign.strategy;

/**
 * A well of a dose response.
 *
 * @param logDose log10 of the dose in M or g/L; negative infinity for vehicle alone
 * @param response relative to the vehicle controls
 */
record DosePoint(double logDose, double response) {

  boolean isDosed() {
    return logDose > Double.NEGATIVE_INFINITY;
  }
}
