package io.labroute.measurement;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
      @Nullable String liquidHandlerId, @Nullable BigDecimal viabilityNorm, @Nullable String campaignId,
      @Nullable Integer iterationNumber, @Nullable String experimentId, long fileId, long line) {}

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

  /**
   * Which wells are wanted; null where it does not matter.
   *
   * @param campaign as the wells' file names it; so with the experiment
   */
  public record Wanted(@Nullable String plate, @Nullable String cellLine, @Nullable String compound, @Nullable String campaign,
      @Nullable String experiment) {

    private Map<String, String> conditions() {
      var conditions = new LinkedHashMap<String, String>();
      add(conditions, plate, "m.plate_id = :plate");
      add(conditions, cellLine, "p.cell_lines @> array[:cellLine::text] and m.cell_line = :cellLine");
      add(conditions, compound, "p.compounds @> array[:compound::text] and m.compound = :compound");
      add(conditions, campaign, "m.campaign_id = :campaign");
      add(conditions, experiment, "m.experiment_id = :experiment");
      return conditions;
    }

    private static void add(Map<String, String> conditions, @Nullable String value, String condition) {
      if (value != null) {
        conditions.put(condition, value);
      }
    }

    private static String parameter(String condition) {
      return condition.substring(condition.lastIndexOf(':') + 1);
    }
  }

  /** Wells of current plates in the order of plate and line. */
  public List<Measurement> find(Wanted wanted, int offset, int limit) {
    Map<String, String> conditions = wanted.conditions();
    var statement = jdbc.sql("""
        select m.plate_id, m.plate_version, m.well_id, m.cell_line, m.compound, m.dose_um, m.time_h, m.raw_signal, m.is_control,
               m.date, m.measured_at, m.incubator_id, m.liquid_handler_id, m.viability_norm, m.campaign_id, m.iteration_number,
               m.experiment_id, m.file_id, m.line
          from measurement.plates p
          join measurement.measurements m on m.plate_id = p.plate_id and m.plate_version = p.version
         where p.valid_to is null%s
         order by m.plate_id, m.line offset :offset limit :limit"""
        .formatted(conditions.keySet().stream().map(condition -> " and " + condition).collect(Collectors.joining())))
        .param("offset", Math.max(0, offset)).param("limit", Math.max(1, Math.min(limit, MOST_ROWS)));
    conditions.forEach((condition, value) -> statement.param(Wanted.parameter(condition), value));
    return statement
        .query((row, n) -> new Measurement(row.getString("plate_id"), row.getInt("plate_version"),
            row.getString("well_id"), row.getString("cell_line"), row.getString("compound"),
            row.getBigDecimal("dose_um"), row.getBigDecimal("time_h"), row.getBigDecimal("raw_signal"),
            row.getObject("is_control", Boolean.class), row.getObject("date", LocalDate.class),
            instant(row.getObject("measured_at", OffsetDateTime.class)), row.getString("incubator_id"),
            row.getString("liquid_handler_id"), row.getBigDecimal("viability_norm"), row.getString("campaign_id"),
            row.getObject("iteration_number", Integer.class), row.getString("experiment_id"), row.getLong("file_id"),
            row.getLong("line"))).list();
  }

  /** The dose response of a compound, by cell line and time, doses ascending. */
  public List<DosePoint> doseResponse(String compound, @Nullable String cellLine) {
    String ofLine = cellLine == null ? "" : " and cell_line = :line";
    var statement = jdbc.sql("select * from measurement.dose_response where compound = :compound" + ofLine
        + " order by cell_line, time_h, dose_um limit :limit").param("compound", compound).param("limit", MOST_ROWS);
    return (cellLine == null ? statement : statement.param("line", cellLine))
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
