package io.labroute.simulation.model;

/**
 * How cells of a line attach and grow.
 *
 * @param doublingHours above 0
 * @param seedingEfficiency share of seeded cells that attach, 0 to 1
 * @param maxConfluence share of the floor that they cover at the most, above 0 and at most 1
 * @param lagHours before they begin to grow
 */
public record Growth(double doublingHours, double seedingEfficiency, double maxConfluence, double lagHours) {

  /**
   * The cells of a well.
   *
   * @param seeded cells that were brought into it
   * @param hours since then
   * @param room how many cells the whole floor of the well holds
   */
  public double cells(double seeded, double hours, double room) {
    double attached = seeded * seedingEfficiency;
    double most = room * maxConfluence;
    if (attached <= 0 || attached >= most) {
      return Math.min(attached, Math.max(most, 0));
    }
    double growing = Math.max(0, hours - lagHours);
    return most / (1 + (most / attached - 1) * Math.pow(2, -growing / doublingHours));
  }
}
