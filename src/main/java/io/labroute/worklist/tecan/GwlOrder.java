package io.labroute.worklist.tecan;

import io.labroute.lab.WellAddress;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step.Transfer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The order of transfers that do not depend on each other: column by column, so that the tips of a comb work side by side. */
record GwlOrder(boolean bySource) {

  private record Column(int labware, int column) {}

  private record Placed(Transfer transfer, int turn) {}

  /** Groups of a column each, columns and rows ascending; a row comes again only when all others had their turn. */
  List<List<Transfer>> columns(List<Transfer> transfers) {
    Map<String, Integer> labware = new HashMap<>();
    Map<Column, List<Placed>> columns = new HashMap<>();
    Map<Column, Map<Integer, Integer>> turns = new HashMap<>();
    for (Transfer transfer : transfers) {
      Spot side = side(transfer);
      var column = new Column(labware.computeIfAbsent(side.labware(), label -> labware.size()), side.well().column());
      int turn = turns.computeIfAbsent(column, it -> new HashMap<>()).merge(side.well().row(), 1, Integer::sum);
      columns.computeIfAbsent(column, it -> new ArrayList<>()).add(new Placed(transfer, turn));
    }
    return columns.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparingInt(Column::labware).thenComparingInt(Column::column)))
        .map(column -> column.getValue().stream()
            .sorted(Comparator.comparingInt(Placed::turn).thenComparing(it -> side(it.transfer()).well(), Comparator.comparingInt(WellAddress::row)))
            .map(Placed::transfer).toList())
        .toList();
  }

  private Spot side(Transfer transfer) {
    return bySource ? transfer.from() : transfer.to();
  }
}
