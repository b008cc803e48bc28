package io.labroute.campaign.proposal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.proposal.LayoutRules.Edge;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Labware;
import io.labroute.lab.Place;
import io.labroute.lab.WellAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which well of a plate is what.
 *
 * @param number from 1, over all plates of a plan
 * @param wells in order of columns
 * @param edge the wells that are filled with medium alone
 * @param place of the first proposal on it
 */
record PlateMap(int number, String assay, Mapping declared, Labware labware, Map<WellAddress, Treatment> wells, List<WellAddress> edge,
    Place place) {

  String label() {
    return labware.label();
  }

  String spot(WellAddress well) {
    return label() + "/" + well;
  }

  /** The cell lines on it, in the order in which they were proposed. */
  Set<String> cellLines() {
    var lines = new LinkedHashSet<String>();
    wells.values().forEach(it -> {
      if (it.cellLine() != null) {
        lines.add(it.cellLine());
      }
    });
    return lines;
  }

  /** The wells that hold cells of a line. */
  List<WellAddress> wellsOf(String cellLine) {
    return wells.entrySet().stream().filter(it -> cellLine.equals(it.getValue().cellLine())).map(Map.Entry::getKey).toList();
  }

  /** The wells that get medium instead of cells: blanks, and edges that are filled. */
  List<WellAddress> wellsWithoutCells() {
    var without = new ArrayList<>(edge);
    wells.forEach((well, treatment) -> {
      if (treatment.cellLine() == null) {
        without.add(well);
      }
    });
    return inColumns(without);
  }

  static List<WellAddress> inColumns(List<WellAddress> wells) {
    return wells.stream().sorted((a, b) -> a.column() != b.column() ? a.column() - b.column() : a.row() - b.row()).toList();
  }

  /** All wells that may be used, in order of columns. */
  static List<WellAddress> usable(Labware.Shape shape, Edge edge) {
    return wells(shape, edge == Edge.USE ? 0 : 1);
  }

  /** The outermost wells that are filled with medium. */
  static List<WellAddress> filled(Labware.Shape shape, Edge edge) {
    var ring = new ArrayList<>(edge == Edge.FILL_MEDIUM ? wells(shape, 0) : List.<WellAddress>of());
    ring.removeAll(Set.copyOf(wells(shape, 1)));
    return ring;
  }

  private static List<WellAddress> wells(Labware.Shape shape, int margin) {
    var wells = new ArrayList<WellAddress>();
    for (int column = margin; column < shape.columns() - margin; column++) {
      for (int row = margin; row < shape.rows() - margin; row++) {
        wells.add(new WellAddress(row, column));
      }
    }
    return wells;
  }

  /**
   * Describes it for database and page, with all its wells, row by row.
   *
   * @param achieved doses as they come out of rounded volumes
   */
  void describe(ObjectNode plate, Map<WellAddress, Strength> achieved) {
    plate.put("assay", assay).put("type", Fields.of(declared).text("type")).put("rows", labware.shape().rows())
        .put("columns", labware.shape().columns());
    ObjectNode all = plate.putObject("wells");
    Set<WellAddress> rim = Set.copyOf(edge);
    for (WellAddress well : wells(labware.shape(), 0).stream().sorted().toList()) {
      ObjectNode one = all.putObject(well.toString());
      Treatment treatment = wells.get(well);
      if (treatment == null) {
        one.put("role", rim.contains(well) ? "medium" : "empty");
        continue;
      }
      treatment.describe(one);
      Strength dose = achieved.get(well);
      if (dose != null) {
        one.put("achieved", dose.toString());
      }
    }
  }
}
