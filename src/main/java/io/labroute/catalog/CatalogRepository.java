package io.labroute.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.JsonText;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** The versions of records: stores new ones, answers for all of them, makes an earlier one current again. */
@Repository
public class CatalogRepository {

  private static final String PROVENANCE = "version, valid_from, valid_to, file_id, pointer, restored_from";

  private final JdbcClient jdbc;
  private final JsonText json;
  private final AuditRepository audit;
  private final Clock clock;

  CatalogRepository(JdbcClient jdbc, JsonText json, AuditRepository audit, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.audit = audit;
    this.clock = clock;
  }

  /** Stores what differs from the current versions as new versions; returns the records that did. */
  Set<CatalogRecord> store(long fileId, CatalogSet set, List<CatalogRecord> records) {
    lock(set);
    var differing = new HashSet<>(jdbc.sql("""
        select r.n from %s left join %s c on %s and c.valid_to is null
         where c.version is null or (%s) is distinct from (%s)"""
        .formatted(incoming(set), set.table(), matching(set), columns("r", set.columns()), columns("c", set.columns())))
        .param("records", rows(set, records)).query(Integer.class).list());
    var changed = IntStream.range(0, records.size()).filter(differing::contains).mapToObj(records::get).toList();
    if (!changed.isEmpty()) {
      var now = OffsetDateTime.now(clock);
      supersede(set, changed, now);
      insert(fileId, set, changed, now);
    }
    return Set.copyOf(changed);
  }

  /** Versions are made one writer at a time, be it a file or a person. */
  private void lock(CatalogSet set) {
    jdbc.sql("lock table %s in share row exclusive mode".formatted(set.table())).update();
  }

  private void supersede(CatalogSet set, List<CatalogRecord> changed, OffsetDateTime now) {
    jdbc.sql("update %s c set valid_to = greatest(:now, c.valid_from) from %s where %s and c.valid_to is null"
        .formatted(set.table(), incoming(set), matching(set)))
        .param("records", rows(set, changed)).param("now", now).update();
  }

  private void insert(long fileId, CatalogSet set, List<CatalogRecord> changed, OffsetDateTime now) {
    String names = names(set);
    jdbc.sql("""
        insert into %s (%s, version, valid_from, file_id, pointer)
        select %s, coalesce(last.version, 0) + 1, greatest(:now, last.valid_to), :file, r.pointer
          from %s left join lateral
            (select c.version, c.valid_to from %s c where %s order by c.version desc limit 1) last on true"""
        .formatted(set.table(), names, columns("r", names), incoming(set), set.table(), matching(set)))
        .param("records", rows(set, changed)).param("now", now).param("file", fileId).update();
  }

  /** The keys of all current records. */
  List<List<String>> currentKeys(CatalogSet set) {
    return jdbc.sql("select %s from %s where valid_to is null order by %s"
        .formatted(String.join(", ", set.keys()), set.table(), String.join(", ", set.keys())))
        .query((row, n) -> {
          var key = new String[set.keys().size()];
          for (int i = 0; i < key.length; i++) {
            key[i] = row.getString(i + 1);
          }
          return List.of(key);
        }).list();
  }

  /** Names of all cell lines that are described, or have parameters or sensitivities. */
  public Set<String> knownCellLines() {
    return Set.copyOf(jdbc.sql("""
        select cell_line_id from catalog.sim_cell_line_params where valid_to is null
        union select cell_line_id from catalog.compound_sensitivity where valid_to is null
        union select cell_line_id from catalog.cell_lines where valid_to is null""")
        .query(String.class).list());
  }

  /** All current records of a set. */
  public List<JsonNode> current(CatalogSet set) {
    return jdbc.sql("select to_jsonb(c)::text from (select %s, %s from %s where valid_to is null order by %s) c"
        .formatted(names(set), PROVENANCE, set.table(), String.join(", ", set.keys())))
        .query((row, n) -> json.tree(row.getString(1))).list();
  }

  /** All versions of a record, the oldest first. */
  public List<JsonNode> history(CatalogSet set, List<String> key) {
    return jdbc.sql("select to_jsonb(c)::text from (select %s, %s from %s c where %s order by version) c"
        .formatted(names(set), PROVENANCE, set.table(), hasKey(set)))
        .param("key", key.toArray(String[]::new)).query((row, n) -> json.tree(row.getString(1))).list();
  }

