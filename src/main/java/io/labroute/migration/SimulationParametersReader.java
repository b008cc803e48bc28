package io.labroute.migration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.catalog.CatalogRecord;
import io.labroute.catalog.CatalogSet;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.Intake;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.DecimalText;
import io.labroute.ingest.format.Leaves;
import io.labroute.ingest.format.Mojibake;
import io.labroute.ingest.format.Tree;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads simulation parameters: {@code cell_lines}, {@code compound_sensitivity} and {@code defaults}. Among a compound's
 * keys, {@code hill_slope} and {@code description} speak of the compound, a mapping is a further response by cell line, and
 * any other key is a cell line with its IC50 in micromolar.
 */
final class SimulationParametersReader {

  private static final List<String> SECTIONS = List.of("cell_lines", "compound_sensitivity", "defaults");
  private static final Set<String> NUMBERS = Set.of("doubling_time_h", "max_confluence", "max_passage", "senescence_rate",
      "seeding_efficiency", "passage_stress", "cell_count_cv", "viability_cv", "biological_cv");

  private final Intake<CatalogRecord> intake;
  private final TreeParts<CatalogRecord> parts;
  private final Set<String> cellLines = new HashSet<>();

  SimulationParametersReader(Intake<CatalogRecord> intake) {
    this.intake = intake;
    this.parts = new TreeParts<>("parameters", intake);
  }

  void read(SourceFile source) throws IOException {
    Tree tree = Tree.read(source);
    intake.encoding(tree.encoding());
    TreeNode root = tree.root();
    if (!(root instanceof Mapping sections) || SECTIONS.stream().noneMatch(name -> sections.get(name).isPresent())) {
      throw Finding.of("parameters.wrong-kind", "The file holds no simulation parameters.").at(root.place())
          .allowed("a mapping with " + String.join(", ", SECTIONS)).maybe("it belongs into another folder.").refusal();
    }
    intake.leaves(Leaves.count(root));
    section(sections, "cell_lines").ifPresent(map -> map.entries().forEach(this::cellLine));
    section(sections, "compound_sensitivity").ifPresent(map -> map.entries().forEach(this::compound));
    section(sections, "defaults").ifPresent(map -> map.entries().forEach(this::defaultValue));
    sections.entries().stream().filter(entry -> !SECTIONS.contains(entry.key())).forEach(this::unknownSection);
  }

  /** A section's mapping; one that is empty or no mapping is told and yields none. */
  private Optional<Mapping> section(Mapping sections, String name) {
    var node = sections.get(name);
    if (node.isEmpty() || node.get() instanceof Mapping map && !map.entries().isEmpty()) {
      return node.map(Mapping.class::cast);
    }
    boolean empty = Leaves.count(node.get()) == 1 && (!(node.get() instanceof Scalar scalar) || scalar.isNull());
    if (empty && !(node.get() instanceof Sequence list && !list.items().isEmpty())) {
      Leaves.byPointer(node.get()).forEach(intake::extra);
    } else {
      intake.reject(Finding.of("parameters.not-a-mapping", "The section has to be a mapping from names to values.")
          .at(node.get().place()).value(name), Leaves.count(node.get()));
    }
    return Optional.empty();
  }

  private void cellLine(Mapping.Entry entry) {
    cellLines.add(entry.key());
    parts.record(entry.value(), () -> {
      Mapping block = parts.mapping(entry.value());
      var values = values();
      ObjectNode extra = values.putObject("extra");
      int extraLeaves = 0;
      for (var field : block.entries()) {
        if (NUMBERS.contains(field.key())) {
          values.put(field.key(),
              ParameterRanges.checked(field.key(), number(field.value()), field.value().place(), intake::warn));
        } else if (field.key().equals("coating_required")) {
          values.put("coating_required", parts.scalar(field.value()).bool());
        } else if (field.key().equals("notes") && field.value() instanceof Scalar notes) {
          values.put("notes", parts.text(notes));
        } else {
          extra.set(field.key(), TreeAsJson.json(field.value()));
          extraLeaves += Leaves.count(field.value());
          parts.warnUnknown(field, "a cell line");
        }
      }
      NUMBERS.stream().filter(name -> !values.has(name)).sorted().forEach(name -> intake.warn(
          Finding.of("parameters.missing", "%s has no %s of its own; the default applies.".formatted(entry.key(), name))
              .at(block.place())));
      return new CatalogRecord(CatalogSet.CELL_LINE_PARAMETERS, List.of(entry.key()), values, block.pointer(),
          Leaves.count(block) - extraLeaves, extraLeaves);
    });
  }

