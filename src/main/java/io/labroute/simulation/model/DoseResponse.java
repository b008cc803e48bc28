package io.labroute.simulation.model;

/**
 * How a compound acts on a cell line.
 *
 * @param ic50 the dose that leaves half of the cells viable, in micromolar, above 0
 * @param slope of Hill's curve, above 0
 */
public record DoseResponse(double ic50, double slope) {

  /** The share of cells that a dose in micromolar leaves viable: 1 without any, falling towards 0. */
  public double viable(double dose) {
    return dose <= 0 ? 1 : 1 / (1 + Math.pow(dose / ic50, slope));
  }
}