  /** One version of a record. */
  public Optional<JsonNode> version(CatalogSet set, List<String> key, int version) {
    return history(set, key).stream().filter(record -> record.get("version").intValue() == version).findFirst();
  }

  /**
   * Makes an earlier version of a record current again, as a new version.
   *
   * @return the version that is current now
   */
  @Transactional
  public JsonNode restore(CatalogSet set, List<String> key, int version, String actor) {
    lock(set);
    var versions = history(set, key);
    var wanted = versions.stream().filter(record -> record.get("version").intValue() == version).findFirst()
        .orElseThrow(() -> unknownVersion(set, key, version, versions.size()));
    if (wanted.get("valid_to").isNull()) {
      throw Finding.of("catalog.is-current", "This version is current already.")
          .value("version " + version).refusal();
    }
    var now = OffsetDateTime.now(clock);
    jdbc.sql("update %s c set valid_to = greatest(:now, valid_from) where %s and valid_to is null"
        .formatted(set.table(), hasKey(set)))
        .param("key", key.toArray(String[]::new)).param("now", now).update();
    jdbc.sql("""
        insert into %1$s (%2$s, version, valid_from, file_id, pointer, restored_from)
        select %2$s, (select max(version) + 1 from %1$s c where %3$s),
               greatest(:now, (select max(valid_to) from %1$s c where %3$s)), file_id, pointer, version
          from %1$s c where %3$s and version = :version""".formatted(set.table(), names(set), hasKey(set)))
        .param("key", key.toArray(String[]::new)).param("now", now).param("version", version)
        .update();
    audit.add(new AuditEntry(actor, "restored", set.text() + " " + String.join(" / ", key), null,
        JsonNodeFactory.instance.objectNode().put("version", version).toString()));
    var after = history(set, key);
    return after.get(after.size() - 1);
  }

  /** Compounds that act on a cell line at or below a bound, the strongest first. */
  public List<Map<String, Object>> sensitiveCompounds(String cellLine, BigDecimal highestIc50) {
    return jdbc.sql("""
        select compound_name, cell_line_id, ic50_um, hill_slope, version, file_id, pointer
          from catalog.current_compound_sensitivity
         where cell_line_id = :line and ic50_um <= :highest order by ic50_um, compound_name""")
        .param("line", cellLine).param("highest", highestIc50).query().listOfRows();
  }

  private static Refusal unknownVersion(CatalogSet set, List<String> key, int version, int versions) {
    return Finding.of("catalog.unknown-version", versions == 0
            ? "There is no record " + String.join(" / ", key) + " among " + set.text() + "."
            : "The record " + String.join(" / ", key) + " has no such version.")
        .value(String.valueOf(version)).allowed(versions == 0 ? null : "1 to " + versions).refusal();
  }

  private String rows(CatalogSet set, List<CatalogRecord> records) {
    var rows = JsonNodeFactory.instance.arrayNode();
    for (int n = 0; n < records.size(); n++) {
      CatalogRecord record = records.get(n);
      var row = record.values().deepCopy();
      if (set.columns().contains("extra") && !row.has("extra")) {
        row.putObject("extra");
      }
      for (int k = 0; k < set.keys().size(); k++) {
        row.put(set.keys().get(k), record.key().get(k));
      }
      rows.add(row.put("pointer", record.pointer()).put("n", n));
    }
    return rows.toString();
  }

  /** The records sent as the parameter {@code records}, typed like the set's table, as {@code r} with their number n. */
  private static String incoming(CatalogSet set) {
    return """
        (select (element ->> 'n')::int as n, typed.*
           from jsonb_array_elements(:records::jsonb) element,
                jsonb_populate_record(null::%s, element) typed) r""".formatted(set.table());
  }

  private static String matching(CatalogSet set) {
    return set.keys().stream().map(key -> "c.%1$s = r.%1$s".formatted(key)).collect(Collectors.joining(" and "));
  }

  private static String hasKey(CatalogSet set) {
    return "array[" + columns("c", set.keys()) + "]::text[] = :key::text[]";
  }

  private static String names(CatalogSet set) {
    return String.join(", ", set.keys()) + ", " + String.join(", ", set.columns());
  }

  private static String columns(String alias, List<String> names) {
    return names.stream().map(name -> alias + "." + name).collect(Collectors.joining(", "));
  }

  private static String columns(String alias, String names) {
    return columns(alias, List.of(names.split(", ")));
  }

}
