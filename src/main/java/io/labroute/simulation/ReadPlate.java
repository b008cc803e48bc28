package io.labroute.simulation;

import io.labroute.lab.Concentration;
import io.labroute.lab.WellAddress;
import io.labroute.simulation.model.WellContent;
import io.labroute.tracking.wells.WellContents;
import io.labroute.tracking.wells.WellContents.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A plate as it comes into the reader.
 *
 * @param seeded when the first worklist that filled its wells was over: cells grow from then on
 * @param dosed when the last one was: compounds act from then on
 * @param wells all that hold anything
 */
record ReadPlate(String label, Instant seeded, Instant dosed, Map<WellAddress, WellContents> wells, int rows, int columns) {

  private static final double MICROMOLAR_IN_MOLAR = 1e6;
  private static final double MILLILITRE_IN_MICROLITRES = 1e-3;
  private static final double CELLS_ON_A_CM2 = 1.5e5;
  private static final double FLOOR_OF_96_CM2 = 0.32;

  double hoursSinceSeeding(Instant at) {
    return Duration.between(seeded, at).toSeconds() / 3600.0;
  }

  double hoursSinceDosing(Instant at) {
    return Duration.between(dosed, at).toSeconds() / 3600.0;
  }

  /** How many cells the floor of a well holds: it is as much smaller as there are more wells on the plate. */
  double room() {
    return CELLS_ON_A_CM2 * FLOOR_OF_96_CM2 * 96 / (rows * columns);
  }

  /** The wells that hold cells, by address: what was pipetted in, as the account of wells has it. */
  Map<String, WellContent> withCells() {
    Map<String, WellContent> found = new TreeMap<>();
    wells.forEach((address, contents) -> {
      WellContent well = content(address, contents);
      if (well != null) {
        found.put(address.toString(), well);
      }
    });
    return found;
  }

  private @Nullable WellContent content(WellAddress address, WellContents contents) {
    String cellLine = null;
    double cells = 0;
    Map<String, Double> doses = new TreeMap<>();
    for (Component part : contents.components()) {
      Concentration stock = part.concentration();
      if (stock == null) {
        continue;
      }
      if (stock.unit() == Concentration.Unit.CELLS_PER_MILLILITRE) {
        cellLine = cellLine == null ? part.substance() : cellLine;
        cells += stock.base() * part.share() * contents.volume().microlitres().doubleValue() * MILLILITRE_IN_MICROLITRES;
      } else if (stock.dimension().equals("M") && stock.base() > 0) {
        doses.merge(part.substance(), stock.base() * part.share() * MICROMOLAR_IN_MOLAR, Double::sum);
      }
    }
    boolean rim = address.row() == 0 || address.column() == 0 || address.row() == rows - 1 || address.column() == columns - 1;
    return cellLine == null ? null : new WellContent(cellLine, cells, doses, rim);
  }
}
