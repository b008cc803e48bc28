package io.labroute.migration;

import io.labroute.catalog.CatalogRecord;
import io.labroute.ingest.Intake;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.Leaves;
import io.labroute.ingest.format.Tree;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;

/** Reads cell lines: {@code cell_lines} maps each line's name to what {@link CellLineBlock} reads. */
final class CellLinesReader {

  private static final String ROOM = "cell-line";

  private final Intake<CatalogRecord> intake;

  CellLinesReader(Intake<CatalogRecord> intake) {
    this.intake = intake;
  }

  void read(SourceFile source) throws IOException {
    Tree tree = Tree.read(source);
    intake.encoding(tree.encoding());
    TreeNode root = tree.root();
    if (!(root instanceof Mapping sections) || !(sections.get("cell_lines").orElse(null) instanceof Mapping lines)
        || lines.entries().stream().noneMatch(line -> CellLineBlock.looksLikeOne(line.value()))) {
      throw Finding.of("cell-line.wrong-kind", "The file holds no cell lines.").at(root.place())
          .allowed("a mapping cell_lines with growth_media, profile, passage, thaw or feed of each line")
          .maybe("it belongs into another folder, such as simulation-parameters.").refusal();
    }
    intake.leaves(Leaves.count(root));
    var parts = new TreeParts<>(ROOM, intake);
    for (var line : lines.entries()) {
      try {
        new CellLineBlock(line.key(), parts.mapping(line.value()), parts).read();
      } catch (Refusal refusal) {
        intake.reject(refusal.finding(), Leaves.count(line.value()));
      }
    }
    sections.entries().stream().filter(section -> !section.key().equals("cell_lines")).forEach(section -> {
      Leaves.byPointer(section.value()).forEach(intake::extra);
      intake.warn(Finding.of("cell-line.unknown-section",
              "The section %s is unknown; it is kept as it stands.".formatted(section.key()))
          .at(section.value().place()).allowed("cell_lines")
          .maybe("it is misspelled, or a block below it lost its indentation."));
    });
  }
}
