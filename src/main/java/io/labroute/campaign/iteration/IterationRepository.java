package io.labroute.campaign.iteration;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.labroute.platform.JsonText;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what iterations rest on and keeps how far they have come, in the caller's transaction. */
@Repository
class IterationRepository {

  /** Iterations that are runs, with what they rest on now. */
  private static final String NOW = """
      select i.campaign_id, i.iteration_number, i.experiment_id, i.rests_on, e.status, i.closed_at is not null as closed,
             concat_ws(' ', e.status, case when i.closed_at is not null then 'closed' end,
               (select string_agg(q.label || '=' || q.barcode || ':' || coalesce(q.version, 0), ' ' order by q.label)
                  from campaign.run_plates q where q.experiment_id = i.experiment_id)) as now
        from campaign.campaign_iterations i join tracking.experiments e using (experiment_id)
      """;

  private final JdbcClient jdbc;
  private final JsonText json;
  private final Clock clock;

  IterationRepository(JdbcClient jdbc, JsonText json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** Which iteration of which campaign. */
  record Key(String campaignId, int number) {}

  /** Waits for the turn of a campaign until the end of the transaction. */
  void lock(String campaign) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:campaign, 0))").param("campaign", "campaign." + campaign)
        .query((row, n) -> n).list();
  }

  /** Iterations that something has happened to since they were last looked at. */
  List<Key> changed(int limit) {
    return jdbc.sql("select * from (" + NOW + ") x where rests_on is distinct from now order by campaign_id, iteration_number limit :limit")
        .param("limit", limit)
        .query((row, n) -> new Key(row.getString("campaign_id"), row.getInt("iteration_number"))).list();
  }

  /** All iterations of a campaign that are runs, by their number. */
  List<Integer> numbers(String campaign) {
    return jdbc.sql("""
        select iteration_number from campaign.campaign_iterations
         where campaign_id = :campaign and experiment_id is not null order by iteration_number""")
        .param("campaign", campaign).query(Integer.class).list();
  }

  Optional<Iteration> find(String campaign, int number) {
    return jdbc.sql("select x.*, p.layout::text as layout from (" + NOW + """
        where i.campaign_id = :campaign and i.iteration_number = :number) x
          join campaign.runs r using (experiment_id)
          join campaign.plans p on p.campaign_id = r.campaign_id and p.revision = r.revision""")
        .param("campaign", campaign).param("number", number)
        .query((row, n) -> new Iteration(campaign, number, row.getString("experiment_id"), row.getString("status"),
            row.getBoolean("closed"), json.tree(row.getString("layout")), plates(row.getString("experiment_id")), row.getString("now")))
        .optional();
  }

  private List<Iteration.Plate> plates(String run) {
    return jdbc.sql("select label, barcode, version, file_id from campaign.run_plates where experiment_id = :run order by label")
        .param("run", run)
        .query((row, n) -> new Iteration.Plate(row.getString("label"), row.getString("barcode"), row.getObject("version", Integer.class),
            row.getObject("file_id", Long.class))).list();
  }

  /** The wells of those of its plates that have results. */
  List<MeasuredWell> measured(Iteration iteration) {
    var wells = new ArrayList<MeasuredWell>();
    for (Iteration.Plate plate : iteration.plates()) {
      if (plate.version() != null && iteration.layout().path("plates").has(plate.label())) {
        wells.addAll(jdbc.sql("""
            select well_id, cell_line, compound, dose_um, raw_signal, viability_norm, experiment_id from measurement.measurements
             where plate_id = :barcode and plate_version = :version""")
            .param("barcode", plate.barcode()).param("version", plate.version())
            .query((row, n) -> new MeasuredWell(plate.barcode(), row.getString("well_id"), row.getString("cell_line"),
                row.getString("compound"), row.getBigDecimal("dose_um"), row.getBigDecimal("raw_signal"),
                row.getBigDecimal("viability_norm"), row.getString("experiment_id"))).list());
      }
    }
    return wells;
  }

  /** Keeps how far an iteration has come, and what came out of each proposal: the same for the same results. */
  void keep(IterationResults results, IterationProgress progress) {
    Iteration iteration = results.iteration();
    var now = OffsetDateTime.now(clock);
    jdbc.sql("""
        update campaign.campaign_iterations
           set state = :state, wells = :wells, wells_measured = :measured, rests_on = :rests_on, checked_at = :now,
               total_experiments = :proposals,
               measured_at = case when :state in ('measured', 'completed') then coalesce(measured_at, :now) end
         where campaign_id = :campaign and iteration_number = :number and experiment_id = :run""")
        .param("state", progress.state()).param("wells", progress.wells()).param("measured", progress.measured())
        .param("rests_on", iteration.restsOn()).param("now", now).param("proposals", results.proposals().size())
        .param("campaign", iteration.campaignId()).param("number", iteration.number()).param("run", iteration.run()).update();
    jdbc.sql("""
        delete from campaign.campaign_experiments
         where campaign_id = :campaign and iteration_number = :number and laid_out and experiment_id <> :run""")
        .param("campaign", iteration.campaignId()).param("number", iteration.number()).param("run", iteration.run()).update();
    jdbc.sql("""
        insert into campaign.campaign_experiments
          (campaign_id, experiment_id, iteration_number, place, proposal_id, cell_line_id, compound_name, dose_um, assay_type,
           measurement, status, details, file_id, pointer, laid_out)
        select :campaign, :run, :number, x.place, x.proposal_id, x.cell_line_id, x.compound_name, x.dose_um, x.assay_type,
               x.measurement, x.status, x.details, i.file_id, '', true
          from jsonb_populate_recordset(null::campaign.campaign_experiments, :rows::jsonb) x
          join campaign.campaign_iterations i on i.campaign_id = :campaign and i.iteration_number = :number and i.experiment_id = :run
        on conflict (experiment_id, proposal_id) where laid_out do update
          set iteration_number = excluded.iteration_number, measurement = excluded.measurement, status = excluded.status,
              details = excluded.details""")
        .param("campaign", iteration.campaignId()).param("number", iteration.number()).param("run", iteration.run())
        .param("rows", rows(results, iteration).toString()).update();
  }

  private static ArrayNode rows(IterationResults results, Iteration iteration) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    results.proposals().forEach((id, result) -> {
      ResultLine line = result.first();
      var row = rows.addObject().put("place", rows.size()).put("proposal_id", id).put("cell_line_id", line.cellLine())
          .put("compound_name", line.compound()).put("dose_um", micromolar(line)).put("assay_type", line.assayType())
          .put("measurement", result.isMeasured() ? result.mean() : null)
          .put("status", result.isMeasured() ? "completed" : status(iteration));
      row.putObject("details").put("dose", line.dose() == null ? null : line.dose().toPlainString() + " " + line.unit())
          .put("wells", result.wells()).put("measured", result.measured()).put("mean", result.mean()).put("sd", result.sd());
    });
    return rows;
  }

  private static String status(Iteration iteration) {
    return iteration.runStatus().equals("completed") ? "running" : iteration.runStatus();
  }

  private static @Nullable BigDecimal micromolar(ResultLine line) {
    return new LaidWell(line.role(), null, null, null, line.unit(), null, null, null).micromolar(line.dose());
  }

  /** Says that no more results will come; whether it was not said before. */
  boolean close(String campaign, int number, String actor, String reason) {
    return jdbc.sql("""
        update campaign.campaign_iterations set closed_at = :now, closed_by = :actor, close_reason = :reason
         where campaign_id = :campaign and iteration_number = :number and closed_at is null""")
        .param("now", OffsetDateTime.now(clock)).param("actor", actor).param("reason", reason).param("campaign", campaign)
        .param("number", number).update() > 0;
  }

  /** Ends a campaign; whether it was not ended before. */
  boolean end(String campaign, String actor, String reason) {
    return jdbc.sql("""
        update campaign.campaigns set ended_at = :now, ended_by = :actor, end_reason = :reason
         where campaign_id = :campaign and ended_at is null""")
        .param("now", OffsetDateTime.now(clock)).param("actor", actor).param("reason", reason).param("campaign", campaign).update() > 0;
  }

  boolean reopen(String campaign) {
    return jdbc.sql("""
        update campaign.campaigns set ended_at = null, ended_by = null, end_reason = null
         where campaign_id = :campaign and ended_at is not null""").param("campaign", campaign).update() > 0;
  }

  boolean exists(String campaign) {
    return jdbc.sql("select exists (select from campaign.campaigns where campaign_id = :campaign)").param("campaign", campaign)
        .query(Boolean.class).single();
  }
}
