package io.labroute.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.platform.JsonText;
import io.labroute.tracking.ExperimentRepository;
import io.labroute.tracking.ExperimentStatus;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Writes statements and what follows from them, in the caller's transaction. */
@Repository
class CampaignRepository {

  private static final String OF_CAMPAIGN = "campaign.";

  private final JdbcClient jdbc;
  private final JsonText json;
  private final ExperimentRepository experiments;
  private final Clock clock;

  CampaignRepository(JdbcClient jdbc, JsonText json, ExperimentRepository experiments, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.experiments = experiments;
    this.clock = clock;
  }

  /** Waits for the turn of a campaign until the end of the transaction. */
  void lock(String campaign) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:campaign, 0))").param("campaign", OF_CAMPAIGN + campaign)
        .query((row, n) -> n).list();
  }

  /** Keeps what a file states as the next version of its part; returns whether it differs from the current one. */
  boolean store(CampaignRecord.Head head, ArrayNode results, long fileId) {
    return jdbc.sql("""
        with stated as (select :campaign::text as campaign_id, :part::text as part, :content::jsonb as content,
                               :results::jsonb as results, :at::timestamptz as stated_at),
             last as (select s.* from campaign.statements s join stated using (campaign_id, part) where s.valid_to is null),
             closed as (
               update campaign.statements s set valid_to = greatest(:now, s.valid_from) from last, stated
                where s.statement_id = last.statement_id
                  and (last.content, last.results, last.stated_at) is distinct from
                      (stated.content, stated.results, stated.stated_at)
               returning s.version, s.valid_to)
        insert into campaign.statements (campaign_id, part, content, results, stated_at, version, valid_from, file_id)
        select campaign_id, part, content, results, stated_at, coalesce((select version from closed), 0) + 1,
               greatest(:now, (select valid_to from closed)), :file
          from stated where not exists (select from last) or exists (select from closed)""")
        .param("campaign", head.campaignId()).param("part", head.part().text()).param("content", head.content().toString())
        .param("results", results.toString())
        .param("at", head.statedAt() == null ? null : head.statedAt().toString(), Types.VARCHAR)
        .param("now", OffsetDateTime.now(clock)).param("file", fileId).update() > 0;
  }

  /** All that is stated of a campaign now. */
  List<Statement> current(String campaign) {
    return jdbc.sql("""
        select part, content::text, results::text, stated_at, file_id from campaign.statements
         where campaign_id = :campaign and valid_to is null""").param("campaign", campaign)
        .query((row, n) -> new Statement(CampaignPart.of(row.getString("part")), json.tree(row.getString("content")),
            json.tree(row.getString("results")), instant(row.getObject("stated_at", OffsetDateTime.class)),
            row.getLong("file_id"))).list();
  }

  /**
   * Makes the rows of a campaign what the account says.
   *
   * @return experiments that belong to another campaign as well
   */
  List<String> write(CampaignAccount account) {
    writeCampaign(account);
    List<CampaignResult> results = account.results();
    experiments.record(results.stream().map(CampaignResult::experiment).toList());
    String iterations = iterations(account);
    String links = links(results);
    jdbc.sql("""
        delete from campaign.campaign_experiments where campaign_id = :campaign and not laid_out and experiment_id not in
          (select experiment_id from jsonb_populate_recordset(null::campaign.campaign_experiments, :rows::jsonb))""")
        .param("campaign", account.campaignId()).param("rows", links).update();
    jdbc.sql("""
        insert into campaign.campaign_iterations
          (campaign_id, iteration_number, "timestamp", total_experiments, queue_stats, file_id)
        select :campaign, iteration_number, "timestamp", total_experiments, queue_stats, file_id
          from jsonb_populate_recordset(null::campaign.campaign_iterations, :rows::jsonb)
        on conflict (campaign_id, iteration_number) do update
          set "timestamp" = excluded."timestamp", total_experiments = excluded.total_experiments,
              queue_stats = excluded.queue_stats, file_id = excluded.file_id
        where campaign_iterations.file_id <> excluded.file_id""")
        .param("campaign", account.campaignId()).param("rows", iterations).update();
    jdbc.sql("""
        insert into campaign.campaign_experiments
          (campaign_id, experiment_id, iteration_number, place, proposal_id, cell_line_id, compound_name, dose_um, assay_type,
           measurement, status, error_message, execution_seconds, details, file_id, pointer)
        select :campaign, experiment_id, iteration_number, place, proposal_id, cell_line_id, compound_name, dose_um, assay_type,
               measurement, status, error_message, execution_seconds, details, file_id, pointer
          from jsonb_populate_recordset(null::campaign.campaign_experiments, :rows::jsonb)
        on conflict (campaign_id, experiment_id) where not laid_out do update
          set iteration_number = excluded.iteration_number, place = excluded.place, proposal_id = excluded.proposal_id,
              cell_line_id = excluded.cell_line_id, compound_name = excluded.compound_name, dose_um = excluded.dose_um,
              assay_type = excluded.assay_type, measurement = excluded.measurement, status = excluded.status,
              error_message = excluded.error_message, execution_seconds = excluded.execution_seconds,
              details = excluded.details, file_id = excluded.file_id, pointer = excluded.pointer
        where (campaign_experiments.file_id, campaign_experiments.pointer, campaign_experiments.place)
              is distinct from (excluded.file_id, excluded.pointer, excluded.place)""")
        .param("campaign", account.campaignId()).param("rows", links).update();
    account.plan().ifPresent(plan -> writeTitration(account.campaignId(), plan));
    return jdbc.sql("""
        select experiment_id from campaign.campaign_experiments
         where campaign_id <> :campaign and experiment_id = any(:experiments) order by experiment_id""")
        .param("campaign", account.campaignId())
        .param("experiments", results.stream().map(CampaignResult::experimentId).toArray(String[]::new))
        .query(String.class).list();
  }

  private void writeCampaign(CampaignAccount account) {
    var row = JsonNodeFactory.instance.objectNode();
    row.put("campaign_type", account.type()).put("name", account.name()).put("status", account.status())
        .put("status_basis", account.statusBasis()).put("start_date", text(account.start()))
        .put("start_basis", account.startBasis()).put("end_date", text(account.end())).put("end_basis", account.endBasis())
        .put("last_heard_at", text(account.lastHeard())).put("max_iterations", account.maxIterations())
        .put("stated_iterations", account.statedIterations()).put("stated_experiments", account.statedExperiments())
        .put("iterations", account.checkpoints().size()).put("last_iteration", account.lastIteration())
        .put("experiments", account.results().size()).put("completed", account.count(ExperimentStatus.COMPLETED))
        .put("failed", account.count(ExperimentStatus.FAILED)).put("best_experiment_id", account.bestExperiment());
    row.set("config", account.config());
    row.set("results_summary", account.resultsSummary());
    jdbc.sql("""
        insert into campaign.campaigns
          (campaign_id, campaign_type, name, status, status_basis, start_date, start_basis, end_date, end_basis, last_heard_at,
           max_iterations, stated_iterations, stated_experiments, iterations, last_iteration, experiments, completed, failed,
           best_experiment_id, config, results_summary, created_at, file_id)
        select :campaign, campaign_type, name, status, status_basis, start_date, start_basis, end_date, end_basis, last_heard_at,
               max_iterations, stated_iterations, stated_experiments, iterations, last_iteration, experiments, completed, failed,
               best_experiment_id, config, results_summary, :now,
               (select max(file_id) from campaign.statements where campaign_id = :campaign and valid_to is null)
          from jsonb_populate_record(null::campaign.campaigns, :row::jsonb)
        on conflict (campaign_id) do update
          set campaign_type = excluded.campaign_type, name = excluded.name, status = excluded.status,
              status_basis = excluded.status_basis, start_date = excluded.start_date, start_basis = excluded.start_basis,
              end_date = excluded.end_date, end_basis = excluded.end_basis, last_heard_at = excluded.last_heard_at,
              max_iterations = excluded.max_iterations, stated_iterations = excluded.stated_iterations,
              stated_experiments = excluded.stated_experiments, iterations = excluded.iterations,
              last_iteration = excluded.last_iteration, experiments = excluded.experiments, completed = excluded.completed,
              failed = excluded.failed, best_experiment_id = excluded.best_experiment_id,
              config = excluded.config, results_summary = excluded.results_summary, file_id = excluded.file_id""")
        .param("campaign", account.campaignId()).param("now", OffsetDateTime.now(clock)).param("row", row.toString()).update();
  }

  private String iterations(CampaignAccount account) {
    var rows = JsonNodeFactory.instance.arrayNode();
    for (Statement checkpoint : account.checkpoints()) {
      var row = rows.addObject();
      row.put("iteration_number", checkpoint.part().iteration()).put("timestamp", text(checkpoint.statedAt()))
          .put("file_id", checkpoint.fileId());
      row.put("total_experiments", CampaignAccount.count(checkpoint.content().path("total_experiments")));
      row.set("queue_stats", checkpoint.content().get("queue_stats"));
    }
    return rows.toString();
  }

  private String links(List<CampaignResult> results) {
    var rows = JsonNodeFactory.instance.arrayNode();
    results.forEach(result -> result.describe(rows.addObject()));
    return rows.toString();
  }

  private void writeTitration(String campaign, Statement plan) {
    var rows = JsonNodeFactory.instance.arrayNode();
    JsonNode lines = plan.content().path("cell_lines");
    for (int index = 0; index < lines.size(); index++) {
      var details = (ObjectNode) lines.get(index).deepCopy();
      var row = rows.addObject();
      row.put("cell_line_id", details.path("name").asText()).put("pointer", "/cell_lines/" + index);
      row.set("true_titer", details.get("true_titer"));
      row.set("true_alpha", details.get("true_alpha"));
      row.set("details", details.without(List.of("name", "true_titer", "true_alpha")));
    }
    jdbc.sql("delete from campaign.titration_cell_lines where campaign_id = :campaign").param("campaign", campaign).update();
    jdbc.sql("""
        insert into campaign.titration_cell_lines
          (campaign_id, cell_line_id, true_titer, true_alpha, details, file_id, pointer)
        select :campaign, cell_line_id, true_titer, true_alpha, details, :file, pointer
          from jsonb_populate_recordset(null::campaign.titration_cell_lines, :rows::jsonb)""")
        .param("campaign", campaign).param("file", plan.fileId()).param("rows", rows.toString()).update();
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

}
