package io.labroute.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.lab.Quantity;
import io.labroute.testing.EngineProcess;
import java.time.Duration;
import java.time.Instant;

/** Plans the steps of a run one after the other, with time to spare, as a person could who has only a pencil. */
final class SequentialPlan {

  private static final Duration SPARE = Duration.ofMinutes(2);

  private SequentialPlan() {}

  /** Gives the steps of a run their times. */
  static void of(EngineProcess engine, String run) {
    String schedule = engine.ask("""
        insert into schedule.schedules (made_at, made_by, why, state, anchor, tick_seconds, problem, plan, plan_sha256, source, value,
          bound, gap, guesses) values (now(), 'test', 'test', 'superseded', now(), 1, '{}', '{}', 'x', 'test', 0, 0, 0, 0)
        returning schedule_id""");
    Instant start = Instant.parse(engine.ask("select to_char(max(recorded_at) at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
        + " from tracking.events")).plus(SPARE);
    for (JsonNode step : steps(engine, run)) {
      Instant end = start.plus(duration(step));
      String device = step.path("device").isTextual() ? "'" + step.path("device").asText() + "'"
          : step.path("yields").asText().equals("move") ? "'Arm'" : "null";
      engine.ask("""
          insert into schedule.jobs (experiment_id, step_id, schedule_id, device, planned_start, planned_end, duration_basis, guessed,
            priority, resources) values ('%s', '%s', %s, %s, '%s', '%s', 'test', true, 0, '{}') returning step_id"""
          .formatted(run, step.path("step_id").asText(), schedule, device, start, end));
      start = end.plus(SPARE);
    }
  }

  private static JsonNode steps(EngineProcess engine, String run) {
    try {
      return new ObjectMapper().readTree(engine.get("/api/runs/" + run).body()).path("steps");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Duration duration(JsonNode step) {
    String stated = step.path("parameters").path("duration").asText("");
    return !stated.isEmpty() ? Duration.ofSeconds(Quantity.parse(stated, Quantity.Dimension.DURATION).base().longValue() + 60)
        : Duration.ofMinutes(step.path("yields").asText().equals("worklist") ? 4 : 2);
  }
}
