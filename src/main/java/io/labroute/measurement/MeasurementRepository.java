package io.labroute.measurement;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Answers questions about the current plates. */
@Repository
public class MeasurementRepository {

  /** The most rows that one answer holds. */
  public static final int MOST_ROWS = 10_000;

  private final JdbcClient jdbc;

  MeasurementRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * One well of a current plate.
   *
   * @param doseUm in micromolar
   * @param timeH hours after dosing
   * @param fileId ledger row of the file it came from
   * @param line line of that file
   */
  public record Measurement(
      String plateId, int plateVersion, String wellId, String cellLine, @Nullable String compound,
      @Nullable BigDecimal doseUm, @Nullable BigDecimal timeH, @Nullable BigDecimal rawSignal, @Nullable Boolean isControl,
      @Nullable LocalDate date, @Nullable Instant measuredAt, @Nullable String incubatorId,
      @Nullable String liquidHandlerId, @Nullable BigDecimal viabilityNorm, long fileId, long line) {}

  /**
   * The replicates of one dose.
   *
   * @param measured how many of the wells have a normalised viability, over which mean and spread are taken
   * @param sdViability sample standard deviation; null for a single well
   */
  public record DosePoint(
      String compound, String cellLine, @Nullable BigDecimal timeH, BigDecimal doseUm, long wells, long measured,
      @Nullable BigDecimal meanViability, @Nullable BigDecimal sdViability, @Nullable BigDecimal minViability,
      @Nullable BigDecimal maxViability, @Nullable BigDecimal meanSignal) {}

  /** How much has been measured. */
  public record Summary(
      long wells, long cellLines, long compounds, long plates, @Nullable LocalDate firstDate,
      @Nullable LocalDate lastDate) {}

  /** Wells of current plates in the order of plate and line. */
  public List<Measurement> find(@Nullable String plate, @Nullable String cellLine, @Nullable String compound,
      int offset, int limit) {
    return jdbc.sql("""
        select plate_id, plate_version, well_id, cell_line, compound, dose_um, time_h, raw_signal, is_control, date,
               measured_at, incubator_id, liquid_handler_id, viability_norm, file_id, line
          from measurement.current_measurements
         where (:plate::text is null or plate_id = :plate) and (:line::text is null or cell_line = :line)
           and (:compound::text is null or compound = :compound)
         order by plate_id, line offset :offset limit :limit""")
        .param("plate", plate).param("line", cellLine).param("compound", compound)
        .param("offset", Math.max(0, offset)).param("limit", Math.max(1, Math.min(limit, MOST_ROWS)))
        .query((row, n) -> new Measurement(row.getString("plate_id"), row.getInt("plate_version"),
            row.getString("well_id"), row.getString("cell_line"), row.getString("compound"),
            row.getBigDecimal("dose_um"), row.getBigDecimal("time_h"), row.getBigDecimal("raw_signal"),
            row.getObject("is_control", Boolean.class), row.getObject("date", LocalDate.class),
            instant(row.getObject("measured_at", OffsetDateTime.class)), row.getString("incubator_id"),
            row.getString("liquid_handler_id"), row.getBigDecimal("viability_norm"), row.getLong("file_id"),
            row.getLong("line"))).list();
  }

  /** The dose response of a compound, by cell line and time, doses ascending. */
  public List<DosePoint> doseResponse(String compound, @Nullable String cellLine) {
    return jdbc.sql("""
        select * from measurement.dose_response
         where compound = :compound and (:line::text is null or cell_line = :line)
         order by cell_line, time_h, dose_um limit :limit""")
        .param("compound", compound).param("line", cellLine).param("limit", MOST_ROWS)
        .query((row, n) -> new DosePoint(row.getString("compound"), row.getString("cell_line"),
            row.getBigDecimal("time_h"), row.getBigDecimal("dose_um"), row.getLong("wells"), row.getLong("measured"),
            row.getBigDecimal("mean_viability"), row.getBigDecimal("sd_viability"), row.getBigDecimal("min_viability"),
            row.getBigDecimal("max_viability"), row.getBigDecimal("mean_signal"))).list();
  }

  public Summary summary() {
    return jdbc.sql("select * from measurement.summary")
        .query((row, n) -> new Summary(row.getLong("wells"), row.getLong("cell_lines"), row.getLong("compounds"),
            row.getLong("plates"), row.getObject("first_date", LocalDate.class),
            row.getObject("last_date", LocalDate.class))).single();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
