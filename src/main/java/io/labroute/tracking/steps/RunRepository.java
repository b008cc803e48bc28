package io.labroute.tracking.steps;

import io.labroute.lab.DevicePosition;
import io.labroute.tracking.steps.ReportedRuns.Run;
import io.labroute.tracking.steps.ReportedRuns.Way;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Steps that run because devices report so, many at once, in the caller's transaction. */
@Repository
class RunRepository {

  private final JdbcClient jdbc;
  private final Clock clock;

  RunRepository(JdbcClient jdbc, Clock clock) {
    this.jdbc = jdbc;
    this.clock = clock;
  }

  /** Runs under way by key, held until the end of the transaction. */
  Map<String, Run> hold(Set<String> keys) {
    var held = new HashMap<String, Run>();
    jdbc.sql("""
        select s.step_id, s.run_key, s.device, s.fct, s.container_id, c.barcode, s.experiment_id, s.parameters::text as parameters,
               s.is_simulation, s.started_at, s.origin_device, s.origin_position, s.destination_device, s.destination_position
          from tracking.process_steps s left join tracking.containers c on c.container_id = s.container_id
         where s.run_key = any(:keys) and s.status = 'running' order by s.step_id for update of s""")
        .param("keys", keys.toArray(String[]::new))
        .query((row, n) -> held.put(row.getString("run_key"), new Run(row.getObject("step_id", UUID.class),
            row.getString("run_key"), row.getString("device"), row.getString("fct"), row.getObject("container_id", Long.class),
            row.getString("barcode"), row.getString("experiment_id"), row.getString("parameters"), row.getBoolean("is_simulation"),
            way(row), StepStatus.RUNNING, row.getObject("started_at", OffsetDateTime.class).toInstant(), null, null, null))).list();
    return held;
  }

  private static @Nullable Way way(ResultSet row) throws SQLException {
    return row.getString("origin_device") == null ? null
        : new Way(new DevicePosition(row.getString("origin_device"), row.getInt("origin_position")),
            new DevicePosition(row.getString("destination_device"), row.getInt("destination_position")));
  }

  /** Ends what runs; a move that has its step already, because it was told twice, stays on record and counts no more. */
  void end(List<Run> runs) {
    jdbc.sql("""
        update tracking.process_steps s set status = r.status, finished_at = r.finish, error_message = r.error,
               moved_by = case when t.step_id is null then r.moved_by end,
               excluded_because = case when t.step_id is null then s.excluded_because else 'the same move as step ' || t.step_id end
          from unnest(:ids::uuid[], :statuses::text[], :finishes::timestamptz[], :errors::text[], :moved_by::bigint[])
               as r (id, status, finish, error, moved_by)
          left join tracking.process_steps t on t.moved_by = r.moved_by
         where s.step_id = r.id""")
        .param("ids", each(runs, run -> String.valueOf(run.stepId()))).param("statuses", each(runs, run -> run.status().text()))
        .param("finishes", each(runs, run -> String.valueOf(run.finish()))).param("errors", each(runs, Run::error))
        .param("moved_by", runs.stream().map(Run::movedBy).toArray(Long[]::new)).update();
  }

  /** Adds runs; a move that has its step already is not added again. */
  void insert(List<Run> runs) {
    jdbc.sql("""
        insert into tracking.process_steps (experiment_id, kind, fct, process_name, device, container_id, status, started_at,
          finished_at, is_simulation, parameters, error_message, run_key, origin_device, origin_position, destination_device,
          destination_position, moved_by, created_at)
        select r.experiment, case when r.origin is null then 'step' else 'move' end, r.fct, r.fct, r.device, r.container, r.status,
               r.start, r.finish, r.simulation, r.parameters::jsonb, r.error, r.key, r.origin, r.origin_pos, r.destination,
               r.destination_pos, r.moved_by, :now
          from unnest(:experiments::text[], :fcts::text[], :devices::text[], :containers::bigint[], :statuses::text[],
                      :starts::timestamptz[], :finishes::timestamptz[], :simulations::boolean[], :parameters::text[], :errors::text[],
                      :keys::text[], :origins::text[], :origin_positions::int[], :destinations::text[], :destination_positions::int[],
                      :moved_by::bigint[])
               as r (experiment, fct, device, container, status, start, finish, simulation, parameters, error, key, origin, origin_pos,
                     destination, destination_pos, moved_by)
        on conflict (moved_by) where moved_by is not null do nothing""")
        .param("experiments", each(runs, Run::experimentId)).param("fcts", each(runs, Run::fct))
        .param("devices", each(runs, Run::device)).param("containers", runs.stream().map(Run::containerId).toArray(Long[]::new))
        .param("statuses", each(runs, run -> run.status().text())).param("starts", each(runs, run -> String.valueOf(run.start())))
        .param("finishes", each(runs, run -> run.finish() == null ? null : run.finish().toString()))
        .param("simulations", runs.stream().map(Run::simulation).toArray(Boolean[]::new))
        .param("parameters", each(runs, Run::parameters)).param("errors", each(runs, Run::error))
        .param("keys", each(runs, Run::key))
        .param("origins", each(runs, run -> run.way() == null ? null : run.way().origin().device()))
        .param("origin_positions", numbers(runs, run -> run.way() == null ? null : run.way().origin().position()))
        .param("destinations", each(runs, run -> run.way() == null ? null : run.way().destination().device()))
        .param("destination_positions", numbers(runs, run -> run.way() == null ? null : run.way().destination().position()))
        .param("moved_by", runs.stream().map(Run::movedBy).toArray(Long[]::new))
        .param("now", OffsetDateTime.now(clock)).update();
  }

  private static Integer[] numbers(List<Run> runs, Function<Run, @Nullable Integer> number) {
    return runs.stream().map(number).toArray(Integer[]::new);
  }

  private static String[] each(List<Run> runs, Function<Run, @Nullable String> text) {
    return runs.stream().map(text).toArray(String[]::new);
  }
}
