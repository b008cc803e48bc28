package io.labroute.campaign.proposal;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where compounds are: each in one or more concentrations, each of those in one or more wells. */
final class Stocks {

  private static final Set<String> WORDS = Set.of("compound", "labware", "well", "concentration", "volume");

  private final Map<String, List<SourceWells.Well>> byCompound = new TreeMap<>();

  Stocks(List<TreeNode> nodes, SourceWells sources) {
    for (TreeNode node : nodes) {
      Fields fields = Fields.of(node, WORDS);
      String compound = Proposal.name(fields, "compound");
      SourceWells.Well well = sources.well(node, Proposal.name(fields, "labware") + "/" + fields.text("well"), compound,
          fields.has("concentration") ? Strength.dose(fields.required("concentration")) : null, fields.volumeOrNull("volume"));
      if (well.strength() == null || well.strength().isZero()) {
        throw Finding.of("proposal.stock-without-concentration", "Nobody knows how strong this stock is.").at(node.place())
            .value(compound).allowed("a concentration above 0, here or in the labware's contents").refusal();
      }
      byCompound.computeIfAbsent(compound, name -> new ArrayList<>()).add(well);
    }
  }

  /** The stocks that a dose can be made of, the strongest first. */
  List<Level> levels(String compound, Strength dose, Place why) {
    List<SourceWells.Well> wells = byCompound.get(compound);
    if (wells == null) {
      throw Finding.of("proposal.unknown-compound", "No stock of this compound is declared.").at(why).value(compound)
          .allowed(byCompound.isEmpty() ? "what stands under stocks" : String.join(", ", byCompound.keySet()))
          .maybe("it is misspelled, or its line is missing under stocks.").refusal();
    }
    Map<BigDecimal, List<SourceWells.Well>> byStrength = new TreeMap<>(Comparator.reverseOrder());
    wells.forEach(well -> {
      Strength strength = well.strength();
      if (strength != null && strength.dimension().equals(dose.dimension())) {
        byStrength.computeIfAbsent(strength.base(), base -> new ArrayList<>()).add(well);
      }
    });
    if (byStrength.isEmpty()) {
      throw Finding.of("proposal.dose-dimension", "Dose and stock of %s are measured in different ways.".formatted(compound)).at(why)
          .value(dose.toString()).allowed("as the stock: " + wells.get(0).strength())
          .maybe("the molar mass is missing: state both alike.").refusal();
    }
    var levels = new ArrayList<Level>();
    byStrength.forEach((base, same) -> levels.add(Level.stock(base, same)));
    return levels;
  }
}
