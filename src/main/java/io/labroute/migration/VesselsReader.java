package io.labroute.migration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.catalog.CatalogRecord;
import io.labroute.catalog.CatalogSet;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.Intake;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.Leaves;
import io.labroute.ingest.format.Tree;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Finding;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/** Reads vessels: {@code vessels} maps each vessel's name to area, volumes and where it is bought. */
final class VesselsReader {

  private static final Set<String> NUMBERS =
      Set.of("surface_area_cm2", "working_volume_ml", "coating_volume_ml", "max_volume_ml");
  private static final Set<String> TEXTS =
      Set.of("name", "vendor", "catalog_number", "type", "footprint", "volume_unit", "consumable_id");

  private final Intake<CatalogRecord> intake;
  private final TreeParts<CatalogRecord> parts;

  VesselsReader(Intake<CatalogRecord> intake) {
    this.intake = intake;
    this.parts = new TreeParts<>("vessel", intake);
  }

  void read(SourceFile source) throws IOException {
    Tree tree = Tree.read(source);
    intake.encoding(tree.encoding());
    TreeNode root = tree.root();
    if (!(root instanceof Mapping sections) || !(sections.get("vessels").orElse(null) instanceof Mapping vessels)) {
      throw Finding.of("vessel.wrong-kind", "The file holds no vessels.").at(root.place()).allowed("a mapping vessels")
          .maybe("it belongs into another folder.").refusal();
    }
    intake.leaves(Leaves.count(root));
    vessels.entries().forEach(vessel -> parts.record(vessel.value(), () -> vessel(vessel)));
    sections.entries().stream().filter(section -> !section.key().equals("vessels")).forEach(section -> {
      Leaves.byPointer(section.value()).forEach(intake::extra);
      intake.warn(Finding.of("vessel.unknown-section", "The section %s is unknown; it is kept as it stands."
          .formatted(section.key())).at(section.value().place()).allowed("vessels"));
    });
  }

  private CatalogRecord vessel(Mapping.Entry entry) {
    Mapping block = parts.mapping(entry.value());
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    ObjectNode extra = values.putObject("extra");
    int extraLeaves = 0;
    for (var field : block.entries()) {
      if (NUMBERS.contains(field.key())) {
        values.put(field.key(), positive(parts.scalar(field.value())));
      } else if (field.key().equals("well_count")) {
        Scalar count = parts.scalar(field.value());
        positive(count);
        values.put("well_count", count.integer());
      } else if (TEXTS.contains(field.key())) {
        Scalar text = parts.scalar(field.value());
        values.put(field.key(), text.isNull() ? null : parts.text(text));
      } else {
        extra.set(field.key(), TreeAsJson.json(field.value()));
        extraLeaves += Leaves.count(field.value());
        parts.warnUnknown(field, "a vessel");
      }
    }
    warnOfVolumes(entry.key(), block, values);
    return new CatalogRecord(CatalogSet.VESSELS, List.of(entry.key()), values, block.pointer(),
        Leaves.count(block) - extraLeaves, extraLeaves);
  }

  private void warnOfVolumes(String vessel, Mapping block, ObjectNode values) {
    if (values.path("volume_unit").isTextual() && !values.path("volume_unit").textValue().equalsIgnoreCase("mL")) {
      intake.warn(Finding.of("vessel.other-unit", "%s states another unit than its keys, which say millilitres."
          .formatted(vessel)).at(block.place()).value(values.path("volume_unit").textValue()));
    }
    if (values.path("working_volume_ml").isNumber() && values.path("max_volume_ml").isNumber() && values
        .path("working_volume_ml").decimalValue().compareTo(values.path("max_volume_ml").decimalValue()) > 0) {
      intake.warn(Finding.of("vessel.overfull", "%s is worked with at more than it holds.".formatted(vessel))
          .at(block.place()).value(values.path("working_volume_ml").asText()));
    }
  }

  private static BigDecimal positive(Scalar scalar) {
    BigDecimal number = scalar.number();
    if (number.signum() <= 0) {
      throw Finding.of("vessel.impossible", "The value is impossible.").at(scalar.place()).value(scalar.text())
          .allowed("more than 0").refusal();
    }
    return number;
  }
}
