package io.labroute.measurement;

import io.labroute.ingest.CopyRows;
import io.labroute.lab.Finding;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
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

/** Stages rows of plates and merges them into {@code measurement.plates} and {@code measurement.measurements}. */
@Repository
class PlateRepository {

  /** The columns of a well that make its content, in the staging table and in the stored one. */
  private static final String CONTENT = "cell_line, compound, dose_um, time_h, raw_signal, is_control, date, measured_at,"
      + " incubator_id, liquid_handler_id, viability_norm, extra";

  private final DataSource dataSource;
  private final JdbcClient jdbc;
  private final Clock clock;

  PlateRepository(DataSource dataSource, JdbcClient jdbc, Clock clock) {
    this.dataSource = dataSource;
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** A plate of a file that is being loaded. */
  record PlateKey(long fileId, String plateId, int rows) {}

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

  /** Rows that are rejected with their plate. */
  record BadPlate(long fileId, String plateId, long rows, long leaves, long firstLine, String lines) {}

  /** Opens the staging table of this transaction for copying. */
  CopyRows stage() {
    jdbc.sql("""
        create temporary table if not exists staged_wells (
          file_id bigint, line bigint, leaves int, plate_id text collate "C", well_id text collate "C",
          cell_line text collate "C", compound text collate "C", dose_um numeric, time_h numeric, raw_signal numeric,
          is_control boolean, date date, measured_at timestamptz, incubator_id text, liquid_handler_id text,
          viability_norm numeric, extra jsonb) on commit delete rows""").update();
    return CopyRows.into(dataSource,
        "pg_temp.staged_wells (file_id, line, leaves, plate_id, well_id, " + CONTENT + ")");
  }

  static void write(CopyRows staging, long fileId, PlateRow.Well well) {
    Boolean control = well.isControl();
    staging.number(fileId).number(well.line()).number(well.leaves()).text(well.plateId()).text(well.wellId())
        .text(well.cellLine()).text(well.compound()).text(well.doseUm()).text(well.timeH()).text(well.rawSignal())
        .text(control == null ? null : control ? "t" : "f").text(well.date()).text(well.measuredAt())
        .text(well.incubatorId()).text(well.liquidHandlerId()).text(well.viabilityNorm()).text(well.extra())
        .endRow();
  }

  /** Makes each staged plate that differs from its current version the next one. */
  Map<PlateKey, Stored> merge(List<PlateKey> good) {
    var versions = new HashMap<String, Integer>();
    Set<String> unchanged = Set.of();
    Map<String, String> otherTimes = Map.of();
    var now = OffsetDateTime.now(clock);
    Map<String, Integer> current = current(good);
    if (!current.isEmpty()) {
      unchanged = unchanged(good);
      otherTimes = supersede(current.keySet(), unchanged, now);
    }
    var changed = new ArrayList<PlateKey>();
    for (PlateKey plate : good) {
      if (!unchanged.contains(plate.plateId())) {
        versions.put(plate.plateId(), current.getOrDefault(plate.plateId(), 0) + 1);
        changed.add(plate);
      }
    }
    insert(changed, versions, now);
    var stored = new HashMap<PlateKey, Stored>();
    for (PlateKey plate : good) {
      Integer version = versions.get(plate.plateId());
      stored.put(plate, version == null ? new Stored(current.get(plate.plateId()), false, null)
          : new Stored(version, true, otherTimes.get(plate.plateId())));
    }
    return stored;
  }

  private Map<String, Integer> current(List<PlateKey> plates) {
    return jdbc.sql("""
        select plate_id, version from measurement.plates
         where plate_id = any(:plates) and valid_to is null order by plate_id for update""")
        .param("plates", ids(plates))
        .query((row, n) -> Map.entry(row.getString("plate_id"), row.getInt("version"))).stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Plates whose staged rows are, well by well, those of their current version. */
  private Set<String> unchanged(List<PlateKey> plates) {
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

  private void insert(List<PlateKey> plates, Map<String, Integer> versions, OffsetDateTime now) {
    if (plates.isEmpty()) {
      return;
    }
    Long[] files = plates.stream().map(PlateKey::fileId).toArray(Long[]::new);
    Integer[] numbers = plates.stream().map(plate -> versions.get(plate.plateId())).toArray(Integer[]::new);
    int inserted = jdbc.sql("""
        insert into measurement.plates (plate_id, version, wells, valid_from, file_id)
        select plate_id, version, wells, :now, file_id
          from unnest(:plates::text[], :versions::int[], :wells::int[], :files::bigint[])
            as p (plate_id, version, wells, file_id)
         order by plate_id on conflict do nothing""")
        .param("now", now).param("plates", ids(plates)).param("versions", numbers)
        .param("wells", plates.stream().map(PlateKey::rows).toArray(Integer[]::new)).param("files", files).update();
    if (inserted != plates.size()) {
      throw new CannotAcquireLockException("another file stored one of these plates at the same time; they are tried again");
    }
    jdbc.sql("""
        insert into measurement.measurements (plate_id, plate_version, well_id, %1$s, file_id, line)
        select w.plate_id, p.version, w.well_id, %2$s, w.file_id, w.line
          from pg_temp.staged_wells w
          join unnest(:plates::text[], :versions::int[], :files::bigint[]) as p (plate_id, version, file_id)
            on p.plate_id = w.plate_id and p.file_id = w.file_id"""
        .formatted(CONTENT, CONTENT.replaceAll("(\\w+)", "w.$1")))
        .param("plates", ids(plates)).param("versions", numbers).param("files", files).update();
  }

  /** The staged rows of plates that are rejected, gathered by plate. */
  List<BadPlate> companionsOf(List<PlateKey> bad) {
    if (bad.isEmpty()) {
      return List.of();
    }
    return jdbc.sql("""
        select w.file_id, w.plate_id, count(*) as rows, sum(w.leaves) as leaves, min(w.line) as first_line,
               range_agg(int8range(w.line, w.line, '[]'))::text as lines
          from pg_temp.staged_wells w
          join unnest(:plates::text[], :files::bigint[]) as p (plate_id, file_id)
            on p.plate_id = w.plate_id and p.file_id = w.file_id
         group by w.file_id, w.plate_id order by first_line""")
        .param("plates", ids(bad)).param("files", bad.stream().map(PlateKey::fileId).toArray(Long[]::new))
        .query((row, n) -> new BadPlate(row.getLong("file_id"), row.getString("plate_id"), row.getLong("rows"),
            row.getLong("leaves"), row.getLong("first_line"), row.getString("lines"))).list();
  }

  private static String[] ids(List<PlateKey> plates) {
    return plates.stream().map(PlateKey::plateId).toArray(String[]::new);
  }
}
