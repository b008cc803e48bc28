package io.labroute.execution.job;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What engines that share the jobs have to know of each other and of the lab: claims, the order of jobs, how far the record has come. */
@Repository
class DispatchRepository {

  private final JdbcClient jdbc;
  private final JobRepository jobs;

  DispatchRepository(JdbcClient jdbc, JobRepository jobs) {
    this.jdbc = jdbc;
    this.jobs = jobs;
  }

  /**
   * Claims jobs whose time has come, the most important first, for one engine and a while. One that waits is left alone until
   * anything has changed, or for some seconds.
   *
   * @param mark how far the record has come
   */
  List<UUID> claim(UUID engine, Instant now, Mark mark, Duration lease, Duration again, int most) {
    return jdbc.sql("""
        with due as (
          select j.job_id from schedule.jobs j join tracking.experiments e using (experiment_id)
           where j.state = 'planned' and j.held_code is null and j.planned_start <= :now and e.status in ('pending', 'running')
             and (j.lease_until is null or j.lease_until < clock_timestamp())
             and (j.waits_mark is distinct from :mark or j.looked_at < clock_timestamp() - make_interval(secs => :again))
           order by j.priority desc, j.planned_start, j.job_id limit :most for update of j skip locked)
        update schedule.jobs j set lease_by = :engine, lease_until = clock_timestamp() + make_interval(secs => :lease)
          from due where j.job_id = due.job_id returning j.job_id""")
        .param("now", now.atOffset(ZoneOffset.UTC)).param("mark", mark.toString()).param("again", again.toSeconds()).param("most", most)
        .param("engine", engine).param("lease", lease.toSeconds()).query(UUID.class).list();
  }

  /** Keeps the jobs that an engine has claimed for another while. */
  void renew(UUID engine, Duration lease) {
    jdbc.sql("""
        update schedule.jobs set lease_until = clock_timestamp() + make_interval(secs => :lease)
         where lease_by = :engine and lease_until >= clock_timestamp()""")
        .param("engine", engine).param("lease", lease.toSeconds()).update();
  }

  /** A job, while it is still claimed by an engine and nobody held it meanwhile. */
  Optional<Job> claimed(UUID jobId, UUID engine) {
    return jdbc.sql("""
        select job_id from schedule.jobs where job_id = :id and lease_by = :engine and state = 'planned' and held_code is null""")
        .param("id", jobId).param("engine", engine).query(UUID.class).optional().flatMap(jobs::find);
  }

  /** Whether an engine is just firing a job. */
  boolean isBeingFired(UUID jobId) {
    return jdbc.sql("select exists (select from schedule.jobs where job_id = :id and lease_until >= clock_timestamp())").param("id", jobId)
        .query(Boolean.class).single();
  }

  /** Another job that has to be over before a job fires, because both need the same and the plan has it first. */
  Optional<Job> inItsWay(Job job) {
    return jdbc.sql("""
        select j.job_id from schedule.jobs j join tracking.experiments e using (experiment_id)
        where j.state in ('planned', 'due', 'running') and e.status in ('pending', 'running', 'paused')
          and j.resources && :resources::text[] and j.planned_end <= :start and j.job_id <> :id
        order by j.planned_start limit 1""")
        .param("resources", job.resources().toArray(String[]::new)).param("start", job.plannedStart().atOffset(ZoneOffset.UTC))
        .param("id", job.jobId()).query(UUID.class).optional().flatMap(jobs::find);
  }

  /** Why a device cannot be used at a moment; nothing when it can. */
  Optional<String> closed(String device, Instant at) {
    return jdbc.sql("""
        select reason from schedule.closures
         where device = :device and lifted_at is null and from_at <= :at and (until_at is null or until_at > :at) limit 1""")
        .param("device", device).param("at", at.atOffset(ZoneOffset.UTC)).query(String.class).optional();
  }

  /** A job waits, for a reason. */
  void wait(UUID jobId, Job.Reason reason, Mark mark) {
    jdbc.sql("""
        update schedule.jobs set waits_code = :code, waits_reason = :reason, waits_mark = :mark, looked_at = clock_timestamp(),
               lease_by = null, lease_until = null where job_id = :id""")
        .param("id", jobId).param("code", reason.code()).param("reason", reason.text())
        .param("mark", mark.toString()).update();
  }

  /** Runs with jobs of which something is still to come. */
  List<String> openRuns() {
    return jdbc.sql("""
        select distinct j.experiment_id from schedule.jobs j join tracking.experiments e using (experiment_id)
         where j.state in ('planned', 'due', 'running') or j.state = 'failed' and e.status in ('pending', 'running', 'paused')
         order by j.experiment_id""").query(String.class).list();
  }

  /**
   * How far the record has come that jobs depend on.
   *
   * @param event up to which the log is complete
   * @param entry the newest one of the audit: labware that is bound, runs that are paused, devices that are closed
   */
  record Mark(long event, long worklistState, long change, long entry) {}

  /** As long as it stays, nothing that waits need be looked at again. */
  Mark mark() {
    return jdbc.sql("""
        select coalesce(tracking.events_known_up_to(), 0) as event,
               coalesce((select max(change_id) from worklist.states), 0) as state,
               coalesce((select max(change_id) from schedule.job_changes), 0) as change,
               coalesce((select max(id) from audit.entries), 0) as entry""")
        .query((row, n) -> new Mark(row.getLong("event"), row.getLong("state"), row.getLong("change"), row.getLong("entry"))).single();
  }

  /** Runs of which anything was told since a mark. */
  Set<String> runsToldOfSince(Mark mark) {
    return Set.copyOf(jdbc.sql("""
        select distinct run from (
          select coalesce(detail ->> 'experiment_id', split_part(detail ->> 'run', '/', 1)) as run
            from tracking.events where event_id > :event
          union all
          select l.experiment_id from tracking.events e join campaign.run_labware l on l.barcode = e.barcode where e.event_id > :event
          union all
          select w.experiment_id from worklist.states c join worklist.worklists w using (worklist_id) where c.change_id > :state) told
         where run is not null""")
        .param("event", mark.event()).param("state", mark.worklistState()).query(String.class).list());
  }
}
