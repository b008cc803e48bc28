package io.labroute.campaign.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.platform.JsonText;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps what strategies decided, in the caller's transaction. */
@Repository
class DecisionRepository {

  private final JdbcClient jdbc;
  private final JsonText json;
  private final Clock clock;

  DecisionRepository(JdbcClient jdbc, JsonText json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /**
   * An iteration that a decision is due on.
   *
   * @param asked what the plan says under {@code strategy}, as JSON
   * @param atMost iterations; null where the plan does not say
   */
  record Due(String campaignId, int number, String asked, @Nullable Integer atMost) {}

  /** Last iterations that are measured and undecided, of campaigns that are not over. */
  List<Due> due() {
    return jdbc.sql("""
        select i.campaign_id, i.iteration_number, (p.content -> 'strategy')::text as asked,
               (p.content #>> '{iterations,at_most}')::int as at_most
          from campaign.plans p
          join campaign.campaigns c on c.campaign_id = p.campaign_id and c.ended_at is null
                                   and c.status not in ('completed', 'failed', 'cancelled')
          join lateral (select * from campaign.campaign_iterations l where l.campaign_id = p.campaign_id
                         order by iteration_number desc limit 1) i on true
          join tracking.experiments e on e.experiment_id = i.experiment_id
         where p.valid_to is null and jsonb_exists(p.content, 'strategy') and i.state in ('measured', 'completed')
           and not (p.content @> '{"iterations": {"one_at_a_time": true}}' and e.status in ('pending', 'running', 'paused'))
           and not exists (select from campaign.strategy_decisions d
                            where d.campaign_id = i.campaign_id and d.iteration_number = i.iteration_number)
         order by i.measured_at, i.campaign_id""")
        .query((row, n) -> new Due(row.getString("campaign_id"), row.getInt("iteration_number"), row.getString("asked"),
            row.getObject("at_most", Integer.class))).list();
  }

  /** What the current plan of a campaign says under {@code strategy}; none where it has none. */
  Optional<String> asked(String campaign) {
    return jdbc.sql("""
        select (content -> 'strategy')::text from campaign.plans
         where campaign_id = :campaign and valid_to is null and jsonb_exists(content, 'strategy')""")
        .param("campaign", campaign).query(String.class).optional();
  }

  void keep(Due due, Settings settings, Decision decision, @Nullable String fileName) {
    jdbc.sql("""
        insert into campaign.strategy_decisions
          (campaign_id, iteration_number, strategy, settings, verdict, reason, pairs, proposals, rests_on, decided_at, file_name)
        select :campaign, :number, :strategy, :settings::jsonb, :verdict, :reason, :pairs::jsonb, :proposals::jsonb, i.rests_on, :now, :file
          from campaign.campaign_iterations i where i.campaign_id = :campaign and i.iteration_number = :number""")
        .param("campaign", due.campaignId()).param("number", due.number()).param("strategy", settings.name())
        .param("settings", json.of(settings)).param("verdict", decision.ends() ? "end" : "propose").param("reason", decision.reason())
        .param("pairs", json.of(decision.pairs())).param("proposals", decision.proposals().toString())
        .param("now", OffsetDateTime.now(clock)).param("file", fileName, Types.VARCHAR).update();
  }

  /** Proposals that were decided on and not dropped. */
  record Undropped(String campaignId, int number, String fileName, JsonNode proposals) {}

  /** The first of them, held until the end of the transaction; what another engine holds is left to it. */
  Optional<Undropped> undropped() {
    return jdbc.sql("""
        select d.campaign_id, d.iteration_number, d.file_name, d.proposals::text from campaign.strategy_decisions d
         where d.verdict = 'propose' and d.dropped_at is null
           and not exists (select from campaign.campaign_iterations i
                            where i.campaign_id = d.campaign_id and i.iteration_number > d.iteration_number)
         order by d.decided_at, d.campaign_id limit 1 for update skip locked""")
        .query((row, n) -> new Undropped(row.getString("campaign_id"), row.getInt("iteration_number"), row.getString("file_name"),
            json.tree(row.getString("proposals")))).optional();
  }

  void dropped(Undropped what) {
    jdbc.sql("""
        update campaign.strategy_decisions set dropped_at = :now where campaign_id = :campaign and iteration_number = :number""")
        .param("now", OffsetDateTime.now(clock)).param("campaign", what.campaignId()).param("number", what.number()).update();
  }

  /** All decisions of a campaign by iteration, each with what became of its file. */
  List<JsonNode> decisions(String campaign) {
    return jdbc.sql("""
        select (to_jsonb(d) - 'rests_on' || jsonb_build_object('file_id', f.id, 'file_state', f.state, 'file_error', f.error))::text
          from campaign.strategy_decisions d
          left join lateral (select id, state, error from ingest.file
                              where kind = 'campaigns' and name = d.file_name and state <> 'duplicate' order by id desc limit 1) f on true
         where d.campaign_id = :campaign order by d.iteration_number""")
        .param("campaign", campaign).query((row, n) -> json.tree(row.getString(1))).list();
  }
}
