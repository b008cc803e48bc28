package io.labroute.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.platform.JsonText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Answers questions about cell lines, their protocols, and vessels. */
@Repository
public class CellLineRepository {

  private final JdbcClient jdbc;
  private final JsonText json;

  CellLineRepository(JdbcClient jdbc, JsonText json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /** Which cell lines are wanted; null where it does not matter. */
  public record Wanted(@Nullable String cellType, @Nullable Boolean coatingRequired, @Nullable String coatingReagent,
      @Nullable String costTier) {}

  /** Current cell lines by name. */
  public List<JsonNode> find(Wanted wanted) {
    Map<String, Object> conditions = new LinkedHashMap<>();
    put(conditions, "cell_type", wanted.cellType());
    put(conditions, "coating_required", wanted.coatingRequired());
    put(conditions, "coating_reagent", wanted.coatingReagent());
    put(conditions, "cost_tier", wanted.costTier());
    var statement = jdbc.sql("select to_jsonb(c)::text from catalog.current_cell_lines c where true"
        + conditions.keySet().stream().map(" and %1$s = :%1$s"::formatted).collect(Collectors.joining()) + " order by cell_line_id");
    return statement.params(conditions).query((row, n) -> json.tree(row.getString(1))).list();
  }

  private static void put(Map<String, Object> conditions, String column, @Nullable Object value) {
    if (value != null) {
      conditions.put(column, value);
    }
  }

  /** A current cell line with its characteristics and protocols. */
  public Optional<JsonNode> describe(String cellLine) {
    return jdbc.sql("""
        select (to_jsonb(c) || jsonb_build_object(
            'characteristics', coalesce((select jsonb_agg(to_jsonb(x) - 'cell_line_id' order by characteristic)
                from catalog.current_characteristics x where x.cell_line_id = c.cell_line_id), '[]'),
            'protocols', coalesce((select jsonb_agg(to_jsonb(p) - 'cell_line_id' order by protocol_type, vessel_type)
                from catalog.current_protocols p where p.cell_line_id = c.cell_line_id), '[]')))::text
          from catalog.current_cell_lines c where cell_line_id = :line""")
        .param("line", cellLine).query((row, n) -> json.tree(row.getString(1))).optional();
  }

  /** A cell line as its source states it, put together again from what is current. */
  public Optional<JsonNode> stated(String cellLine) {
    return jdbc.sql("select stated::text from catalog.stated_cell_lines where cell_line_id = :line").param("line", cellLine)
        .query((row, n) -> json.tree(row.getString(1))).optional();
  }

  /** All versions of everything that was stated on a cell line, the newest first. */
  public List<JsonNode> history(String cellLine) {
    return jdbc.sql("""
        select to_jsonb(h)::text from catalog.cell_line_history h where cell_line_id = :line
         order by valid_from desc, what, version desc""").param("line", cellLine)
        .query((row, n) -> json.tree(row.getString(1))).list();
  }

  /** Current vessels by name. */
  public List<JsonNode> vessels() {
    return jdbc.sql("select to_jsonb(v)::text from catalog.current_vessels v order by vessel_id")
        .query((row, n) -> json.tree(row.getString(1))).list();
  }

  /** The protocols of a process that are stated for a cell line, the one for its reference vessel first. */
  List<Protocol> protocols(String cellLine, String type) {
    return jdbc.sql("""
        select vessel_type, is_reference, parameters::text, version, file_id, pointer from catalog.current_protocols
         where cell_line_id = :line and protocol_type = :type order by is_reference desc, vessel_type""")
        .param("line", cellLine).param("type", type)
        .query((row, n) -> new Protocol(row.getString("vessel_type"), row.getBoolean("is_reference"),
            json.tree(row.getString("parameters")), row.getInt("version"), row.getLong("file_id"), row.getString("pointer")))
        .list();
  }

  /** A vessel by its name in the catalogue, or by the short name that protocols use for flasks: T75 is flask_t75. */
  Optional<Vessel> vessel(String name) {
    return jdbc.sql("""
        select vessel_id, surface_area_cm2, max_volume_ml from catalog.current_vessels
         where vessel_id in (:name, 'flask_' || lower(:name)) order by vessel_id = :name desc limit 1""").param("name", name)
        .query((row, n) -> new Vessel(row.getString("vessel_id"), row.getBigDecimal("surface_area_cm2"),
            row.getBigDecimal("max_volume_ml"))).optional();
  }
}
