package io.labroute.campaign.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.plan.CampaignPlan.PlanLabware;
import io.labroute.campaign.plan.CampaignPlan.Release;
import io.labroute.ingest.format.JsonTree;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Quantity.Unit;
import io.labroute.lab.Quantity;
import io.labroute.platform.JsonText;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.util.ConcurrentReferenceHashMap;

/** Keeps revisions of plans, in the caller's transaction. */
@Repository
public class PlanRepository {

  /** What tells a stored revision from all others, whatever database it came from. */
  private record Stored(String campaign, int revision, UUID process, Instant since) {}

  /** Stored revisions never change, and are long: those that were read are remembered as long as there is memory. */
  private final Map<Stored, CampaignPlan> known = new ConcurrentReferenceHashMap<>();
  private final JdbcClient jdbc;
  private final JsonText json;
  private final Clock clock;

  PlanRepository(JdbcClient jdbc, JsonText json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** Waits for the turn of a campaign until the end of the transaction. */
  public void lock(String campaign) {
    jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:campaign, 0))").param("campaign", "campaign." + campaign)
        .query((row, n) -> n).list();
  }

  /** The current revision of a plan; none when nobody planned it. */
  public Optional<Integer> currentRevision(String campaign) {
    return jdbc.sql("select revision from campaign.plans where campaign_id = :campaign and valid_to is null")
        .param("campaign", campaign).query(Integer.class).optional();
  }

  /** Whether a plan is what holds now; further iterations of it do not make it another one. */
  boolean isCurrent(CampaignPlan plan) {
    return jdbc.sql("""
        select exists (select from campaign.plans c
                         join campaign.plans p on p.campaign_id = c.campaign_id and p.revision in (c.revision, c.continues)
                        where c.campaign_id = :campaign and c.valid_to is null and p.content = :content::jsonb
                          and p.layout is not distinct from :layout::jsonb)""")
        .param("campaign", plan.campaignId()).param("content", plan.content().toString())
        .param("layout", plan.layout() == null ? null : plan.layout().toString(), Types.VARCHAR).query(Boolean.class).single();
  }

  /**
   * Keeps a plan as the next revision.
   *
   * @param continues the revision that it differs from in its proposals alone, or one that continues that; null for a plan of its own
   */
  int store(CampaignPlan plan, @Nullable Integer continues, long fileId) {
    var now = OffsetDateTime.now(clock);
    jdbc.sql("""
        insert into campaign.campaigns (campaign_id, campaign_type, name, goal, status, status_basis, created_at, file_id)
        values (:campaign, :type, :name, :goal, 'planned', 'its plan was dropped', :now, :file)
        on conflict (campaign_id) do update set campaign_type = excluded.campaign_type, name = excluded.name, goal = excluded.goal,
               file_id = excluded.file_id, ended_at = null, ended_by = null, end_reason = null""")
        .param("campaign", plan.campaignId()).param("type", plan.type()).param("name", plan.name(), Types.VARCHAR)
        .param("goal", plan.goal(), Types.VARCHAR).param("now", now).param("file", fileId).update();
    jdbc.sql("""
        insert into tracking.processes (name, imported_as, created_at, file_id) values (:name, :name, :now, :file)
        on conflict (imported_as) do nothing""")
        .param("name", plan.process()).param("now", now).param("file", fileId).update();
    int revision = jdbc.sql("""
        with closed as (update campaign.plans set valid_to = greatest(:now, valid_from)
                         where campaign_id = :campaign and valid_to is null returning revision, valid_to)
        insert into campaign.plans (campaign_id, revision, process_id, release, content, layout, continues, valid_from, file_id)
        select :campaign, coalesce((select revision from closed), 0) + 1, p.process_id, :release, :content::jsonb, :layout::jsonb,
               (select coalesce(b.continues, b.revision) from campaign.plans b
                 where b.campaign_id = :campaign and b.revision = :continues::int),
               greatest(:now, (select valid_to from closed)), :file
          from tracking.processes p where p.imported_as = :process
        returning revision""")
        .param("campaign", plan.campaignId()).param("process", plan.process()).param("now", now).param("file", fileId)
        .param("continues", continues, Types.INTEGER)
        .param("release", plan.release().name().toLowerCase(Locale.ROOT)).param("content", plan.content().toString())
        .param("layout", plan.layout() == null ? null : plan.layout().toString(), Types.VARCHAR).query(Integer.class).single();
    storeParts(plan, revision);
    return revision;
  }

  private void storeParts(CampaignPlan plan, int revision) {
    ArrayNode labware = JsonNodeFactory.instance.arrayNode();
    for (PlanLabware piece : plan.labware()) {
      ObjectNode row = labware.addObject().put("label", piece.id()).put("place", labware.size()).put("barcode", piece.barcode());
      if (piece.at() != null) {
        row.put("at_device", piece.at().device()).put("at_position", piece.at().position());
      }
      row.set("declared", TreeAsJson.json(piece.node()));
    }
    jdbc.sql("""
        insert into campaign.plan_labware (campaign_id, revision, label, place, barcode, at_device, at_position, declared)
        select :campaign, :revision, label, place, barcode, at_device, at_position, declared
          from jsonb_populate_recordset(null::campaign.plan_labware, :rows::jsonb)""")
        .param("campaign", plan.campaignId()).param("revision", revision).param("rows", labware.toString()).update();
    ArrayNode steps = JsonNodeFactory.instance.arrayNode();
    for (PlanStep step : plan.steps()) {
      ObjectNode row = steps.addObject().put("step_id", step.stepId()).put("place", steps.size()).put("operation", step.operation())
          .put("yields", step.yields().name().toLowerCase(Locale.ROOT)).put("device", step.device()).put("category", step.category());
      row.set("parameters", step.parameters());
      row.set("quantities", step.quantities());
      step.labware().forEach(row.putArray("labware")::add);
      ArrayNode after = row.putArray("after");
      step.after().forEach(before -> after.addObject().put("step", before.stepId())
          .put("within_s", before.within() == null ? null : before.within().base())
          .put("at_least_s", before.atLeast() == null ? null : before.atLeast().base()));
      if (step.liquid() != null) {
        row.set("liquid", TreeAsJson.json(step.liquid()));
      }
      if (step.tips() != null) {
        row.set("tips", TreeAsJson.json(step.tips()));
      }
    }
    jdbc.sql("""
        insert into campaign.campaign_steps (campaign_id, revision, step_id, place, operation, yields, device, category, parameters,
          quantities, labware, after, liquid, tips)
        select :campaign, :revision, step_id, place, operation, yields, device, category, parameters, quantities, labware, after,
               liquid, tips
          from jsonb_populate_recordset(null::campaign.campaign_steps, :rows::jsonb)""")
        .param("campaign", plan.campaignId()).param("revision", revision).param("rows", steps.toString()).update();
  }

  /** The plan of a revision as it was stored. */
  public Optional<CampaignPlan> find(String campaign, int revision) {
    Optional<Stored> stored = jdbc.sql("""
        select process_id, valid_from from campaign.plans where campaign_id = :campaign and revision = :revision""")
        .param("campaign", campaign).param("revision", revision)
        .query((row, n) -> new Stored(campaign, revision, row.getObject("process_id", UUID.class),
            row.getObject("valid_from", OffsetDateTime.class).toInstant())).optional();
    return stored.map(it -> known.computeIfAbsent(it, any -> read(campaign, revision).orElseThrow()));
  }

  private Optional<CampaignPlan> read(String campaign, int revision) {
    return jdbc.sql("""
        select c.name, c.goal, c.campaign_type, p.content::text, p.layout::text, p.release, t.name as process
          from campaign.plans p join campaign.campaigns c using (campaign_id) join tracking.processes t using (process_id)
         where p.campaign_id = :campaign and p.revision = :revision""")
        .param("campaign", campaign).param("revision", revision)
        .query((row, n) -> new CampaignPlan(campaign, row.getString("name"), row.getString("goal"), row.getString("campaign_type"),
            row.getString("process"), Release.valueOf(row.getString("release").toUpperCase(Locale.ROOT)), Urgency.of(object(row.getString("content"))),
            labware(campaign, revision),
            steps(campaign, revision), object(row.getString("content")),
            row.getString("layout") == null ? null : object(row.getString("layout")))).optional();
  }

  private List<PlanLabware> labware(String campaign, int revision) {
    return jdbc.sql("""
        select label, barcode, at_device, at_position, declared::text from campaign.plan_labware
         where campaign_id = :campaign and revision = :revision order by place""")
        .param("campaign", campaign).param("revision", revision)
        .query((row, n) -> new PlanLabware(row.getString("label"), row.getString("barcode"),
            row.getString("at_device") == null ? null : new DevicePosition(row.getString("at_device"), row.getInt("at_position")),
            mapping(row.getString("declared")))).list();
  }

  private List<PlanStep> steps(String campaign, int revision) {
    return jdbc.sql("""
        select step_id, operation, yields, device, category, parameters::text, quantities::text, labware, after::text, liquid::text,
               tips::text
          from campaign.campaign_steps where campaign_id = :campaign and revision = :revision order by place""")
        .param("campaign", campaign).param("revision", revision).query(this::step).list();
  }

  private PlanStep step(ResultSet row, int n) throws SQLException {
    var after = new ArrayList<PlanStep.After>();
    json.tree(row.getString("after")).forEach(before ->
        after.add(new PlanStep.After(before.path("step").asText(), seconds(before.get("within_s")), seconds(before.get("at_least_s")))));
    String liquid = row.getString("liquid");
    String tips = row.getString("tips");
    return new PlanStep(row.getString("step_id"), row.getString("operation"),
        PlanStep.Yield.valueOf(row.getString("yields").toUpperCase(Locale.ROOT)), row.getString("device"), row.getString("category"),
        object(row.getString("parameters")), object(row.getString("quantities")),
        Arrays.asList((String[]) row.getArray("labware").getArray()), after, liquid == null ? null : mapping(liquid),
        tips == null ? null : mapping(tips));
  }

  private static @Nullable Quantity seconds(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : new Quantity(new BigDecimal(node.asText()), Unit.SECOND);
  }

  private ObjectNode object(String text) {
    return (ObjectNode) json.tree(text);
  }

  private static Mapping mapping(String text) {
    return (Mapping) JsonTree.parse(new StringReader(text));
  }

  /** Keeps a table of transfers; returns whether it differs from the current one of its name. */
  boolean storeTransfers(String name, ArrayNode transfers, long fileId) {
    return jdbc.sql("""
        with last as (select * from campaign.transfer_tables where name = :name and valid_to is null),
             closed as (update campaign.transfer_tables t set valid_to = greatest(:now, t.valid_from) from last
                         where t.name = last.name and t.version = last.version and t.transfers <> :transfers::jsonb
                        returning t.version)
        insert into campaign.transfer_tables (name, version, transfers, valid_from, file_id)
        select :name, coalesce((select version from closed), 0) + 1, :transfers::jsonb, :now, :file
         where not exists (select from last) or exists (select from closed)""")
        .param("name", name).param("transfers", transfers.toString()).param("now", OffsetDateTime.now(clock)).param("file", fileId)
        .update() > 0;
  }

  Optional<String> transfers(String name) {
    return jdbc.sql("select transfers::text from campaign.transfer_tables where name = :name and valid_to is null")
        .param("name", name).query(String.class).optional();
  }
}
