package io.labroute.execution.run;

import io.labroute.lab.DevicePosition;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is on record of a run: its worklists, its steps, where its containers stand. */
@Repository
class RecordRepository {

  private final JdbcClient jdbc;

  RecordRepository(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * A worklist of a run.
   *
   * @param unknown transfers of which nobody knows whether they were done
   * @param undone transfers that were not done
   * @param repeated whether a worklist for the remainder follows
   */
  record Issued(UUID worklistId, String stepId, String state, String file, @Nullable String reason, @Nullable Instant startedAt,
      @Nullable Instant finishedAt, int unknown, int undone, boolean repeated) {}

  /**
   * A step as it was recorded.
   *
   * @param stepId of the plan, where somebody said so
   * @param run the name that its device gave it; null when it was not a device that reported it
   */
  record Recorded(@Nullable String stepId, @Nullable String run, String fct, @Nullable String device, String status,
      @Nullable Instant startedAt, @Nullable Instant finishedAt, @Nullable String message) {}

  /** A container in the lab. */
  record Standing(long containerId, String barcode, @Nullable String labwareType, boolean lidded, @Nullable DevicePosition at) {}

  /** The worklists of a run, the first first; those that were withdrawn are left out. */
  List<Issued> worklists(String experimentId) {
    return jdbc.sql("""
        select w.worklist_id, w.step_id, w.state, w.file_name, w.reason, w.started_at, w.finished_at, t.unknown, t.undone,
               (select count(*) from worklist.worklists r where r.remainder_of = w.worklist_id and r.state <> 'withdrawn') > 0 as repeated
          from worklist.worklists w
          cross join lateral (
            select count(*) filter (where outcome = 'unknown') as unknown, count(*) filter (where outcome = 'undone') as undone
              from worklist.transfers where worklist_id = w.worklist_id) t
         where w.experiment_id = :id and w.state <> 'withdrawn' order by w.placing_at, w.worklist_id""")
        .param("id", experimentId).query((row, n) -> new Issued(row.getObject("worklist_id", UUID.class), row.getString("step_id"),
            row.getString("state"), row.getString("file_name"), row.getString("reason"), instant(row, "started_at"),
            instant(row, "finished_at"), row.getInt("unknown"), row.getInt("undone"), row.getBoolean("repeated"))).list();
  }

  /** What tells, for each open run, whether anything became of its worklists. */
  Map<String, String> worklistsOfOpenRuns() {
    var told = new HashMap<String, String>();
    jdbc.sql("""
        select w.experiment_id, md5(string_agg(w.worklist_id || w.state || coalesce(w.reason, ''), ' ' order by w.worklist_id)) as told
          from worklist.worklists w join tracking.experiments e using (experiment_id)
         where e.status in ('pending', 'running') group by w.experiment_id""")
        .query((row, n) -> told.put(row.getString("experiment_id"), row.getString("told"))).list();
    return told;
  }

  /** How often a step's worklist was made and withdrawn. */
  int withdrawn(String experimentId, String stepId) {
    return jdbc.sql("select count(*) from worklist.worklists where experiment_id = :id and step_id = :step and state = 'withdrawn'")
        .param("id", experimentId).param("step", stepId).query(Integer.class).single();
  }

  /** What was recorded of a run's steps, the first first; those of a simulation too. */
  List<Recorded> steps(String experimentId) {
    return jdbc.sql("""
        select r.step_id, substr(s.run_key, length('run ' || s.device || ' ') + 1) as run, s.fct, s.device, s.status, s.started_at,
               s.finished_at, s.error_message
          from tracking.process_steps s left join campaign.recorded_steps r on r.process_step = s.step_id
         where s.experiment_id = :id order by coalesce(s.started_at, s.created_at), s.created_at""")
        .param("id", experimentId).query((row, n) -> new Recorded(row.getString("step_id"), row.getString("run"), row.getString("fct"),
            row.getString("device"), row.getString("status"), instant(row, "started_at"), instant(row, "finished_at"),
            row.getString("error_message"))).list();
  }

  /**
   * What was decided of a step of a scheduled run.
   *
   * @param since when it is to be done again from; what was recorded before does not count
   * @param skipped whether the run goes on without it
   */
  record Decided(@Nullable Instant since, boolean skipped) {}

  /** What was decided of a run's steps, by step. */
  Map<String, Decided> decided(String experimentId) {
    var decided = new HashMap<String, Decided>();
    jdbc.sql("""
        select step_id, attempt_since, state from schedule.jobs
         where experiment_id = :id and (attempt_since is not null or state = 'skipped')""")
        .param("id", experimentId).query((row, n) -> decided.put(row.getString("step_id"),
            new Decided(instant(row, "attempt_since"), row.getString("state").equals("skipped")))).list();
    return decided;
  }

  /** Containers in the lab by barcode. Looked up one by one: joined, all that stands in a new lab was gone through for each. */
  Map<String, Standing> standing(Collection<String> barcodes) {
    var found = new HashMap<String, Standing>();
    jdbc.sql("""
        select c.container_id, c.barcode, c.labware_type, s.device, s.position,
               (select stay_id from tracking.stays where container_id = c.container_id and what = 'lid' and until is null) is null as lidded
          from tracking.containers c
          left join lateral (select device, position from tracking.stays
                              where container_id = c.container_id and what = 'container' and until is null limit 1) s on true
         where c.removed_at is null and c.barcode = any(:barcodes)""")
        .param("barcodes", barcodes.toArray(String[]::new))
        .query((row, n) -> found.put(row.getString("barcode"), new Standing(row.getLong("container_id"), row.getString("barcode"),
            row.getString("labware_type"), row.getBoolean("lidded"), row.getString("device") == null ? null
                : new DevicePosition(row.getString("device"), row.getInt("position"))))).list();
    return found;
  }

  /** The barcode of what stands somewhere. */
  Optional<String> occupant(DevicePosition place) {
    return jdbc.sql("select container from tracking.position_contents where device = :device and position = :position and container is not null")
        .param("device", place.device()).param("position", place.position()).query(String.class).optional();
  }

  /** The container that stands somewhere and whose barcode was read since a moment. */
  Optional<String> scannedAt(DevicePosition place, Instant since) {
    return jdbc.sql("""
        select c.barcode from tracking.container_places c
         where c.removed_at is null and c.current_device = :device and c.current_pos = :position
           and exists (select from tracking.events e left join tracking.event_flags f on f.event_id = e.event_id and f.resolved_at is null
                        where e.container_id = c.container_id and e.kind = 'barcode_read' and e.occurred_at >= :since and f.event_id is null)""")
        .param("device", place.device()).param("position", place.position()).param("since", since.atOffset(ZoneOffset.UTC))
        .query(String.class).optional();
  }

  /** How often a container was brought to a place since a moment; where it was put down first, nobody brought it. */
  int arrivals(long containerId, DevicePosition place, Instant since) {
    return jdbc.sql("""
        select count(*) from tracking.stays s
         where container_id = :id and what = 'container' and device = :device and position = :position and since >= :since
           and exists (select from tracking.stays b where b.container_id = s.container_id and b.what = s.what and b.since < s.since)""")
        .param("id", containerId).param("device", place.device()).param("position", place.position())
        .param("since", since.atOffset(ZoneOffset.UTC)).query(Integer.class).single();
  }

  /** The number up to which the log of events is complete: as long as it stays, nothing in the lab has moved. */
  long newestEvent() {
    return jdbc.sql("select coalesce(tracking.events_known_up_to(), 0)").query(Long.class).single();
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
