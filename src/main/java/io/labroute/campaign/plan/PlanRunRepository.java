package io.labroute.campaign.plan;

import io.labroute.campaign.plan.Run.Bound;
import io.labroute.lab.Finding;
import io.labroute.platform.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps runs of plans and which labware is which container in them, in the caller's transaction. */
@Repository
public class PlanRunRepository {

  private static final String RUNS = """
      select r.experiment_id, r.campaign_id, r.revision, r.repeats, r.begun_by, r.begun_at, r.file_id, e.status, p.release,
             coalesce((select jsonb_object_agg(l.label, l.barcode) from campaign.run_labware l
                        where l.experiment_id = r.experiment_id), '{}')::text as barcodes
        from campaign.runs r
        join tracking.experiments e using (experiment_id)
        join campaign.plans p on p.campaign_id = r.campaign_id and p.revision = r.revision
      """;

  private final JdbcClient jdbc;
  private final JsonText json;
  private final Clock clock;

  PlanRunRepository(JdbcClient jdbc, JsonText json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  /** The id of a campaign's next run: {@code CAMPAIGN.2}. */
  String nextId(String campaign) {
    int number = 1 + jdbc.sql("select count(*) from campaign.runs where campaign_id = :campaign").param("campaign", campaign)
        .query(Integer.class).single();
    while (isTaken(campaign + "." + number)) {
      number++;
    }
    return campaign + "." + number;
  }

  private boolean isTaken(String experimentId) {
    return jdbc.sql("select exists (select from tracking.experiments where experiment_id = :id)").param("id", experimentId)
        .query(Boolean.class).single();
  }

  /** Whether a run was begun by a run file of this content. */
  boolean wasAsked(String campaign, String asked) {
    return jdbc.sql("select exists (select from campaign.runs where campaign_id = :campaign and asked = :asked::jsonb)")
        .param("campaign", campaign).param("asked", asked).query(Boolean.class).single();
  }

  /** Keeps a run; returns whether it is new. */
  boolean insert(Run run, @Nullable String asked) {
    boolean isNew = jdbc.sql("""
        insert into tracking.experiments (experiment_id, process_id, status, created_at, file_id, pointer)
        select :id, process_id, 'pending', :now, :file, '' from campaign.plans where campaign_id = :campaign and revision = :revision
        on conflict (experiment_id) do nothing""")
        .param("id", run.experimentId()).param("campaign", run.campaignId()).param("revision", run.revision())
        .param("now", OffsetDateTime.now(clock)).param("file", run.fileId(), Types.BIGINT).update() > 0;
    if (!isNew) {
      return false;
    }
    jdbc.sql("""
        insert into campaign.runs (experiment_id, campaign_id, revision, repeats, begun_by, begun_at, file_id, asked)
        values (:id, :campaign, :revision, :repeats, :by, :now, :file, :asked::jsonb)""")
        .param("asked", asked, Types.VARCHAR)
        .param("id", run.experimentId()).param("campaign", run.campaignId()).param("revision", run.revision())
        .param("repeats", run.repeats(), Types.VARCHAR).param("by", run.begunBy()).param("now", OffsetDateTime.now(clock))
        .param("file", run.fileId(), Types.BIGINT).update();
    number(run);
    return true;
  }

  /** A run whose plan lays out proposals is an iteration of its campaign: the next one, or that of the run that it repeats. */
  private void number(Run run) {
    int number = jdbc.sql("select iteration_number from campaign.campaign_iterations where experiment_id = :repeats")
        .param("repeats", run.repeats(), Types.VARCHAR).query(Integer.class).optional()
        .orElseGet(() -> lastIteration(run.campaignId()).map(LastIteration::next).orElse(1));
    jdbc.sql("""
        insert into campaign.campaign_iterations (campaign_id, iteration_number, experiment_id, state, "timestamp", file_id)
        select p.campaign_id, :number, :id, 'planned', :now, p.file_id
          from campaign.plans p where p.campaign_id = :campaign and p.revision = :revision and p.layout is not null
        on conflict (campaign_id, iteration_number) do update
          set experiment_id = excluded.experiment_id, state = excluded.state, "timestamp" = excluded."timestamp",
              file_id = excluded.file_id, rests_on = null, measured_at = null, closed_at = null, closed_by = null, close_reason = null""")
        .param("campaign", run.campaignId()).param("revision", run.revision()).param("id", run.experimentId())
        .param("number", number).param("now", OffsetDateTime.now(clock)).update();
  }

  /**
   * The last iteration of a campaign.
   *
   * @param run null for one that only files of a predecessor tell of
   * @param untouched whether its run ended before anything was done: then the next run takes its number
   */
  record LastIteration(int number, @Nullable String run, boolean untouched) {

    int next() {
      return untouched ? number : number + 1;
    }
  }

  Optional<LastIteration> lastIteration(String campaign) {
    return jdbc.sql("""
        select i.iteration_number, i.experiment_id,
               coalesce(e.status = 'aborted' and e.started_at is null and coalesce(i.wells_measured, 0) = 0, false) as untouched
          from campaign.campaign_iterations i left join tracking.experiments e using (experiment_id)
         where i.campaign_id = :campaign order by i.iteration_number desc limit 1""").param("campaign", campaign)
        .query((row, n) -> new LastIteration(row.getInt("iteration_number"), row.getString("experiment_id"),
            row.getBoolean("untouched"))).optional();
  }

  /** Why no iteration may follow in a campaign; none while one may. */
  Optional<String> over(String campaign) {
    return jdbc.sql("""
        select coalesce(end_reason, status_basis) from campaign.campaigns
         where campaign_id = :campaign and (ended_at is not null or status in ('completed', 'failed', 'cancelled'))""")
        .param("campaign", campaign).query(String.class).optional();
  }

  /** Says which container a piece of labware is; one that is bound already stays. */
  void bind(String experimentId, String label, String barcode, String actor) {
    try {
      jdbc.sql("""
          insert into campaign.run_labware (experiment_id, label, barcode, bound_by, bound_at)
          values (:id, :label, :barcode, :by, :now)""")
          .param("id", experimentId).param("label", label).param("barcode", barcode).param("by", actor)
          .param("now", OffsetDateTime.now(clock)).update();
    } catch (DuplicateKeyException bound) {
      throw Finding.of("run.bound", "The labware is bound already, or the container is bound to other labware of the run.")
          .value(label + ": " + barcode).maybe("unbind it first, as long as nothing was released for it.").refusal();
    }
  }

  boolean unbind(String experimentId, String label) {
    return jdbc.sql("delete from campaign.run_labware where experiment_id = :id and label = :label")
        .param("id", experimentId).param("label", label).update() > 0;
  }

  /** Says which step of the plan a recorded step is. */
  public void name(UUID recorded, String experimentId, String stepId) {
    jdbc.sql("insert into campaign.recorded_steps (process_step, experiment_id, step_id) values (:recorded, :id, :step)")
        .param("recorded", recorded).param("id", experimentId).param("step", stepId).update();
  }

  /** The last recorded step that was said to be this one. */
  public Optional<UUID> recorded(String experimentId, String stepId) {
    return jdbc.sql("""
        select s.step_id from campaign.recorded_steps r join tracking.process_steps s on s.step_id = r.process_step
         where r.experiment_id = :id and r.step_id = :step order by s.created_at desc limit 1""")
        .param("id", experimentId).param("step", stepId).query(UUID.class).optional();
  }

  /** Runs of earlier revisions of a plan that nothing was done for yet. */
  List<String> untouched(String campaign, int revision) {
    return jdbc.sql("""
        select r.experiment_id from campaign.runs r join tracking.experiments e using (experiment_id)
         where r.campaign_id = :campaign and r.revision < :revision and e.status = 'pending' order by r.experiment_id""")
        .param("campaign", campaign).param("revision", revision).query(String.class).list();
  }

  /** Holds a run until the end of the transaction. */
  public Optional<Run> hold(String experimentId) {
    jdbc.sql("select experiment_id from campaign.runs where experiment_id = :id for update").param("id", experimentId)
        .query(String.class).optional();
    return find(experimentId);
  }

  public Optional<Run> find(String experimentId) {
    return jdbc.sql(RUNS + "where r.experiment_id = :id").param("id", experimentId).query(this::run).optional();
  }

  /** Runs of a campaign, or of all where none is named, and of a status, or of any, the newest first. */
  public List<Run> find(@Nullable String campaign, @Nullable String status, int limit) {
    return jdbc.sql(RUNS + """
        where (:campaign::text is null or r.campaign_id = :campaign) and (:status::text is null or e.status = :status)
        order by r.begun_at desc, r.experiment_id desc limit :limit""")
        .param("campaign", campaign, Types.VARCHAR).param("status", status, Types.VARCHAR).param("limit", Math.min(Math.max(limit, 1), 1_000)).query(this::run).list();
  }

  /** Runs that are not over, the oldest first. */
  public List<Run> open() {
    return jdbc.sql(RUNS + "where e.status in ('pending', 'running') order by r.begun_at, r.experiment_id").query(this::run).list();
  }

  /** Runs of a campaign that are not over, paused ones too, the oldest first. */
  public List<Run> openOf(String campaign) {
    return jdbc.sql(RUNS + """
        where r.campaign_id = :campaign and e.status in ('pending', 'running', 'paused') order by r.begun_at, r.experiment_id""")
        .param("campaign", campaign).query(this::run).list();
  }

  /** Runs that wait until a barcode is bound to labware that begins in a position, the oldest first. */
  public List<Bound> waitingForBarcode(String device, int position) {
    return jdbc.sql("""
        select r.experiment_id, l.label from campaign.runs r
          join tracking.experiments e using (experiment_id)
          join campaign.plan_labware l on l.campaign_id = r.campaign_id and l.revision = r.revision
         where e.status in ('pending', 'running') and l.at_device = :device and l.at_position = :position
           and not exists (select from campaign.run_labware b where b.experiment_id = r.experiment_id and b.label = l.label)
         order by r.begun_at, r.experiment_id""")
        .param("device", device).param("position", position)
        .query((row, n) -> new Bound(row.getString("experiment_id"), row.getString("label"))).list();
  }

  private Run run(ResultSet row, int n) throws SQLException {
    return new Run(row.getString("experiment_id"), row.getString("campaign_id"), row.getInt("revision"), row.getString("repeats"),
        row.getString("begun_by"), row.getObject("begun_at", OffsetDateTime.class).toInstant(), row.getObject("file_id", Long.class),
        row.getString("status"), row.getString("release"), barcodes(row.getString("barcodes")));
  }

  private Map<String, String> barcodes(String text) {
    var barcodes = new TreeMap<String, String>();
    json.tree(text).properties().forEach(bound -> barcodes.put(bound.getKey(), bound.getValue().textValue()));
    return barcodes;
  }
}
