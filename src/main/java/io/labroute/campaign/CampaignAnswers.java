package io.labroute.campaign;

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

/** Answers questions about campaigns, and those that reach across all rooms below: what refers to what, words, numbers. */
@Repository
public class CampaignAnswers {

  /** The most rows that one answer holds. */
  public static final int MOST_ROWS = 10_000;

  /** A word that is everywhere is found so often that ranking all of it would help nobody. */
  private static final int MOST_RANKED = 200;

  private final JdbcClient jdbc;
  private final JsonText json;

  CampaignAnswers(JdbcClient jdbc, JsonText json) {
    this.jdbc = jdbc;
    this.json = json;
  }

  /**
   * Which campaigns are wanted; null where it does not matter.
   *
   * @param status as {@code campaign.campaign_overview} tells it, {@code interrupted} included
   */
  public record Wanted(@Nullable String type, @Nullable String status, @Nullable String goal) {}

  /** Campaigns with their counts and best results, the latest start first. */
  public List<JsonNode> find(Wanted wanted, int offset, int limit) {
    Map<String, Object> conditions = new LinkedHashMap<>();
    put(conditions, "campaign_type", wanted.type());
    put(conditions, "status", wanted.status());
    put(conditions, "goal", wanted.goal());
    return jdbc.sql("select to_jsonb(c)::text from campaign.campaign_overview c where true"
            + conditions.keySet().stream().map(" and %1$s = :%1$s"::formatted).collect(Collectors.joining())
            + " order by start_date desc nulls last, campaign_id offset :offset limit :limit")
        .params(conditions).param("offset", Math.max(0, offset)).param("limit", bounded(limit))
        .query((row, n) -> json.tree(row.getString(1))).list();
  }

  private static void put(Map<String, Object> conditions, String column, @Nullable Object value) {
    if (value != null) {
      conditions.put(column, value);
    }
  }

  public Optional<JsonNode> find(String campaign) {
    return jdbc.sql("select to_jsonb(c)::text from campaign.campaign_overview c where campaign_id = :campaign")
        .param("campaign", campaign).query((row, n) -> json.tree(row.getString(1))).optional();
  }

  /** What the predecessor told of a campaign in numbers. */
  public record Statistics(String campaignId, long iterations, long experiments, String status, String type,
      @Nullable Double durationSeconds) {}

  public Optional<Statistics> statistics(String campaign) {
    return find(campaign).map(it -> new Statistics(campaign, it.path("iterations").longValue(),
        it.path("experiments").longValue(), it.path("status").textValue(), it.path("campaign_type").textValue(),
        it.path("duration_seconds").isNumber() ? it.path("duration_seconds").doubleValue() : null));
  }

  /** The iterations of a campaign by their number, each with its best result and counts. */
  public List<JsonNode> iterations(String campaign) {
    return jdbc.sql("""
        select to_jsonb(x)::text from (
          select i.iteration_number, i."timestamp", i.total_experiments, e.experiments, e.completed, e.failed,
                 b.experiment_id as best_experiment_id, b.measurement as best_measurement, i.queue_stats, i.file_id,
                 i.experiment_id, i.state, i.wells, i.wells_measured, i.measured_at, i.closed_at, i.closed_by, i.close_reason
            from campaign.campaign_iterations i
            left join (select iteration_number, count(*) as experiments,
                              count(*) filter (where status = 'completed') as completed,
                              count(*) filter (where status = 'failed') as failed
                         from campaign.campaign_experiments where campaign_id = :campaign group by iteration_number) e
              using (iteration_number)
            left join (select distinct on (iteration_number) iteration_number, experiment_id, measurement
                         from campaign.campaign_experiments where campaign_id = :campaign and measurement is not null and not laid_out
                        order by iteration_number, measurement desc, place) b
              using (iteration_number)
           where i.campaign_id = :campaign order by i.iteration_number) x""")
        .param("campaign", campaign).query((row, n) -> json.tree(row.getString(1))).list();
  }

  /** The experiments of a campaign in their order, of all iterations or of one. */
  public List<JsonNode> experiments(String campaign, @Nullable Integer iteration, int offset, int limit) {
    var statement = jdbc.sql("select to_jsonb(e)::text from campaign.campaign_experiments e where campaign_id = :campaign"
            + (iteration == null ? "" : " and iteration_number = :iteration")
            + " order by iteration_number, place offset :offset limit :limit")
        .param("campaign", campaign).param("offset", Math.max(0, offset)).param("limit", bounded(limit));
    return (iteration == null ? statement : statement.param("iteration", iteration))
        .query((row, n) -> json.tree(row.getString(1))).list();
  }

  /** An experiment, with the campaigns it belongs to. */
  public Optional<JsonNode> experiment(String experiment) {
    return jdbc.sql("""
        select (to_jsonb(e) || jsonb_build_object('process', p.name, 'campaigns', coalesce(
            (select jsonb_agg(to_jsonb(c) - 'experiment_id' order by campaign_id)
               from campaign.campaign_experiments c where c.experiment_id = e.experiment_id), '[]')))::text
          from tracking.experiments e join tracking.processes p using (process_id) where e.experiment_id = :experiment""")
        .param("experiment", experiment).query((row, n) -> json.tree(row.getString(1))).optional();
  }

  /** What the files of a campaign state, all versions of each part. */
  public List<JsonNode> statements(String campaign) {
    return jdbc.sql("""
        select to_jsonb(s)::text from campaign.statements s where campaign_id = :campaign order by valid_from, statement_id""")
        .param("campaign", campaign).query((row, n) -> json.tree(row.getString(1))).list();
  }

  /** What files and people refer to, the last spoken of first; {@code state} is found, found later or missing. */
  public List<JsonNode> references(@Nullable String state, int limit) {
    var statement = jdbc.sql("select to_jsonb(r)::text from campaign.reference_report r"
        + (state == null ? "" : " where state = :state") + " order by file_id desc nulls last, target_kind, target_id limit :limit")
        .param("limit", bounded(limit));
    return (state == null ? statement : statement.param("state", state))
        .query((row, n) -> json.tree(row.getString(1))).list();
  }

  /** Something that was found by its words. */
  public record Found(String what, String id, String title) {}

  /** What has all of these words, the best match first; a minus before a word excludes it, quotes keep words together. */
  public List<Found> search(String words, int limit) {
    return jdbc.sql("""
        select what, id, title from
          (select what, id, title, words, query from campaign.words, websearch_to_tsquery('simple', :words) query
            where words @@ query limit :ranked) found
         order by ts_rank(words, query) desc, what, id limit :limit""")
        .param("ranked", MOST_RANKED)
        .param("words", words).param("limit", bounded(limit))
        .query((row, n) -> new Found(row.getString("what"), row.getString("id"), row.getString("title"))).list();
  }

  /** How much there is of what. */
  public Map<String, Long> numbers() {
    var numbers = new LinkedHashMap<String, Long>();
    jdbc.sql("select what, number from campaign.database_statistics").query(row -> {
      numbers.put(row.getString("what"), row.getLong("number"));
    });
    return numbers;
  }

  private static int bounded(int limit) {
    return Math.max(1, Math.min(limit, MOST_ROWS));
  }
}
