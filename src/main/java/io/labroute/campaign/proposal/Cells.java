package io.labroute.campaign.proposal;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.lab.Concentration;
import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where suspended cells are. */
final class Cells {

  private static final Set<String> WORDS = Set.of("cell_line", "from", "concentration", "volume");

  private final Map<String, List<SourceWells.Well>> byLine = new HashMap<>();

  Cells(List<TreeNode> nodes, SourceWells sources) {
    for (TreeNode node : nodes) {
      Fields fields = Fields.of(node, WORDS);
      String line = Proposal.name(fields, "cell_line");
      SourceWells.Well well = sources.well(fields.required("from"), fields.text("from"), line,
          fields.has("concentration") ? Strength.read(fields.required("concentration")) : null, fields.volumeOrNull("volume"));
      Strength strength = well.strength();
      if (strength == null || strength.isZero() || strength.unit() != Concentration.Unit.CELLS_PER_MILLILITRE) {
        throw Finding.of("proposal.cells-without-concentration", "Nobody knows how many cells of this line are in a volume.")
            .at(node.place()).value(line).allowed("a concentration such as 1e5 cells/mL, here or in the labware's contents").refusal();
      }
      List<SourceWells.Well> wells = byLine.computeIfAbsent(line, name -> new ArrayList<>());
      wells.add(well);
      Strength first = wells.get(0).strength();
      if (first != null && first.base().compareTo(strength.base()) != 0) {
        throw Finding.of("proposal.cells-unequal", "Two suspensions of this line have different concentrations.").at(node.place())
            .value("%s: %s, %s".formatted(line, first, strength)).maybe("bring them to one concentration, or pool them.").refusal();
      }
    }
  }

  /** The suspensions of a line, all of one concentration; none where a person seeds it. */
  List<SourceWells.Well> of(String line) {
    return byLine.getOrDefault(line, List.of());
  }
}
