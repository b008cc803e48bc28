package io.labroute.tracking.steps;

import io.labroute.platform.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Stores steps, in the caller's transaction, and answers for them. */
@Repository
public class StepRepository {

  /** The most steps that one answer holds. */
  public static final int MOST_ROWS = 10_000;

  private static final String STEPS = """
      select s.step_id, s.experiment_id, s.fct, s.process_name, s.device, c.barcode, s.status, s.started_at, s.finished_at,
             s.duration_s, s.is_simulation, s.parameters::text as parameters, s.error_message, s.excluded_because, s.kind,
             s.origin_device, s.origin_position, s.destination_device, s.destination_position, s.lidded_before, s.lidded_after,
             s.barcode_read, s.uri_format
        from tracking.process_steps s left join tracking.containers c on c.container_id = s.container_id
      """;

  private final JdbcClient jdbc;
  private final JsonText json;
  private final Clock clock;

  StepRepository(JdbcClient jdbc, JsonText json, Clock clock) {
    this.jdbc = jdbc;
    this.json = json;
    this.clock = clock;
  }

  public Optional<Step> find(UUID stepId) {
    return jdbc.sql(STEPS + "where s.step_id = :id").param("id", stepId).query(this::step).optional();
  }

  /** Steps of an experiment, a container, a device, in the order of their start; those that wait come last. */
  public List<Step> find(@Nullable String experiment, @Nullable String container, @Nullable String device, int limit) {
    return jdbc.sql(STEPS + """
        where (:experiment::text is null or s.experiment_id = :experiment) and (:device::text is null or s.device = :device)
          and (:container::text is null
               or s.container_id in (select container_id from tracking.containers where barcode = :container))
        order by s.started_at, s.created_at limit :limit""")
        .param("experiment", experiment, Types.VARCHAR).param("device", device, Types.VARCHAR)
        .param("container", container, Types.VARCHAR).param("limit", Math.min(Math.max(limit, 1), MOST_ROWS))
        .query(this::step).list();
  }

  /** Holds a step until the end of the transaction. */
  Optional<Step> hold(UUID stepId) {
    jdbc.sql("select step_id from tracking.process_steps where step_id = :id for update").param("id", stepId)
        .query(UUID.class).optional();
    return find(stepId);
  }

  UUID insert(Step.New step, StepStatus status, String fct, @Nullable Long movedBy) {
    Step.Moving move = step.move();
    return jdbc.sql("""
        insert into tracking.process_steps (experiment_id, kind, fct, process_name, device, container_id, status, started_at,
          finished_at, is_simulation, parameters, error_message, origin_device, origin_position, destination_device,
          destination_position, lidded_before, lidded_after, barcode_read, uri_format, moved_by, created_at)
        values (:experiment, :kind, :fct, :name, :device, (select max(container_id) from tracking.containers where barcode = :container),
          :status, :start::timestamptz, :finish::timestamptz, :simulation, :parameters::jsonb, :error, :origin, :origin_pos::int,
          :destination, :destination_pos::int, :lidded_before::boolean, :lidded_after::boolean, :barcode_read::boolean, :uri, :moved_by, :now)
        returning step_id""")
        .param("experiment", step.experimentId(), Types.VARCHAR).param("kind", move == null ? "step" : "move").param("fct", fct)
        .param("name", step.processName() == null ? fct : step.processName()).param("device", step.device(), Types.VARCHAR)
        .param("container", step.container(), Types.VARCHAR).param("status", status.text())
        .param("start", time(step.start())).param("finish", time(step.finish())).param("simulation", step.isSimulation())
        .param("parameters", step.parameters() == null ? "{}" : json.of(step.parameters()))
        .param("error", step.errorMessage(), Types.VARCHAR)
        .param("origin", move == null ? null : move.originDevice(), Types.VARCHAR)
        .param("origin_pos", move == null ? null : move.originPos())
        .param("destination", move == null ? null : move.destinationDevice(), Types.VARCHAR)
        .param("destination_pos", move == null ? null : move.destinationPos())
        .param("lidded_before", move == null ? null : move.liddedBefore())
        .param("lidded_after", move == null ? null : move.liddedAfter())
        .param("barcode_read", move == null ? null : move.barcodeRead())
        .param("uri", move == null ? null : move.uriFormat(), Types.VARCHAR)
        .param("moved_by", movedBy, Types.BIGINT)
        .param("now", OffsetDateTime.now(clock)).query(UUID.class).single();
  }

  /** The step of a move, by the event that tells of the move. */
  Optional<UUID> ofMove(long movedBy) {
    return jdbc.sql("select step_id from tracking.process_steps where moved_by = :event").param("event", movedBy)
        .query(UUID.class).optional();
  }

