package io.labroute.catalog;

import io.labroute.lab.Finding;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sets of versioned simulation parameters: where each is kept, what identifies a record, and what it says. */
public enum ParameterSet {
  /** Growth and noise of a cell line. */
  CELL_LINES("catalog.sim_cell_line_params", List.of("cell_line_id"),
      List.of("doubling_time_h", "max_confluence", "max_passage", "senescence_rate", "seeding_efficiency",
          "passage_stress", "cell_count_cv", "viability_cv", "biological_cv", "coating_required", "notes", "extra")),
  /** What is said of a compound beside its sensitivities. */
  COMPOUNDS("catalog.compounds", List.of("compound_name"), List.of("description", "extra")),
  /** IC50 of a compound on a cell line. */
  SENSITIVITIES("catalog.compound_sensitivity", List.of("compound_name", "cell_line_id"),
      List.of("ic50_um", "hill_slope", "source", "notes")),
  /** Parameters of a further response of a compound on a cell line. */
  RESPONSES("catalog.compound_response_params", List.of("compound_name", "response", "cell_line_id"),
      List.of("parameters")),
  /** What holds where nothing else is said. */
  DEFAULTS("catalog.default_params", List.of("param_name"), List.of("param_value", "description"));

  private final String table;
  private final List<String> keys;
  private final List<String> columns;

  ParameterSet(String table, List<String> keys, List<String> columns) {
    this.table = table;
    this.keys = keys;
    this.columns = columns;
  }

  /** The set of a name as it stands in paths, such as {@code cell-lines}. */
  public static ParameterSet of(String name) {
    return Arrays.stream(values()).filter(set -> set.text().equals(name)).findFirst()
        .orElseThrow(() -> Finding.of("parameters.unknown-set", "There is no such set of parameters.").value(name)
            .allowed(Arrays.stream(values()).map(ParameterSet::text).collect(Collectors.joining(", "))).refusal());
  }

  /** As it stands in paths and in {@code catalog.parameter_history}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
