package io.labroute.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Puts simulation runs on record together with the versions of the parameters that they used. */
@Repository
public class SimulationRunRepository {

  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final AuditRepository audit;
  private final Clock clock;

  SimulationRunRepository(JdbcClient jdbc, ObjectMapper json, AuditRepository audit, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Records a run that starts now with what is current: the cell line's parameters, all defaults, and the sensitivities and
   * responses of the compounds on that line.
   *
   * @param parameterVersion an earlier version of the cell line's parameters, if the run used one
   */
  @Transactional
  public SimulationRun record(String runId, @Nullable String campaignId, String cellLine,
      @Nullable Integer parameterVersion, List<String> compounds, @Nullable String resultsPath,
      @Nullable JsonNode metadata, String actor) {
    int version = parameterVersion(cellLine, parameterVersion);
    try {
      jdbc.sql("""
          insert into catalog.simulation_runs
            (run_id, campaign_id, cell_line_id, param_version, run_date, results_path, metadata)
          values (:run, :campaign, :line, :version, :now, :results, :metadata::jsonb)""")
          .param("run", runId).param("campaign", campaignId).param("line", cellLine).param("version", version)
          .param("now", OffsetDateTime.now(clock)).param("results", resultsPath)
          .param("metadata", metadata == null ? "{}" : metadata.toString()).update();
    } catch (DuplicateKeyException taken) {
      throw Finding.of("simulation-run.exists", "There is a simulation run of this name already.").value(runId)
          .maybe("give each run a name of its own.").refusal();
    }
    jdbc.sql("""
        insert into catalog.simulation_run_versions (run_id, parameter_set, record_key, version)
        select :run, 'compounds', compound_name, version from catalog.compounds
         where valid_to is null and compound_name = any(:compounds)
        union all
        select :run, 'sensitivities', compound_name || ' / ' || cell_line_id, version from catalog.compound_sensitivity
         where valid_to is null and compound_name = any(:compounds) and cell_line_id = :line
        union all
        select :run, 'responses', compound_name || ' / ' || response || ' / ' || cell_line_id, version
          from catalog.compound_response_params
         where valid_to is null and compound_name = any(:compounds) and cell_line_id = :line
        union all
        select :run, 'defaults', param_name, version from catalog.default_params where valid_to is null""")
        .param("run", runId).param("compounds", compounds.toArray(String[]::new)).param("line", cellLine).update();
    audit.add(AuditEntry.of(actor, "recorded", "simulation run " + runId));
    return find(runId).orElseThrow();
  }

  private int parameterVersion(String cellLine, @Nullable Integer wanted) {
    return jdbc.sql("""
        select version from catalog.sim_cell_line_params
         where cell_line_id = :line and (version = :version or :version::int is null and valid_to is null)""")
        .param("line", cellLine).param("version", wanted).query(Integer.class).optional()
        .orElseThrow(() -> Finding.of("simulation-run.no-parameters",
                "There are no such simulation parameters of this cell line.")
            .value(cellLine + (wanted == null ? "" : ", version " + wanted))
            .maybe("drop its parameters into the inbox first.").refusal());
  }

  public Optional<SimulationRun> find(String runId) {
    var versions = versions(runId);
    return jdbc.sql("select * from catalog.simulation_runs where run_id = ?").param(runId)
        .query((row, n) -> new SimulationRun(row.getString("run_id"), row.getString("campaign_id"),
            row.getString("cell_line_id"), row.getInt("param_version"),
            row.getObject("run_date", OffsetDateTime.class).toInstant(), row.getString("results_path"),
            tree(row.getString("metadata")), List.copyOf(versions.getOrDefault("compounds", Map.of()).keySet()),
            versions)).optional();
  }

  private Map<String, Map<String, Integer>> versions(String runId) {
    var bySet = new LinkedHashMap<String, Map<String, Integer>>();
    jdbc.sql("select parameter_set, record_key, version from catalog.simulation_run_versions where run_id = ?"
            + " order by parameter_set, record_key").param(runId)
        .query(row -> {
          bySet.computeIfAbsent(row.getString("parameter_set"), set -> new TreeMap<>())
              .put(row.getString("record_key"), row.getInt("version"));
        });
    return bySet;
  }

  private JsonNode tree(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException fromTheDatabase) {
      throw new IllegalStateException(fromTheDatabase);
    }
  }
}
