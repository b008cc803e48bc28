package io.labroute.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.testing.EngineTest;
import java.sql.Types;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class EstimatesIT extends EngineTest {

  @BeforeEach
  void fillTheLab() {
    drop("lab-config", "lab.yaml", "sila_servers: {all: {A: {capacity: 4}, B: {capacity: 4}, C: {capacity: 4}, Reader: {capacity: 1}}}");
  }

  @Test
  void aMoveIsEstimatedFromMovesBetweenTheSameTwoDevices() {
    moves("A", "B", 34, "20 + n", "");
    moves("B", "A", 50, "500", "");

    JsonNode estimate = estimate("{\"steps\": [{\"origin_device\": \"A\", \"destination_device\": \"B\"}]}").get(0);
    assertThat(estimate.get("duration").doubleValue()).isEqualTo(53);
    assertThat(estimate.get("statistic").textValue()).isEqualTo("quantile");
    assertThat(estimate.get("historian").textValue()).isEqualTo("moves");
    assertThat(estimate.get("samples").intValue()).isEqualTo(34);
    assertThat(estimate.get("median").doubleValue()).isEqualTo(37);
    assertThat(estimate.get("spread").doubleValue()).isCloseTo(9.96, within(0.01));
    assertThat(estimate.get("reason").textValue()).isEqualTo("34 moves A → B, p95 53 s");
    assertThat(estimate.get("warning").isNull()).isTrue();
    assertThat(estimate("{\"steps\": [{\"origin_device\": \"A\", \"destination_device\": \"C\"}]}").get(0).get("duration").isNull())
        .as("no history, no answer").isTrue();
  }

  @Test
  void theMaximumIsAnsweredAsThePredecessorDidAndSaysSo() {
    steps("move", "A", "B", "{}", 1, "99", "", "2020-01-01T00:00:00Z");
    moves("A", "B", 300, "10", "");

    JsonNode maximum = estimate("{\"statistic\": \"maximum\", \"steps\": [{\"origin_device\": \"A\", \"destination_device\": \"B\"}]}").get(0);
    assertThat(maximum.get("duration").doubleValue()).isEqualTo(99);
    assertThat(maximum.get("statistic").textValue()).isEqualTo("maximum");
    assertThat(maximum.get("reason").textValue()).endsWith("the longest ever 99 s");
    assertThat(estimate("{\"confidence\": 0.999, \"steps\": [{\"origin_device\": \"A\", \"destination_device\": \"B\"}]}").get(0)
        .get("duration").doubleValue()).as("only the newest runs count for a quantile").isEqualTo(10);
  }

  @Test
  void theConfidenceDecidesTheQuantile() {
    moves("A", "B", 100, "n", "");
    for (var expected : new double[][] {{0.5, 50}, {0.9, 90}, {0.99, 99}}) {
      assertThat(estimate("{\"confidence\": %s, \"steps\": [{\"origin_device\": \"A\", \"destination_device\": \"B\"}]}"
          .formatted(expected[0])).get(0).get("duration").doubleValue()).isEqualTo(expected[1]);
    }
  }

  @Test
  void simulatedFailedAbortedAndExcludedRunsNeverCount() {
    moves("A", "B", 20, "10", "");
    moves("A", "B", 5, "1000", ", is_simulation = true");
    moves("A", "B", 5, "1000", ", status = 'failed'");
    moves("A", "B", 5, "1000", ", status = 'aborted'");
    moves("A", "B", 5, "1000", ", excluded_because = 'the door was open'");

    for (String statistic : new String[] {"quantile", "maximum"}) {
      assertThat(estimate("{\"statistic\": \"%s\", \"steps\": [{\"origin_device\": \"A\", \"destination_device\": \"B\"}]}"
          .formatted(statistic)).get(0).get("duration").doubleValue()).isEqualTo(10);
    }
  }

  @Test
  void theClosestHistorianThatKnowsEnoughAnswers() {
    steps("read", "Reader", null, "{\"method\": \"absorbance\", \"wavelength\": 570}", 12, "60", "");
    steps("read", "Reader", null, "{\"method\": \"absorbance\", \"wavelength\": 450}", 3, "70", "");
    steps("read", "Reader", null, "{\"method\": \"kinetic\"}", 30, "600", "");
    steps("seal", "B", null, "{}", 2, "5", "");

    JsonNode answers = estimate("""
        {"steps": [
          {"fct": "read", "device": "Reader", "parameters": {"wavelength": 570.00, "method": "absorbance"}},
          {"fct": "read", "device": "Reader", "parameters": {"method": "absorbance", "wavelength": 450}},
          {"fct": "read", "device": "Reader", "parameters": {"method": "fluorescence"}},
          {"fct": "read"},
          {"fct": "seal", "device": "C"},
          {"fct": "never"}]}""");
    assertThat(answers.findValuesAsText("historian")).containsExactly("protocol", "method", "general", "function", "function", "null");
    assertThat(answers.findValuesAsText("duration")).containsExactly("60.0", "70.0", "600.0", "600.0", "5.0", "null");
    assertThat(answers.get(0).get("reason").textValue()).isEqualTo("12 runs of read on Reader with the same parameters, p95 60 s");
    assertThat(answers.get(4).get("warning").textValue()).contains("only 2");
    assertThat(answers.get(5).get("warning").textValue()).contains("no history");
  }

  @Test
  void aWorkflowIsEstimatedElementByElementInOneCall() {
    moves("A", "B", 20, "10", "");
    var steps = new StringBuilder();
    for (int n = 0; n < 100; n++) {
      steps.append(n == 0 ? "" : ",").append("{\"origin_device\": \"%s\", \"destination_device\": \"B\"}".formatted(n % 2 == 0 ? "A" : "C"));
    }
    JsonNode answers = estimate("{\"steps\": [" + steps + "]}");
    assertThat(answers).hasSize(100);
    assertThat(answers.get(98).get("duration").doubleValue()).isEqualTo(10);
    assertThat(answers.get(99).get("duration").isNull()).isTrue();
  }

  @Test
  void backtestingTellsHowOftenTheEstimateHeldOnLaterHistory() {
    moves("A", "B", 1_000, "10 + (n * 7919) % 100", "");
    JsonNode backtest = get("/api/estimates/backtest?newest=500");
    assertThat(backtest.get("answered").intValue()).isEqualTo(500);
    assertThat(backtest.get("share").doubleValue()).isBetween(0.92, 0.98);
    moves("A", "B", 20, "500", "");
    assertThat(get("/api/estimates/backtest?newest=20").get("share").doubleValue()).as("slower all of a sudden").isLessThan(0.6);
  }

  @Test
  void whatCannotBeEstimatedIsRefusedWithItsReason() {
    assertRefused("{\"steps\": [{\"origin_device\": \"A\"}]}", "estimate.half-a-move");
    assertRefused("{\"confidence\": 1, \"steps\": []}", "estimate.confidence");
    assertRefused("{\"confidence\": -1, \"steps\": []}", "estimate.confidence");
    assertRefused("{\"statistic\": \"mean\", \"steps\": []}", "estimate.statistic");
    assertRefused("{\"steps\": [{}]}", "name.missing");
    assertRefused("{}", "estimate.steps-missing");
  }

  @Test
  void utilisationCountsTimeOnceAndDurationsAreToldByMethod() {
    steps("read", "Reader", null, "{\"method\": \"kinetic\"}", 2, "1800", "");
    JsonNode busy = get("/api/devices/Reader/utilisation?from=2026-11-01T00:00:00Z&to=2026-11-01T02:00:00Z");
    assertThat(busy.get("steps").intValue()).isEqualTo(2);
    assertThat(busy.get("busy_seconds").doubleValue()).as("1,800 s each, the second a minute after the first").isEqualTo(1860);
    assertThat(busy.get("share").doubleValue()).isCloseTo(1860 / 7200.0, within(1e-9));
    JsonNode durations = get("/api/durations?device=Reader");
    assertThat(durations.get(0).get("method").textValue()).isEqualTo("kinetic");
    assertThat(durations.get(0).get("p95").doubleValue()).isEqualTo(1800);
  }

  private void moves(String from, String to, int runs, String seconds, String but) {
    steps("move", from, to, "{}", runs, seconds, but);
  }

  private void steps(String fct, String device, String destination, String parameters, int runs, String seconds, String but) {
    steps(fct, device, destination, parameters, runs, seconds, but, "2026-11-01T00:00:00Z");
  }

  /** So many runs a minute apart; what they are all but usual stands behind. */
  private void steps(String fct, String device, String destination, String parameters, int runs, String seconds, String but, String from) {
    jdbc.sql("""
        with new as (
          insert into tracking.process_steps (kind, fct, process_name, device, status, started_at, finished_at, is_simulation,
            parameters, origin_device, origin_position, destination_device, destination_position, created_at)
          select case when :to::text is null then 'step' else 'move' end, :fct, :fct, :device, 'completed',
                 b.start, b.start + make_interval(secs => %s), false, :parameters::jsonb,
                 case when :to::text is not null then :device end, case when :to::text is not null then 0 end, :to::text,
                 case when :to::text is not null then 0 end, now()
            from (select n, greatest(:from::timestamptz, (select coalesce(max(started_at), '-infinity') from tracking.process_steps))
                            + make_interval(mins => n - 1) as start from generate_series(1, :runs) as n) b
          returning step_id)
        select count(*) from new""".formatted(seconds))
        .param("fct", fct).param("device", device).param("to", destination, Types.VARCHAR).param("runs", runs)
        .param("parameters", parameters).param("from", from).query(Long.class).single();
    if (!but.isEmpty()) {
      jdbc.sql("update tracking.process_steps set " + but.substring(1) + " where duration_s = " + seconds + " and counts").update();
    }
  }

  private JsonNode estimate(String question) {
    var answer = post("/api/estimates", question);
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.OK);
    return answer.getBody();
  }

  private void assertRefused(String question, String code) {
    var answer = post("/api/estimates", question);
    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(answer.getBody().get("code").textValue()).isEqualTo(code);
  }
}
