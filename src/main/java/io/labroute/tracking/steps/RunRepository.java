package io.labroute.tracking.steps;

import io.labroute.tracking.steps.ReportedRuns.Run;
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
        select step_id, run_key, device, fct, container_id, experiment_id, parameters::text as parameters, is_simulation, started_at
          from tracking.process_steps where run_key = any(:keys) and status = 'running' order by step_id for update""")
        .param("keys", keys.toArray(String[]::new))
        .query((row, n) -> held.put(row.getString("run_key"), new Run(row.getObject("step_id", UUID.class),
            row.getString("run_key"), row.getString("device"), row.getString("fct"), row.getObject("container_id", Long.class),
            row.getString("experiment_id"), row.getString("parameters"), row.getBoolean("is_simulation"), StepStatus.RUNNING,
            row.getObject("started_at", OffsetDateTime.class).toInstant(), null, null))).list();
    return held;
  }

  void end(List<Run> runs) {
    jdbc.sql("""
        update tracking.process_steps s set status = r.status, finished_at = r.finish, error_message = r.error
          from unnest(:ids::uuid[], :statuses::text[], :finishes::timestamptz[], :errors::text[]) as r (id, status, finish, error)
         where s.step_id = r.id""")
        .param("ids", each(runs, run -> String.valueOf(run.stepId()))).param("statuses", each(runs, run -> run.status().text()))
        .param("finishes", each(runs, run -> String.valueOf(run.finish()))).param("errors", each(runs, Run::error)).update();
  }

  void insert(List<Run> runs) {
    jdbc.sql("""
        insert into tracking.process_steps (experiment_id, kind, fct, process_name, device, container_id, status, started_at,
          finished_at, is_simulation, parameters, error_message, run_key, created_at)
        select r.experiment, 'step', r.fct, r.fct, r.device, r.container, r.status, r.start, r.finish, r.simulation,
               r.parameters::jsonb, r.error, r.key, :now
          from unnest(:experiments::text[], :fcts::text[], :devices::text[], :containers::bigint[], :statuses::text[],
                      :starts::timestamptz[], :finishes::timestamptz[], :simulations::boolean[], :parameters::text[], :errors::text[],
                      :keys::text[])
               as r (experiment, fct, device, container, status, start, finish, simulation, parameters, error, key)""")
        .param("experiments", each(runs, Run::experimentId)).param("fcts", each(runs, Run::fct))
        .param("devices", each(runs, Run::device)).param("containers", runs.stream().map(Run::containerId).toArray(Long[]::new))
        .param("statuses", each(runs, run -> run.status().text())).param("starts", each(runs, run -> String.valueOf(run.start())))
        .param("finishes", each(runs, run -> run.finish() == null ? null : run.finish().toString()))
        .param("simulations", runs.stream().map(Run::simulation).toArray(Boolean[]::new))
        .param("parameters", each(runs, Run::parameters)).param("errors", each(runs, Run::error))
        .param("keys", each(runs, Run::key)).param("now", OffsetDateTime.now(clock)).update();
  }

  private static String[] each(List<Run> runs, Function<Run, @Nullable String> text) {
    return runs.stream().map(text).toArray(String[]::new);
  }
}
