package io.labroute.catalog;

import io.labroute.lab.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sets of versioned records: where each is kept, what identifies a record, and what it says. */
public enum CatalogSet {
  /** Growth and noise of a cell line. */
  CELL_LINE_PARAMETERS("cell-lines", null, "catalog.sim_cell_line_params", List.of("cell_line_id"),
      List.of("doubling_time_h", "max_confluence", "max_passage", "senescence_rate", "seeding_efficiency",
          "passage_stress", "cell_count_cv", "viability_cv", "biological_cv", "coating_required", "notes", "extra")),
  /** What is said of a compound beside its sensitivities. */
  COMPOUNDS("compounds", null, "catalog.compounds", List.of("compound_name"), List.of("description", "extra")),
  /** IC50 of a compound on a cell line. */
  SENSITIVITIES("sensitivities", null, "catalog.compound_sensitivity", List.of("compound_name", "cell_line_id"),
      List.of("ic50_um", "hill_slope", "source", "notes")),
  /** Parameters of a further response of a compound on a cell line. */
  RESPONSES("responses", null, "catalog.compound_response_params", List.of("compound_name", "response", "cell_line_id"),
      List.of("parameters")),
  /** What holds where nothing else is said. */
  DEFAULTS("defaults", null, "catalog.default_params", List.of("param_name"), List.of("param_value", "description")),
  /** What a cell line is and needs. */
  CELL_LINES("cell-line-metadata", null, "catalog.cell_lines", List.of("cell_line_id"),
      List.of("display_name", "cell_type", "growth_media", "wash_buffer", "detach_reagent", "coating_required",
          "coating_reagent", "coating", "cost_tier", "reference_vessels", "stated")),
  /** Every further statement on a cell line. */
  CHARACTERISTICS("cell-line-characteristics", CELL_LINES, "catalog.cell_line_characteristics",
      List.of("cell_line_id", "characteristic"), List.of("value", "value_type", "number")),
  /** How a cell line is passaged, thawed, fed in a vessel. */
  PROTOCOLS("cell-line-protocols", CELL_LINES, "catalog.cell_line_protocols",
      List.of("cell_line_id", "protocol_type", "vessel_type"), List.of("is_reference", "parameters", "stated")),
  /** Flasks and plates. */
  VESSELS("vessels", null, "catalog.vessels", List.of("vessel_id"),
      List.of("name", "vendor", "catalog_number", "type", "surface_area_cm2", "working_volume_ml", "coating_volume_ml",
          "max_volume_ml", "well_count", "footprint", "volume_unit", "consumable_id", "extra"));

  private final String text;
  private final @Nullable CatalogSet parent;
  private final String table;
  private final List<String> keys;
  private final List<String> columns;

  CatalogSet(String text, @Nullable CatalogSet parent, String table, List<String> keys, List<String> columns) {
    this.text = text;
    this.parent = parent;
    this.table = table;
    this.keys = keys;
    this.columns = columns;
  }

  /** The set of a name as it stands in paths, such as {@code cell-lines}. */
  public static CatalogSet of(String name) {
    return Arrays.stream(values()).filter(set -> set.text().equals(name)).findFirst()
        .orElseThrow(() -> Finding.of("catalog.unknown-set", "There is no such set of records.").value(name)
            .allowed(Arrays.stream(values()).map(CatalogSet::text).collect(Collectors.joining(", "))).refusal());
  }

  /** As it stands in paths and in {@code catalog.parameter_history}. */
  public String text() {
    return text;
  }

  /** The set whose records these belong to; their key begins with its key. */
  public Optional<CatalogSet> parent() {
    return Optional.ofNullable(parent);
  }

  public String table() {
    return table;
  }

  /** Columns that identify a record. */
  public List<String> keys() {
    return keys;
  }

  /** Columns whose change makes a new version. */
  public List<String> columns() {
    return columns;
  }
}