  /** Adds to a move that a device reported what only those know who planned it. */
  void enrich(UUID stepId, Step.New step) {
    jdbc.sql("""
        update tracking.process_steps
           set experiment_id = coalesce(experiment_id, :experiment), process_name = coalesce(:name, process_name),
               parameters = parameters || :parameters::jsonb, lidded_before = coalesce(lidded_before, :lidded_before::boolean),
               lidded_after = coalesce(lidded_after, :lidded_after::boolean),
               barcode_read = coalesce(barcode_read, :barcode_read::boolean), uri_format = coalesce(uri_format, :uri)
         where step_id = :id""")
        .param("experiment", step.experimentId(), Types.VARCHAR).param("name", step.processName(), Types.VARCHAR)
        .param("parameters", step.parameters() == null ? "{}" : json.of(step.parameters()))
        .param("lidded_before", step.move() == null ? null : step.move().liddedBefore())
        .param("lidded_after", step.move() == null ? null : step.move().liddedAfter())
        .param("barcode_read", step.move() == null ? null : step.move().barcodeRead())
        .param("uri", step.move() == null ? null : step.move().uriFormat(), Types.VARCHAR).param("id", stepId).update();
  }

  /** Makes a step that of a move; another that a device's report made of it stays on record and counts no more. */
  void takeMove(UUID stepId, long movedBy) {
    jdbc.sql("""
        update tracking.process_steps set moved_by = null, excluded_because = 'the same move as step ' || :id
         where moved_by = :event and step_id <> :id::uuid""").param("id", stepId.toString()).param("event", movedBy).update();
    jdbc.sql("update tracking.process_steps set moved_by = :event where step_id = :id").param("event", movedBy)
        .param("id", stepId).update();
  }

  void update(UUID stepId, StepStatus status, @Nullable Instant start, @Nullable Instant finish, @Nullable String error) {
    jdbc.sql("""
        update tracking.process_steps set status = :status, started_at = :start::timestamptz, finished_at = :finish::timestamptz,
               error_message = :error
         where step_id = :id""")
        .param("status", status.text()).param("start", time(start)).param("finish", time(finish))
        .param("error", error, Types.VARCHAR).param("id", stepId).update();
  }

  /** Puts into the log of events how far a step has come, as somebody said. */
  void log(UUID stepId, String kind, Instant at, String actor) {
    jdbc.sql("""
        insert into tracking.events (kind, occurred_at, actor, barcode, container_id, device, detail)
        select :kind, :at::timestamptz, :actor, c.barcode, s.container_id, s.device,
               jsonb_strip_nulls(jsonb_build_object('step_id', s.step_id, 'fct', s.fct, 'experiment_id', s.experiment_id,
                 'started_at', s.started_at, 'message', s.error_message, 'simulated', s.is_simulation))
          from tracking.process_steps s left join tracking.containers c on c.container_id = s.container_id
         where s.step_id = :id""")
        .param("kind", kind).param("at", at.toString()).param("actor", actor).param("id", stepId).update();
  }

  void exclude(UUID stepId, @Nullable String reason) {
    jdbc.sql("update tracking.process_steps set excluded_because = :reason where step_id = :id")
        .param("reason", reason, Types.VARCHAR).param("id", stepId).update();
  }

  boolean knowsExperiment(String experimentId) {
    return jdbc.sql("select exists (select from tracking.experiments where experiment_id = :id)").param("id", experimentId)
        .query(Boolean.class).single();
  }

  /** An experiment that waits runs as soon as one of its steps does. */
  void wakeExperiment(String experimentId, Instant start) {
    jdbc.sql("""
        update tracking.experiments set status = 'running', started_at = coalesce(started_at, :start)
         where experiment_id = :id and status = 'pending'""")
        .param("start", start.atOffset(ZoneOffset.UTC)).param("id", experimentId).update();
  }

  private static @Nullable String time(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }

  private Step step(ResultSet row, int n) throws SQLException {
    return new Step(row.getObject("step_id", UUID.class), row.getString("experiment_id"), row.getString("fct"),
        row.getString("process_name"), row.getString("device"), row.getString("barcode"), StepStatus.of(row.getString("status")),
        instant(row, "started_at"), instant(row, "finished_at"), row.getObject("duration_s", Double.class),
        row.getBoolean("is_simulation"), json.tree(row.getString("parameters")), row.getString("error_message"),
        row.getString("excluded_because"), row.getString("kind").equals("move") ? moving(row) : null);
  }

  private static Step.Moving moving(ResultSet row) throws SQLException {
    return new Step.Moving(row.getString("origin_device"), row.getInt("origin_position"), row.getString("destination_device"),
        row.getInt("destination_position"), row.getObject("lidded_before", Boolean.class),
        row.getObject("lidded_after", Boolean.class), row.getObject("barcode_read", Boolean.class), row.getString("uri_format"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