  private void compound(Mapping.Entry entry) {
    Mapping block;
    Optional<BigDecimal> hillSlope;
    try {
      block = parts.mapping(entry.value());
      hillSlope = block.get("hill_slope")
          .map(node -> ParameterRanges.checked("hill_slope", number(node), node.place(), intake::warn));
    } catch (Refusal refusal) {
      intake.reject(refusal.finding(), Leaves.count(entry.value()));
      return;
    }
    if (hillSlope.isEmpty()) {
      intake.warn(Finding.of("parameters.missing",
          "%s has no hill_slope of its own; the default applies.".formatted(entry.key())).at(block.place()));
    }
    var notes = new ArrayList<Mapping.Entry>();
    boolean slopeIsStored = false;
    for (var field : block.entries()) {
      if (field.value() instanceof Mapping response && isResponse(response)) {
        response.entries().forEach(line -> response(entry.key(), field.key(), line));
      } else if (field.value() instanceof Scalar value && !isNote(field.key(), value)) {
        slopeIsStored |= sensitivity(entry.key(), field.key(), value, hillSlope, !slopeIsStored);
      } else if (!field.key().equals("hill_slope")) {
        notes.add(field);
      }
    }
    if (hillSlope.isPresent() && !slopeIsStored) {
      block.entries().stream().filter(field -> field.key().equals("hill_slope")).forEach(notes::add);
    }
    if (!notes.isEmpty()) {
      intake.record(compoundRecord(entry.key(), block, notes));
    }
  }

  private CatalogRecord compoundRecord(String compound, Mapping block, List<Mapping.Entry> notes) {
    var values = values();
    ObjectNode extra = values.putObject("extra");
    int extraLeaves = 0;
    int leaves = 0;
    for (var note : notes) {
      if (note.key().equals("description") && note.value() instanceof Scalar description) {
        values.put("description", parts.text(description));
        leaves++;
      } else {
        extra.set(note.key(), TreeAsJson.json(note.value()));
        extraLeaves += Leaves.count(note.value());
        parts.warnUnknown(note, "a compound");
      }
    }
    return new CatalogRecord(CatalogSet.COMPOUNDS, List.of(compound), values, block.pointer(), leaves, extraLeaves);
  }

  /** A further response maps cell lines to mappings of parameters. */
  private static boolean isResponse(Mapping block) {
    return !block.entries().isEmpty() && block.entries().stream().allMatch(entry -> entry.value() instanceof Mapping);
  }

  /** What speaks of the compound itself: so does a text under a name that is no cell line of this file. */
  private boolean isNote(String key, Scalar value) {
    if (key.equals("hill_slope") || key.equals("description")) {
      return true;
    }
    return !cellLines.contains(key) && (!value.plain() || value.isNull()
        || DecimalText.check(value.text(), '.') != null && value.text().chars().noneMatch(Character::isDigit));
  }

  /**
   * An IC50 with the slope it was given for.
   *
   * @param first whether it is the first of its compound, which accounts for the slope's leaf
   * @return whether it was accepted
   */
  private boolean sensitivity(String compound, String cellLine, Scalar value, Optional<BigDecimal> hillSlope,
      boolean first) {
    return parts.record(value, () -> {
      BigDecimal ic50 = ParameterRanges.checked("ic50_um", value.number(), value.place(), intake::warn);
      if (!cellLines.contains(cellLine)) {
        intake.warn(Finding.of("parameters.unknown-cell-line",
            "%s has a sensitivity, but the file has no parameters of this cell line.".formatted(cellLine))
            .at(value.place()));
      }
      var values = values();
      values.put("ic50_um", ic50);
      hillSlope.ifPresent(slope -> values.put("hill_slope", slope));
      return new CatalogRecord(CatalogSet.SENSITIVITIES, List.of(compound, cellLine), values, value.pointer(),
          first && hillSlope.isPresent() ? 2 : 1, 0);
    });
  }

  private void response(String compound, String response, Mapping.Entry line) {
    parts.record(line.value(), () -> {
      Mapping block = parts.mapping(line.value());
      var parameters = values();
      for (var field : block.entries()) {
        parameters.put(field.key(), number(field.value()));
      }
      var values = values();
      values.set("parameters", parameters);
      return new CatalogRecord(CatalogSet.RESPONSES, List.of(compound, response, line.key()), values,
          block.pointer(), Leaves.count(block), 0);
    });
  }

  private void defaultValue(Mapping.Entry entry) {
    parts.record(entry.value(), () -> {
      var values = values();
      values.put("param_value",
          ParameterRanges.checked(entry.key(), number(entry.value()), entry.value().place(), intake::warn));
      return new CatalogRecord(CatalogSet.DEFAULTS, List.of(entry.key()), values, entry.value().pointer(), 1, 0);
    });
  }

  private void unknownSection(Mapping.Entry section) {
    if (isMisplaced(section.value())) {
      intake.reject(Finding.of("parameters.misplaced", "%s stands where a section should.".formatted(section.key()))
          .at(section.value().place()).allowed(String.join(", ", SECTIONS))
          .maybe("its lines lost their indentation."), Leaves.count(section.value()));
      return;
    }
    Leaves.byPointer(section.value()).forEach(intake::extra);
    intake.warn(Finding.of("parameters.unknown-section",
            "The section %s is unknown; it is kept as it stands.".formatted(section.key()))
        .at(section.value().place()).allowed(String.join(", ", SECTIONS))
        .maybe("it is misspelled, or a block below it lost its indentation."));
  }

  /** Whether a block at the root holds what belongs into a cell line or compound. */
  private static boolean isMisplaced(TreeNode node) {
    return node instanceof Mapping block && block.entries().stream()
        .anyMatch(entry -> NUMBERS.contains(entry.key()) || entry.key().equals("hill_slope"));
  }

  private BigDecimal number(TreeNode node) {
    return parts.scalar(node).number();
  }

  private static ObjectNode values() {
    return JsonNodeFactory.instance.objectNode();
  }
}
