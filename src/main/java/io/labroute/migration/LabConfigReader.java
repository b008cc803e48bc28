package io.labroute.migration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.Intake;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.Leaves;
import io.labroute.ingest.format.Tree;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.tracking.devices.DeviceStatement;
import io.labroute.tracking.devices.StatedDevice;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads devices: {@code sila_servers} maps categories to devices with their capacities, {@code pythonlab_translation} maps a
 * category to what processes ask for.
 */
final class LabConfigReader {

  private static final String DEVICES = "sila_servers";
  private static final String TRANSLATION = "pythonlab_translation";

  private final Intake<StatedDevice> intake;
  private final TreeParts<StatedDevice> parts;
  private final Map<String, Scalar> resources = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  LabConfigReader(Intake<StatedDevice> intake) {
    this.intake = intake;
    this.parts = new TreeParts<>("device", intake);
  }

  void read(SourceFile source) throws IOException {
    Tree tree = Tree.read(source);
    intake.encoding(tree.encoding());
    TreeNode root = tree.root();
    if (!(root instanceof Mapping sections) || !(sections.get(DEVICES).orElse(null) instanceof Mapping categories)) {
      throw Finding.of("device.wrong-kind", "The file holds no devices.").at(root.place()).allowed("a mapping " + DEVICES)
          .maybe("it belongs into another folder.").refusal();
    }
    intake.leaves(Leaves.count(root));
    sections.get(TRANSLATION).ifPresent(this::readTranslation);
    categories.entries().forEach(this::readCategory);
    resources.values().forEach(unused -> intake.extra(unused.pointer(), unused.isNull() ? null : unused.text()));
    sections.entries().stream().filter(section -> !Set.of(DEVICES, TRANSLATION).contains(section.key()))
        .forEach(section -> Leaves.byPointer(section.value()).forEach(intake::extra));
  }

  private void readTranslation(TreeNode translation) {
    if (translation instanceof Mapping byCategory) {
      byCategory.entries().forEach(entry -> {
        if (entry.value() instanceof Scalar resource) {
          resources.put(entry.key(), resource);
        } else {
          Leaves.byPointer(entry.value()).forEach(intake::extra);
        }
      });
    } else {
      Leaves.byPointer(translation).forEach(intake::extra);
    }
  }

  private void readCategory(Mapping.Entry category) {
    if (!(category.value() instanceof Mapping devices) || devices.entries().isEmpty()) {
      Leaves.byPointer(category.value()).forEach(intake::extra);
      intake.warn(Finding.of("device.empty-category", "The category %s has no devices.".formatted(category.key()))
          .at(category.value().place()).maybe("a line is indented wrongly."));
      return;
    }
    Scalar translation = resources.remove(category.key());
    String resource = translation == null || translation.isNull() ? null : translation.text();
    if (resource == null) {
      intake.warn(Finding.of("device.untranslated", "Processes have no word for the category %s.".formatted(category.key()))
          .at(category.value().place()).allowed("an entry of " + TRANSLATION));
    }
    int ofCategory = translation == null ? 0 : 1;
    for (Mapping.Entry device : devices.entries()) {
      long leaves = Leaves.count(device.value()) + ofCategory;
      ofCategory = 0;
      try {
        intake.record(device(device, category.key(), resource, leaves));
      } catch (Refusal refusal) {
        Finding finding = refusal.finding();
        intake.reject(finding.where().toString().isEmpty() ? finding.at(device.value().place()) : finding, leaves);
      }
    }
  }

  private StatedDevice device(Mapping.Entry entry, String category, @Nullable String resource, long leaves) {
    if (!names.add(entry.key())) {
      throw Finding.of("device.twice", "The device is in two categories.").value(entry.key())
          .maybe("two devices need two names.").refusal();
    }
    Mapping block = parts.mapping(entry.value());
    ObjectNode extra = JsonNodeFactory.instance.objectNode();
    int extraLeaves = 0;
    for (var field : block.entries()) {
      if (!Set.of("capacity", "min_capacity", "process_capacity", "allows_overlap", "first_position", "uri",
          "deep_well_positions").contains(field.key())) {
        extra.set(field.key(), TreeAsJson.json(field.value()));
        extraLeaves += Leaves.count(field.value());
        parts.warnUnknown(field, "a device");
      }
    }
    if (block.get("capacity").isEmpty()) {
      throw Finding.of("device.value-missing", "The capacity is missing.").at(block.place())
          .allowed("capacity: how many positions it has").refusal();
    }
    int capacity = number(block, "capacity", 0);
    var statement = new DeviceStatement(entry.key(), category, resource, capacity, number(block, "min_capacity", 1),
        number(block, "process_capacity", capacity), block.get("allows_overlap").map(parts::scalar).map(this::truth).orElse(true),
        number(block, "first_position", 1),
        block.get("uri").map(parts::scalar).map(uri -> uri.isNull() ? null : uri.text()).orElse(null),
        block.get("deep_well_positions").map(this::numbers).orElse(List.of()), extra);
    Long line = block.place().line();
    return new StatedDevice(statement, block.pointer(), line == null ? 0 : line, leaves - extraLeaves, extraLeaves);
  }

  private int number(Mapping block, String key, int otherwise) {
    return block.get(key).map(parts::scalar).map(LabConfigReader::number).orElse(otherwise);
  }

  private static int number(Scalar scalar) {
    long number = scalar.integer();
    if (number < 0 || number > DeviceStatement.MOST_POSITIONS) {
      throw Finding.of("device.impossible", "The number is impossible.").at(scalar.place()).value(scalar.text())
          .allowed("0 to " + DeviceStatement.MOST_POSITIONS).refusal();
    }
    return (int) number;
  }

  private List<Integer> numbers(TreeNode node) {
    return node instanceof Sequence list ? list.items().stream().map(parts::scalar).map(LabConfigReader::number).toList()
        : List.of(number(parts.scalar(node)));
  }

  /** Adopters of the predecessor write Python's spelling as well. */
  private boolean truth(Scalar scalar) {
    return scalar.plain() && (scalar.text().equals("True") || scalar.text().equals("False"))
        ? scalar.text().equals("True") : scalar.bool();
  }
}
