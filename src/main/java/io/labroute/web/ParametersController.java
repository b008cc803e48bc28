package io.labroute.web;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.catalog.CatalogRepository;
import io.labroute.catalog.CatalogSet;
import io.labroute.catalog.SimulationRun;
import io.labroute.catalog.SimulationRunRepository;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "Simulation parameters", description = "Versioned parameters of cell lines and compounds")
class ParametersController {

  private static final String SETS = "cell-lines, compounds, sensitivities, responses or defaults";
  /** Numbers are equal when their values are: 24 and 24.0 do not differ. */
  private static final Comparator<JsonNode> BY_VALUE = (a, b) ->
      a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1;

  private final CatalogRepository parameters;
  private final SimulationRunRepository runs;

  ParametersController(CatalogRepository parameters, SimulationRunRepository runs) {
    this.parameters = parameters;
    this.runs = runs;
  }

  @GetMapping("/parameters/{set}")
  @Operation(summary = "The current records of a set")
  List<JsonNode> current(@Parameter(description = SETS) @PathVariable String set) {
    return parameters.current(CatalogSet.of(set));
  }

  @GetMapping("/parameters/{set}/history")
  @Operation(summary = "All versions of a record, the oldest first")
  List<JsonNode> history(@PathVariable String set, @RecordKey List<String> key) {
    var versions = parameters.history(CatalogSet.of(set), key);
    if (versions.isEmpty()) {
      throw new Missing("There is no such record.", String.join(" / ", key));
    }
    return versions;
  }

  /** A column in which two versions differ. */
  record Difference(String field, JsonNode from, JsonNode to) {}

  @GetMapping("/parameters/{set}/compare")
  @Operation(summary = "In what two versions of a record differ")
  List<Difference> compare(@PathVariable String set, @RecordKey List<String> key,
      @RequestParam int from, @RequestParam int to) {
    var parameterSet = CatalogSet.of(set);
    JsonNode earlier = version(parameterSet, key, from);
    JsonNode later = version(parameterSet, key, to);
    var differences = new ArrayList<Difference>();
    for (String column : parameterSet.columns()) {
      if (!earlier.path(column).equals(BY_VALUE, later.path(column))) {
        differences.add(new Difference(column, earlier.path(column), later.path(column)));
      }
    }
    return differences;
  }

  @PostMapping("/parameters/{set}/restore")
  @Operation(summary = "Make an earlier version of a record current again, as a new version")
  JsonNode restore(@PathVariable String set, @RecordKey List<String> key,
      @RequestParam int version) {
    return parameters.restore(CatalogSet.of(set), key, version, Caller.NAME);
  }

  @GetMapping("/compounds")
  @Operation(summary = "Compounds that act on a cell line at or below an IC50, the strongest first")
  List<Map<String, Object>> compounds(@RequestParam("cell_line") String cellLine,
      @Parameter(description = "micromolar, inclusive") @RequestParam("max_ic50_um") BigDecimal highest) {
    return parameters.sensitiveCompounds(cellLine, highest);
  }

  /** A simulation run as it is reported. */
  record NewRun(String runId, @Nullable String campaignId, String cellLineId, @Nullable Integer parameterVersion,
      @Nullable List<String> compounds, @Nullable String resultsPath, @Nullable JsonNode metadata) {}

  @PostMapping("/simulation-runs")
  @ResponseStatus(HttpStatus.CREATED)
  @Operation(summary = "Put a simulation on record with the versions of the parameters it uses")
  SimulationRun record(@RequestBody NewRun run) {
    return runs.record(run.runId(), run.campaignId(), run.cellLineId(), run.parameterVersion(),
        run.compounds() == null ? List.of() : run.compounds(), run.resultsPath(), run.metadata(), Caller.NAME);
  }

  @GetMapping("/simulation-runs/{id}")
  @Operation(summary = "A simulation run and the versions it used")
  SimulationRun run(@PathVariable String id) {
    return runs.find(id).orElseThrow(() -> new Missing("There is no such simulation run.", id));
  }

  private JsonNode version(CatalogSet set, List<String> key, int version) {
    return parameters.version(set, key, version)
        .orElseThrow(() -> new Missing("There is no such version of " + String.join(" / ", key) + ".", version));
  }
}
