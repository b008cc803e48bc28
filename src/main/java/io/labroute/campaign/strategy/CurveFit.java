package io.labroute.campaign.strategy;

/**
 * A four-parameter logistic curve as it was fitted.
 *
 * @param logIc50 log10 of the dose half-way between top and bottom, in M or g/L
 * @param halfWidth half the width of its confidence interval, in decades; infinite where the wells do not tell
 * @param rSquared the share of the variance that the curve explains
 * @param wells that it was fitted to
 */
record CurveFit(double top, double bottom, double hill, double logIc50, double halfWidth, double rSquared, int wells) {

  double effect() {
    return Math.abs(top - bottom);
  }
}
