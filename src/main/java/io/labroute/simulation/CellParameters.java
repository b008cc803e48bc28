package io.labroute.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.catalog.CatalogRepository;
import io.labroute.catalog.CatalogSet;
import io.labroute.platform.LabNature;
import io.labroute.simulation.model.DoseResponse;
import io.labroute.simulation.model.Growth;
import io.labroute.simulation.model.Line;
import io.labroute.simulation.model.Spread;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** Cell lines as the stored simulation parameters have them; what is stated of none comes from the stored defaults. */
@Component
@Profile(LabNature.PROFILE)
class CellParameters {

  /** What holds where not even a default is stored. */
  private static final Map<String, Double> USUAL = Map.of("doubling_time_h", 24.0, "seeding_efficiency", 0.85, "max_confluence", 0.9,
      "lag_duration_h", 0.0, "edge_penalty", 0.0, "biological_cv", 0.0, "cell_count_cv", 0.0, "viability_cv", 0.0,
      "default_ic50", 1.0, "default_hill_slope", 1.0);

  private final CatalogRepository catalog;

  CellParameters(CatalogRepository catalog) {
    this.catalog = catalog;
  }

  /** The parameters as they are now, of all lines. */
  final class Present {

    private final Map<String, JsonNode> lines = new HashMap<>();
    private final Map<String, Double> defaults = new HashMap<>(USUAL);
    private final Map<List<String>, DoseResponse> responses = new HashMap<>();

    private Present() {
      catalog.current(CatalogSet.DEFAULTS).forEach(it -> defaults.put(it.get("param_name").asText(), it.get("param_value").asDouble()));
      catalog.current(CatalogSet.CELL_LINE_PARAMETERS).forEach(it -> lines.put(it.get("cell_line_id").asText(), it));
      catalog.current(CatalogSet.SENSITIVITIES).forEach(it -> responses.put(
          List.of(it.get("compound_name").asText(), it.get("cell_line_id").asText()), new DoseResponse(it.get("ic50_um").asDouble(),
              it.path("hill_slope").isNumber() ? it.get("hill_slope").asDouble() : defaults.get("default_hill_slope"))));
    }

    /** Whether anything is stored of a line itself. */
    boolean knows(String cellLine) {
      return lines.containsKey(cellLine);
    }

    Line line(String cellLine) {
      var growth = new Growth(value(cellLine, "doubling_time_h"), value(cellLine, "seeding_efficiency"),
          value(cellLine, "max_confluence"), value(cellLine, "lag_duration_h"));
      var spread = new Spread(value(cellLine, "biological_cv"), value(cellLine, "cell_count_cv"), value(cellLine, "viability_cv"),
          value(cellLine, "edge_penalty"));
      var other = new DoseResponse(defaults.get("default_ic50"), defaults.get("default_hill_slope"));
      return new Line(growth, spread, compound -> responses.getOrDefault(List.of(compound, cellLine), other));
    }

    private double value(String cellLine, String parameter) {
      JsonNode stated = lines.containsKey(cellLine) ? lines.get(cellLine).path(parameter) : null;
      return stated != null && stated.isNumber() ? stated.asDouble() : defaults.get(parameter);
    }
  }

  Present present() {
    return new Present();
  }
}
