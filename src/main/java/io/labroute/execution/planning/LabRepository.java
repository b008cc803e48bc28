package io.labroute.execution.planning;

import io.labroute.execution.planning.StepState.PlannedJob;
import io.labroute.execution.planning.StepState.Stage;
import io.labroute.lab.Finding;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What planning has to know: jobs of open runs, devices that are down, runs that could not be planned. */
@Repository
class LabRepository {

  /** Holds that only another time, or a choice, is the answer to. */
  private static final Set<String> UNTIMED = Set.of("job.overdue", "job.late", "schedule.choice", "schedule.refused");

  /** What a job waits for that other steps explain; for anything else, as a plate that is missing, a person has to do something. */
  private static final Set<String> PLANNED_WAITS = Set.of("run.predecessor", "job.order", "job.device-closed");

  private final JdbcClient jdbc;
  private final Clock clock;

  LabRepository(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** How far the steps have come that have jobs, by run and step. */
  Map<String, Map<String, StepState>> steps() {
    Map<String, Map<String, StepState>> steps = new HashMap<>();
    jdbc.sql("""
        select j.job_id, j.experiment_id, j.step_id, j.state, j.device, j.planned_start, j.planned_end, j.held_code, j.waits_code,
               coalesce(j.started_at, j.fired_at) as started, coalesce(j.ended_at, j.started_at, j.fired_at) as ended
          from schedule.jobs j join tracking.experiments e using (experiment_id)
         where e.status in ('pending', 'running', 'paused')""")
        .query((row, n) -> steps.computeIfAbsent(row.getString("experiment_id"), none -> new HashMap<>())
            .put(row.getString("step_id"), state(row))).list();
    return steps;
  }

  private static StepState state(ResultSet row) throws SQLException {
    String state = row.getString("state");
    String held = row.getString("held_code");
    Stage stage = switch (state) {
      case "due", "running" -> Stage.STARTED;
      case "done", "skipped" -> Stage.OVER;
      default -> Stage.OPEN;
    };
    boolean planned = state.equals("planned");
    var job = new PlannedJob(row.getObject("job_id", UUID.class), instant(row, "planned_start"), instant(row, "planned_end"), planned,
        planned && (held == null || !UNTIMED.contains(held)));
    String waitsFor = row.getString("waits_code");
    boolean heldByWord = held != null && !held.equals("schedule.choice") && !held.equals("schedule.refused");
    boolean waits = stage == Stage.OPEN && (!planned || heldByWord || waitsFor != null && !PLANNED_WAITS.contains(waitsFor));
    return new StepState(stage, row.getString("device"), stage == Stage.OPEN ? null : nullableInstant(row, "started"),
        stage == Stage.OVER ? nullableInstant(row, "ended") : null, waits, job);
  }

  /** What happened of the jobs of some runs so far. */
  List<Schedules.Actual> happened(List<String> runs) {
    return jdbc.sql("""
        select experiment_id, step_id, state, coalesce(started_at, fired_at) as started, ended_at from schedule.jobs
         where experiment_id = any(:runs) and state <> 'planned' order by started, experiment_id, step_id""")
        .param("runs", runs.toArray(String[]::new))
        .query((row, n) -> new Schedules.Actual(row.getString("experiment_id"), row.getString("step_id"), row.getString("state"),
            nullableInstant(row, "started"), nullableInstant(row, "ended_at"))).list();
  }

  /** Devices that are down, or will be, and were not said to be up again. */
  List<Downtime> downs() {
    return downs("where lifted_at is null and (until_at is null or until_at > :now) order by closure_id", null);
  }

  /** All times in which a device was down, the newest first. */
  List<Downtime> downs(String device) {
    return downs("where device = :device order by closure_id desc limit 1000", device);
  }

  private List<Downtime> downs(String where, @Nullable String device) {
    return jdbc.sql("select * from schedule.closures " + where).param("now", OffsetDateTime.now(clock))
        .param("device", device, Types.VARCHAR).query((row, n) -> new Downtime(row.getLong("closure_id"), row.getString("device"),
            instant(row, "from_at"), nullableInstant(row, "until_at"), row.getString("reason"), row.getString("said_by"),
            instant(row, "said_at"), nullableInstant(row, "lifted_at"), row.getObject("event_id", Long.class))).list();
  }

  /** Puts a device down, in place of what was said of it before; returns whether that is news. */
  boolean down(String device, Instant from, @Nullable Instant until, String reason, String actor, @Nullable Long eventId) {
    if (until != null && !until.isAfter(from)) {
      throw Finding.of("device.down-until", "The device would be up again before it is down.").value(until.toString())
          .allowed("after " + from).refusal();
    }
    up(device, actor);
    return jdbc.sql("""
        insert into schedule.closures (device, from_at, until_at, reason, said_by, said_at, event_id)
        values (:device, :from::timestamptz, :until::timestamptz, :reason, :actor, :now, :event) on conflict (event_id) do nothing""")
        .param("device", device).param("from", from.toString()).param("until", until == null ? null : until.toString(), Types.VARCHAR)
        .param("reason", reason).param("actor", actor).param("now", OffsetDateTime.now(clock)).param("event", eventId, Types.BIGINT)
        .update() > 0;
  }

  /** Puts a device up again; returns whether it was down. */
  boolean up(String device, String actor) {
    return jdbc.sql("""
        update schedule.closures set lifted_at = :now
         where device = :device and lifted_at is null and (until_at is null or until_at > :now)""")
        .param("now", OffsetDateTime.now(clock)).param("device", device).update() > 0;
  }

  /** The last event that was read; nobody else reads on until the end of the transaction. */
  long holdCursor() {
    return jdbc.sql("select event_id from schedule.device_news for update").query(Long.class).single();
  }

  void setCursor(long event) {
    jdbc.sql("update schedule.device_news set event_id = :event").param("event", event).update();
  }

  /**
   * A run that has no place in any plan.
   *
   * @param triedWith fingerprint of the lab when it was tried
   */
  record Refused(String experimentId, String code, String message, Instant at, String triedWith) {}

  /** Runs that are not over and could not be planned. */
  List<Refused> refused() {
    return jdbc.sql("""
        select r.experiment_id, r.code, r.message, r.at, r.tried_with
          from schedule.refusals r join tracking.experiments e using (experiment_id)
         where e.status in ('pending', 'running', 'paused') order by r.at, r.experiment_id""")
        .query((row, n) -> new Refused(row.getString("experiment_id"), row.getString("code"), row.getString("message"),
            instant(row, "at"), row.getString("tried_with"))).list();
  }


  void refuse(String experimentId, String code, String message, String triedWith) {
    jdbc.sql("""
        insert into schedule.refusals (experiment_id, code, message, at, tried_with) values (:id, :code, :message, :now, :with)
        on conflict (experiment_id) do update set code = excluded.code, message = excluded.message, at = excluded.at,
          tried_with = excluded.tried_with""")
        .param("id", experimentId).param("code", code).param("message", message).param("now", OffsetDateTime.now(clock))
        .param("with", triedWith).update();
  }

  void takeBack(String experimentId) {
    jdbc.sql("delete from schedule.refusals where experiment_id = :id").param("id", experimentId).update();
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static @Nullable Instant nullableInstant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
