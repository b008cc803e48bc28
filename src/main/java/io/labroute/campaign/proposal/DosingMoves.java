package io.labroute.campaign.proposal;

import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Place;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is pipetted to dose a plate, in the order in which it has to be.
 *
 * @param fills vehicle and medium that wells of dilution plates begin with
 * @param byDepth dilutions in vehicle; those of a depth are made from those of the depth before
 * @param mixtures compound and vehicle that come to medium
 * @param doses into the plate itself
 */
record DosingMoves(List<Move> fills, Map<Integer, List<Move>> byDepth, List<Move> mixtures, List<Move> doses) {

  DosingMoves() {
    this(new ArrayList<>(), new TreeMap<>(), new ArrayList<>(), new ArrayList<>());
  }

  List<Move> dilutions(int depth) {
    return byDepth.computeIfAbsent(depth, none -> new ArrayList<>());
  }

  /** Steps as yet without id; what is made on dilution plates is mixed before it is drawn from. */
  List<Mapping> steps(Place place, @Nullable DilutionPlates plates, @Nullable String liquidClass) {
    var steps = new ArrayList<Mapping>();
    transfer(steps, fills, place, liquidClass);
    byDepth.values().forEach(moves -> {
      transfer(steps, moves, place, liquidClass);
      mix(steps, moves, place, plates);
    });
    transfer(steps, mixtures, place, liquidClass);
    mix(steps, mixtures, place, plates);
    transfer(steps, doses, place, liquidClass);
    return steps;
  }

  private static void transfer(List<Mapping> steps, List<Move> moves, Place place, @Nullable String liquidClass) {
    if (!moves.isEmpty()) {
      steps.add(Written.at(place).with("operation", "transfer")
          .with("transfers", new Sequence(place, moves.stream().map(move -> move.written(liquidClass)).toList())).node());
    }
  }

  private static void mix(List<Mapping> steps, List<Move> moves, Place place, @Nullable DilutionPlates plates) {
    if (!moves.isEmpty() && plates != null && plates.cycles() > 0) {
      BigDecimal half = plates.volume().divide(BigDecimal.valueOf(2), 1, RoundingMode.HALF_EVEN);
      steps.add(Written.at(place).with("operation", "mix").with("at", moves.stream().map(Move::to).distinct().toList())
          .with("volume", half).with("cycles", plates.cycles()).node());
    }
  }
}
