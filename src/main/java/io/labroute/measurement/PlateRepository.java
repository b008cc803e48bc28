package io.labroute.measurement;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.ingest.CopyRows;
import io.labroute.lab.Finding;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes {@code measurement.plates} and {@code measurement.measurements}. */
@Repository
class PlateRepository {

  /** The columns of a well that make its content, in the staging table and in the stored one. */
  private static final String CONTENT = "cell_line, compound, dose_um, time_h, raw_signal, is_control, date, measured_at,"
      + " incubator_id, liquid_handler_id, viability_norm, campaign_id, iteration_number, experiment_id, extra";

  private static final String COLUMNS = " (plate_id, plate_version, well_id, file_id, line, " + CONTENT + ")";

  private final DataSource dataSource;
  private final JdbcClient jdbc;
  private final ObjectMapper json;
  private final Clock clock;

  PlateRepository(DataSource dataSource, JdbcClient jdbc, ObjectMapper json, Clock clock) {
    this.dataSource = dataSource;
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** A plate of a file that is being loaded. */
  record PlateKey(long fileId, String plateId, int rows) {}

  /** What a plate holds at all. */
  record PlateContent(Set<String> cellLines, Set<String> compounds, @Nullable String firstDate, @Nullable String lastDate) {}

  /**
   * What became of a good plate.
   *
   * @param otherTime the time of the superseded version's wells, when it is another
   */
  record Stored(int version, boolean changed, @Nullable String otherTime) {

    Optional<Finding> warning(String plateId) {
      return otherTime == null ? Optional.empty() : Optional.of(Finding.of("plate.superseded-other-time",
              "Plate %s supersedes its version %d, which was read at another time.".formatted(plateId, version - 1))
          .value(otherTime).maybe("it is another read of the plate: give each read its own plate_id."));
    }
  }

  /** Opens this transaction's table for plates that are to be compared. */
  CopyRows stage() {
    jdbc.sql("create temporary table if not exists staged_wells (like measurement.measurements) on commit delete rows")
        .update();
    return CopyRows.into(dataSource, "pg_temp.staged_wells" + COLUMNS);
  }

  /** Opens the table of measurements itself. */
  CopyRows measurements() {
    return CopyRows.into(dataSource, "measurement.measurements" + COLUMNS);
  }

  static void write(CopyRows rows, long fileId, PlateRow.Well well, int version) {
    Boolean control = well.isControl();
    rows.text(well.plateId()).number(version).text(well.wellId()).number(fileId).number(well.line())
        .text(well.cellLine()).text(well.compound()).text(well.doseUm()).text(well.timeH()).text(well.rawSignal())
        .text(control == null ? null : control ? "t" : "f").text(well.date()).text(well.measuredAt())
        .text(well.incubatorId()).text(well.liquidHandlerId()).text(well.viabilityNorm())
        .text(well.campaignId()).text(well.iterationNumber()).text(well.experimentId()).text(well.extra())
        .endRow();
  }

  /** Current versions of those plates that exist, held still until the end of the transaction. */
  Map<String, Integer> lockCurrent(List<PlateKey> plates) {
    return jdbc.sql("""
        select plate_id, version from measurement.plates
         where plate_id = any(:plates) and valid_to is null order by plate_id for update""")
        .param("plates", ids(plates))
        .query((row, n) -> Map.entry(row.getString("plate_id"), row.getInt("version"))).stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Makes each plate that is new or differs from its current version the next one. */
  Map<PlateKey, Stored> makeVersions(Map<PlateKey, PlateContent> plates, Map<String, Integer> current, Set<String> unchanged) {
    var now = OffsetDateTime.now(clock);
    Map<String, String> otherTimes = supersede(current.keySet(), unchanged, now);
    var stored = new LinkedHashMap<PlateKey, Stored>();
    for (PlateKey plate : plates.keySet()) {
      int version = current.getOrDefault(plate.plateId(), 0);
      stored.put(plate, unchanged.contains(plate.plateId()) ? new Stored(version, false, null)
          : new Stored(version + 1, true, otherTimes.get(plate.plateId())));
    }
    insert(plates, stored, now);
    return stored;
  }

  /** Plates whose staged rows are, well by well, those of their current version. */
  Set<String> unchanged(List<PlateKey> plates) {
    return Set.copyOf(jdbc.sql("""
        select p.plate_id from measurement.plates p
          join (select plate_id, count(*) as wells from pg_temp.staged_wells
                 where plate_id = any(:plates) group by plate_id) s using (plate_id)
         where p.valid_to is null and p.wells = s.wells and not exists (
           select from pg_temp.staged_wells w
             left join measurement.measurements m
               on m.plate_id = w.plate_id and m.plate_version = p.version and m.well_id = w.well_id
            where w.plate_id = p.plate_id and (%s) is distinct from (%s))"""
        .formatted(CONTENT.replaceAll("(\\w+)", "w.$1"), CONTENT.replaceAll("(\\w+)", "m.$1")))
        .param("plates", ids(plates)).query(String.class).list());
  }

  /** Closes the current versions of plates that changed; tells those that were read at another time. */
  private Map<String, String> supersede(Set<String> existing, Set<String> unchanged, OffsetDateTime now) {
    String[] changed = existing.stream().filter(plate -> !unchanged.contains(plate)).toArray(String[]::new);
    if (changed.length == 0) {
      return Map.of();
    }
    var otherTimes = jdbc.sql("""
        select m.plate_id, min(m.time_h)::text || ' h' as time from measurement.current_measurements m
         where m.plate_id = any(:plates) and m.time_h not in
           (select w.time_h from pg_temp.staged_wells w where w.plate_id = m.plate_id and w.time_h is not null)
         group by m.plate_id""").param("plates", changed)
        .query((row, n) -> Map.entry(row.getString("plate_id"), row.getString("time"))).stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    jdbc.sql("""
        update measurement.plates set valid_to = greatest(:now, valid_from)
         where plate_id = any(:plates) and valid_to is null""")
        .param("now", now).param("plates", changed).update();
    return otherTimes;
  }

  private void insert(Map<PlateKey, PlateContent> plates, Map<PlateKey, Stored> stored, OffsetDateTime now) {
    var rows = json.createArrayNode();
    stored.forEach((plate, what) -> {
      if (what.changed()) {
        PlateContent content = plates.get(plate);
        var row = rows.addObject().put("plate_id", plate.plateId()).put("version", what.version()).put("wells", plate.rows())
            .put("file_id", plate.fileId()).put("first_date", content.firstDate()).put("last_date", content.lastDate());
        content.cellLines().forEach(row.putArray("cell_lines")::add);
        content.compounds().forEach(row.putArray("compounds")::add);
      }
    });
    int inserted = jdbc.sql("""
        insert into measurement.plates
          (plate_id, version, wells, valid_from, file_id, cell_lines, compounds, first_date, last_date)
        select plate_id, version, wells, :now, file_id, cell_lines, compounds, first_date, last_date
          from jsonb_populate_recordset(null::measurement.plates, :rows::jsonb)
         order by plate_id on conflict do nothing""")
        .param("now", now).param("rows", rows.toString()).update();
    if (inserted != rows.size()) {
      throw new CannotAcquireLockException("another file stored one of these plates at the same time; they are tried again");
    }
  }

  private static String[] ids(List<PlateKey> plates) {
    return plates.stream().map(PlateKey::plateId).toArray(String[]::new);
  }
}
