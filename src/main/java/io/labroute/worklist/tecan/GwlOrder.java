package io.labroute.worklist.tecan;

import io.labroute.lab.WellAddress;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step.Transfer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The order of transfers: column by column, so that the tips of a comb work side by side; never before what they depend on. */
record GwlOrder(Deck deck, boolean bySource) {

  /**
   * Transfers that may be done in any order.
   *
   * @param afterBreak whether they read what the part before them writes, which therefore has to be done first
   */
  record Part(boolean afterBreak, List<Transfer> transfers) {}

  private record Column(int labware, int column) {}

  private record Placed(Transfer transfer, int turn) {}

  /** Parts in the requested order. A part ends before a transfer that draws from, or fills, what the part fills or draws from. */
  List<Part> parts(List<Transfer> transfers) {
    var parts = new ArrayList<Part>();
    Set<Spot> filled = new HashSet<>();
    Set<Spot> drawn = new HashSet<>();
    var part = new Part(false, new ArrayList<>());
    for (Transfer transfer : transfers) {
      Spot from = pool(transfer.from());
      Spot to = pool(transfer.to());
      boolean reads = filled.contains(from);
      if (reads || drawn.contains(to)) {
        parts.add(part);
        part = new Part(reads, new ArrayList<>());
        drawn.clear();
        if (reads) {
          filled.clear();
        }
      }
      part.transfers().add(transfer);
      filled.add(to);
      drawn.add(from);
    }
    parts.add(part);
    return parts;
  }

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

  private Spot pool(Spot spot) {
    return new Spot(spot.labware(), deck.get(spot.labware()).pool(spot.well()));
  }
}
