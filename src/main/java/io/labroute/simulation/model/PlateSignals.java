package io.labroute.simulation.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a reader sees of a plate.
 *
 * @param plate its barcode, which the plate's own deviation is drawn from
 * @param hours since the cells were seeded
 * @param room how many cells the floor of a well holds
 */
public record PlateSignals(Chance chance, String plate, double hours, double room) {

  /** Of a well without cells. */
  private static final double BACKGROUND = 40;
  private static final double SIGNAL_OF_A_CELL = 0.5;
  private static final double BACKGROUND_CV = 0.05;

  /**
   * The signals of wells, by address: what cells give and a background.
   *
   * @param lines the cell lines of the wells, by name
   */
  public Map<String, Double> of(Map<String, WellContent> wells, Map<String, Line> lines) {
    Map<String, Double> signals = new TreeMap<>();
    wells.forEach((address, well) -> {
      Line line = lines.get(well.cellLine());
      double background = BACKGROUND * (1 + BACKGROUND_CV * chance.deviation(plate, address, "background"));
      signals.put(address, background + SIGNAL_OF_A_CELL * viableCells(address, well, line));
    });
    return signals;
  }

  private double viableCells(String address, WellContent well, Line line) {
    Spread spread = line.spread();
    double cells = line.growth().cells(well.seeded(), hours, room) * (well.atRim() ? 1 - spread.edgePenalty() : 1)
        * varied(spread.biological(), plate, well.cellLine(), "biological") * varied(spread.cellCount(), plate, address, "cells");
    double viable = 1;
    for (var dose : well.doses().entrySet()) {
      viable *= line.responses().apply(dose.getKey()).viable(dose.getValue());
    }
    return cells * Math.min(1, viable * varied(spread.viability(), plate, address, "viability"));
  }

  private double varied(double cv, String... thing) {
    return Math.max(0, 1 + cv * chance.deviation(thing));
  }
}
