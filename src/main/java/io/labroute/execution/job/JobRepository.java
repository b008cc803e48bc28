package io.labroute.execution.job;

import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.platform.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** Keeps jobs, in the caller's transaction. */
@Repository
class JobRepository {

  private static final String JOBS = """
      select j.*, r.campaign_id, s.operation, s.yields, s.parameters::text as stated, s.labware as labels,
             (select jsonb_object_agg(l.label, l.barcode) from campaign.run_labware l
               where l.experiment_id = j.experiment_id and l.label = any(s.labware))::text as bound
        from schedule.jobs j
        join campaign.runs r using (experiment_id)
        join campaign.campaign_steps s on s.campaign_id = r.campaign_id and s.revision = r.revision and s.step_id = j.step_id
      """;

  private final JdbcClient jdbc;
  private final JsonText json;
  private final Clock clock;

  JobRepository(JdbcClient jdbc, JsonText json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  Optional<Job> find(UUID jobId) {
    return jdbc.sql(JOBS + "where j.job_id = :id").param("id", jobId).query(this::job).optional();
  }

  List<Job> ofRun(String experimentId) {
    return jdbc.sql(JOBS + "where j.experiment_id = :id order by j.planned_start, s.place").param("id", experimentId)
        .query(this::job).list();
  }

  /** Jobs that are not over of runs that are not, in the order of their time. */
  List<Job> open() {
    return jdbc.sql(JOBS + """
        join tracking.experiments e using (experiment_id)
        where j.state in ('planned', 'due', 'running', 'failed') and e.status in ('pending', 'running', 'paused')
        order by j.planned_start, r.begun_at, s.place""").query(this::job).list();
  }

  /** Jobs that are not planned to end before a moment, the first first. */
  List<Job> since(Instant moment, int limit) {
    return jdbc.sql(JOBS + "where j.planned_end >= :moment order by j.planned_start, r.begun_at, s.place limit :limit")
        .param("moment", moment.atOffset(ZoneOffset.UTC)).param("limit", limit).query(this::job).list();
  }

  /** Jobs of a state and of a device, or of any, by their time. */
  List<Job> find(@Nullable String state, @Nullable String device, @Nullable String campaign, boolean held, int limit) {
    return jdbc.sql(JOBS + """
        where (:state::text is null or j.state = :state) and (:device::text is null or j.device = :device)
          and (:campaign::text is null or r.campaign_id = :campaign) and (not :held or j.held_code is not null)
        order by j.planned_start, r.begun_at, s.place limit :limit""")
        .param("state", state, Types.VARCHAR).param("device", device, Types.VARCHAR).param("campaign", campaign, Types.VARCHAR)
        .param("held", held).param("limit", Math.min(Math.max(limit, 1), 10_000)).query(this::job).list();
  }

  /** Jobs that a device or a person was asked to do by other means than a worklist. */
  List<Job> offered(@Nullable String device) {
    return jdbc.sql(JOBS + """
        join tracking.experiments e using (experiment_id)
        where j.state in ('due', 'running') and s.yields <> 'worklist' and e.status in ('pending', 'running')
          and (:device::text is null or j.device = :device)
        order by j.planned_start, r.begun_at, s.place""").param("device", device, Types.VARCHAR).query(this::job).list();
  }

  /** Gives steps their times; a job that was fired keeps its own. A hold that a new time is the answer to ends. */
  void plan(long scheduleId, Collection<JobTime> times, Collection<String> answered) {
    jdbc.sql("""
        insert into schedule.jobs (experiment_id, step_id, schedule_id, device, planned_start, planned_end, duration_basis, guessed,
                                   priority, resources)
        select t.experiment, t.step, :schedule, t.device, t.starts, t.ends, t.basis, t.guessed, t.priority,
               coalesce(string_to_array(t.resources, E'\\n'), '{}')
          from unnest(:experiments::text[], :steps::text[], :devices::text[], :starts::timestamptz[], :ends::timestamptz[],
                      :bases::text[], :guesses::boolean[], :priorities::int[], :resources::text[])
               as t (experiment, step, device, starts, ends, basis, guessed, priority, resources)
         order by t.experiment, t.step
        on conflict (experiment_id, step_id) do update
          set schedule_id = excluded.schedule_id, device = excluded.device, planned_start = excluded.planned_start,
              planned_end = excluded.planned_end, duration_basis = excluded.duration_basis, guessed = excluded.guessed,
              priority = excluded.priority, resources = excluded.resources, waits_code = null, waits_reason = null, waits_mark = null,
              held_reason = case when jobs.held_code = any(:answered) then null else jobs.held_reason end,
              held_by = case when jobs.held_code = any(:answered) then null else jobs.held_by end,
              held_at = case when jobs.held_code = any(:answered) then null else jobs.held_at end,
              held_code = case when jobs.held_code = any(:answered) then null else jobs.held_code end
        where jobs.state = 'planned'""")
        .param("schedule", scheduleId).param("answered", answered.toArray(String[]::new))
        .param("experiments", each(times, JobTime::experimentId)).param("steps", each(times, JobTime::stepId))
        .param("devices", each(times, JobTime::device)).param("starts", each(times, it -> it.start().toString()))
        .param("ends", each(times, it -> it.end().toString())).param("bases", each(times, JobTime::durationBasis))
        .param("guesses", times.stream().map(JobTime::guessed).toArray(Boolean[]::new))
        .param("priorities", times.stream().map(JobTime::priority).toArray(Integer[]::new))
        .param("resources", each(times, it -> it.resources().isEmpty() ? null : String.join("\n", it.resources()))).update();
  }

  private static String[] each(Collection<JobTime> times, Function<JobTime, @Nullable String> text) {
    return times.stream().map(text).toArray(String[]::new);
  }

  /** Holds a job until the end of the transaction. */
  Optional<Job> hold(UUID jobId) {
    return jdbc.sql("select job_id from schedule.jobs where job_id = :id for update").param("id", jobId).query(UUID.class).optional()
        .flatMap(this::find);
  }

  void setHeld(UUID jobId, Job.Reason reason, String actor) {
    jdbc.sql("""
        update schedule.jobs set held_code = :code, held_reason = :reason, held_by = :actor, held_at = :now, lease_by = null,
               lease_until = null where job_id = :id""")
        .param("id", jobId).param("code", reason.code()).param("reason", reason.text()).param("actor", actor)
        .param("now", OffsetDateTime.now(clock)).update();
    change(jobId, "held", clock.instant(), actor, reason.text());
  }

  void setResumed(UUID jobId, @Nullable Instant start, String actor) {
    jdbc.sql("""
        update schedule.jobs set held_code = null, held_reason = null, held_by = null, held_at = null, waits_mark = null,
               planned_end = planned_end + greatest(coalesce(:start::timestamptz, planned_start) - planned_start, interval '0'),
               planned_start = greatest(coalesce(:start::timestamptz, planned_start), planned_start)
         where job_id = :id""")
        .param("id", jobId).param("start", start == null ? null : start.toString(), Types.VARCHAR).update();
    change(jobId, "resumed", clock.instant(), actor, null);
  }

  /**
   * Gives a job another state.
   *
   * @param job as it was read; when it has another state by now, nothing is done
   */
  boolean setState(Job job, JobState state, @Nullable Instant startedAt, @Nullable Instant endedAt, @Nullable UUID worklist,
      Instant at, String actor, @Nullable String reason) {
    boolean changed = jdbc.sql("""
        update schedule.jobs
           set state = :state, started_at = :started::timestamptz, ended_at = :ended::timestamptz, worklist_id = :worklist,
               fired_at = case when :state = 'planned' then null else coalesce(fired_at, :at::timestamptz) end,
               held_code = null, held_reason = null, held_by = null, held_at = null, waits_code = null, waits_reason = null,
               waits_mark = null, lease_by = null, lease_until = null
         where job_id = :id and state = :before and attempt = :attempt""")
        .param("id", job.jobId()).param("before", job.state().text()).param("attempt", job.attempt()).param("state", state.text())
        .param("started", text(startedAt), Types.VARCHAR).param("ended", text(endedAt), Types.VARCHAR)
        .param("worklist", worklist, Types.OTHER).param("at", at.toString()).update() > 0;
    if (changed && state != job.state()) {
      change(job.jobId(), state.text(), at, actor, reason);
    }
    return changed;
  }

  /** What was fired is planned again, and held. */
  @Transactional
  public void takeBack(Job job, Job.Reason reason, String actor) {
    if (setState(job, JobState.PLANNED, null, null, null, clock.instant(), actor, null)) {
      setHeld(job.jobId(), reason, actor);
    }
  }

  /** The step is done again, from now on. */
  void setNextAttempt(Job job, String actor, @Nullable String reason) {
    setState(job, JobState.PLANNED, null, null, null, clock.instant(), actor, reason);
    jdbc.sql("update schedule.jobs set attempt = attempt + 1, attempt_since = :now where job_id = :id")
        .param("id", job.jobId()).param("now", OffsetDateTime.now(clock)).update();
  }

  private void change(UUID jobId, String state, Instant at, String actor, @Nullable String reason) {
    jdbc.sql("insert into schedule.job_changes (job_id, state, at, actor, reason) values (:id, :state, :at::timestamptz, :actor, :reason)")
        .param("id", jobId).param("state", state).param("at", at.toString()).param("actor", actor)
        .param("reason", reason, Types.VARCHAR).update();
  }

  /** What became of a job so far. */
  record Change(String state, Instant at, String actor, @Nullable String reason) {}

  List<Change> changes(UUID jobId) {
    return jdbc.sql("select state, at, actor, reason from schedule.job_changes where job_id = :id order by change_id").param("id", jobId)
        .query((row, n) -> new Change(row.getString("state"), row.getObject("at", OffsetDateTime.class).toInstant(),
            row.getString("actor"), row.getString("reason"))).list();
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  private Job job(ResultSet row, int n) throws SQLException {
    Map<String, @Nullable String> labware = new LinkedHashMap<>();
    var bound = json.tree(row.getString("bound") == null ? "{}" : row.getString("bound"));
    for (String label : (String[]) row.getArray("labels").getArray()) {
      labware.put(label, bound.path(label).textValue());
    }
    Job.Hold held = row.getString("held_code") == null ? null : new Job.Hold(row.getString("held_code"), row.getString("held_reason"),
        row.getString("held_by"), row.getObject("held_at", OffsetDateTime.class).toInstant());
    Job.Reason waits = row.getString("waits_code") == null ? null
        : new Job.Reason(row.getString("waits_code"), row.getString("waits_reason"));
    return new Job(row.getObject("job_id", UUID.class), row.getString("experiment_id"), row.getString("campaign_id"),
        row.getString("step_id"), row.getInt("attempt"), row.getString("operation"),
        Yield.valueOf(row.getString("yields").toUpperCase(Locale.ROOT)), labware, json.tree(row.getString("stated")),
        row.getString("device"), row.getLong("schedule_id"),
        row.getObject("planned_start", OffsetDateTime.class).toInstant(), row.getObject("planned_end", OffsetDateTime.class).toInstant(),
        row.getString("duration_basis"), row.getBoolean("guessed"), row.getInt("priority"),
        List.of((String[]) row.getArray("resources").getArray()), JobState.of(row.getString("state")), held, waits,
        instant(row, "fired_at"), instant(row, "started_at"), instant(row, "ended_at"), row.getObject("worklist_id", UUID.class));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
