package io.labroute.tracking.steps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.testing.EngineTest;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class StepsIT extends EngineTest {

  @BeforeEach
  void fillTheLab() {
    drop("lab-config", "lab.yaml", Path.of("samples/lab-config/lab.yaml"));
    drop("containers", "monday.csv", Path.of("samples/containers/monday.csv"));
  }

  private String experiment() {
    String process = created("/api/processes", "{\"name\": \"Viability\", \"description\": \"incubate(plate)\"}")
        .get("process_id").textValue();
    return created("/api/processes/%s/experiments".formatted(process), "{}").get("experiment_id").textValue();
  }

  @Test
  void aProcessIsKeptWithItsSourceAndExecuted() {
    String experiment = experiment();

    JsonNode process = get("/api/processes").get(0);
    assertThat(process.get("name").textValue()).isEqualTo("Viability");
    assertThat(get("/api/processes/" + process.get("process_id").textValue()).get("description").textValue())
        .isEqualTo("incubate(plate)");
    assertThat(get("/api/experiments").findValuesAsText("experiment_id")).containsExactly(experiment);
    assertThat(get("/api/experiments/%s/totals".formatted(experiment)).get("status").textValue()).isEqualTo("pending");
    assertThat(post("/api/processes/00000000-0000-0000-0000-000000000000/experiments", "{}").getStatusCode())
        .isEqualTo(HttpStatus.NOT_FOUND);
    assertRefused("/api/processes", "{\"name\": \"\"}", "name.missing");
  }

  @Test
  void aStepIsFollowedFromItsPlanToItsEndAndWakesItsExperiment() {
    String experiment = experiment();
    String step = created("/api/steps", """
        {"experiment_id": "%s", "fct": "incubate", "device": "Incubator", "container": "ASSAY-001",
         "parameters": {"temperature": 37}}""".formatted(experiment)).get("step_id").textValue();

    assertRefused("/api/steps/%s/status".formatted(step), "{\"status\": \"completed\"}", "step.transition");
    become(step, "{\"status\": \"running\", \"at\": \"2026-11-20T08:00:00Z\"}");
    assertThat(get("/api/experiments/%s/totals".formatted(experiment)).get("status").textValue()).isEqualTo("running");
    assertRefused("/api/steps/%s/status".formatted(step), "{\"status\": \"completed\", \"at\": \"2026-11-20T07:00:00Z\"}",
        "step.negative");
    JsonNode over = become(step, "{\"status\": \"completed\", \"at\": \"2026-11-20T12:00:00+01:00\"}");
    assertThat(over.get("duration").doubleValue()).isEqualTo(3 * 3600);
    assertThat(over.get("finish").textValue()).isEqualTo("2026-11-20T11:00:00Z");
    assertThat(over.get("parameters")).hasToString("{\"temperature\":37}");
    assertRefused("/api/steps/%s/status".formatted(step), "{\"status\": \"aborted\"}", "step.transition");
    assertThat(get("/api/experiments/%s/totals".formatted(experiment)).get("busy_seconds").doubleValue()).isEqualTo(3 * 3600);
  }

  @Test
  void failedAbortedAndSimulatedStepsAreRecordedToo() {
    String experiment = experiment();
    for (String how : new String[] {"\"status\": \"failed\", \"error_message\": \"door is open\"", "\"status\": \"aborted\"",
        "\"is_simulation\": true", "\"status\": \"completed\""}) {
      created("/api/steps", """
          {"experiment_id": "%s", "fct": "read", "device": "PlateReader", "container": "ASSAY-001",
           "start": "2026-11-20T08:00:00Z", "finish": "2026-11-20T08:01:00Z", %s}""".formatted(experiment, how));
    }

    assertThat(get("/api/experiments/%s/steps".formatted(experiment)).findValuesAsText("status"))
        .containsExactlyInAnyOrder("failed", "aborted", "completed", "completed");
    assertThat(get("/api/experiments/%s/steps".formatted(experiment)).findValuesAsText("error_message")).contains("door is open");
    assertThat(count("tracking.process_steps where counts")).isEqualTo(1);
    assertThat(get("/api/steps?container=ASSAY-001")).hasSize(4);
    assertThat(get("/api/experiments/%s/totals".formatted(experiment)).get("failed").intValue()).isEqualTo(2);
  }

  @Test
  void aMoveStepMovesItsContainerInTheSameTransactionOrNotAtAll() {
    JsonNode move = created("/api/steps", move("ASSAY-001", "Hotel", 0, "Incubator", 3));

    assertThat(get("/api/containers/ASSAY-001").get("current_device").textValue()).isEqualTo("Incubator");
    assertThat(move.get("move")).isNull();
    assertThat(move.get("origin_device").textValue()).isEqualTo("Hotel");
    assertThat(move.get("destination_pos").intValue()).isEqualTo(3);
    assertRefused("/api/steps", move("ASSAY-002", "Hotel", 1, "Incubator", 3), "position.taken");
    assertRefused("/api/steps", move("ASSAY-002", "Hotel", 5, "Incubator", 4), "container.not-there");
    assertRefused("/api/steps", move("ASSAY-002", "Hotel", 1, "Incubator", 40), "position.unknown");
    assertThat(count("tracking.move_steps")).as("refused moves leave no step").isEqualTo(1);
    post("/api/containers/ASSAY-002/move", """
        {"source_device": "Hotel", "source_pos": 1, "target_device": "Arm", "target_pos": 0}""");
    created("/api/steps", move("ASSAY-002", "Hotel", 1, "Arm", 0));
    assertThat(get("/api/containers/ASSAY-002/stays")).as("told twice, moved once").hasSize(2);
    created("/api/steps", move("ASSAY-002", "Arm", 0, "Hotel", 1).replaceFirst("\\{", "{\"is_simulation\": true, "));
    assertThat(get("/api/containers/ASSAY-002").get("current_device").textValue()).as("only simulated").isEqualTo("Arm");
  }

  @Test
  void impossibleStepsAreRefusedWithTheirReason() {
    assertRefused("/api/steps", step("\"fct\": \"read\", \"start\": \"2026-11-20T09:00:00Z\", \"finish\": \"2026-11-20T08:00:00Z\""),
        "step.negative");
    assertRefused("/api/steps", step("\"fct\": \"read\", \"start\": \"1970-01-01T00:00:00Z\""), "step.absurd");
    assertRefused("/api/steps", step("\"fct\": \"read\", \"start\": \"2999-01-01T00:00:00Z\""), "step.absurd");
    assertRefused("/api/steps", step("\"fct\": \"read\", \"start\": \"2020-01-01T00:00:00Z\", \"finish\": \"2026-01-01T00:00:00Z\""),
        "step.absurd");
    assertRefused("/api/steps", step("\"fct\": \"read\", \"status\": \"completed\""), "step.time-missing");
    assertRefused("/api/steps", step("\"fct\": \"read\", \"status\": \"planned\", \"start\": \"2026-11-20T09:00:00Z\""), "step.too-early");
    assertRefused("/api/steps", step("\"fct\": \"" + "x".repeat(10_000) + "\""), "name.too-long");
    assertRefused("/api/steps", step("\"status\": \"planned\""), "name.missing");
    assertRefused("/api/steps", step("\"fct\": \"read\", \"device\": \"Nothing\""), "device.unknown");
    assertRefused("/api/steps", step("\"fct\": \"read\", \"container\": \"Nothing\""), "container.unknown");
    assertRefused("/api/steps", step("\"fct\": \"read\", \"experiment_id\": \"Nothing\""), "experiment.unknown");
    assertRefused("/api/steps", step("\"fct\": \"read\", \"parameters\": [1]"), "step.parameters");
    assertThat(count("tracking.process_steps")).isZero();
  }

  @Test
  void anExperimentGoesOnlyWhereItMay() {
    String path = "/api/experiments/%s/status".formatted(experiment());

    assertRefused(path, "{\"status\": \"completed\"}", "experiment.transition");
    assertRefused(path, "{\"status\": \"done\"}", "experiment.status");
    for (String status : new String[] {"running", "paused", "running", "completed"}) {
      assertThat(post(path, "{\"status\": \"%s\"}".formatted(status)).getBody().get("status").textValue()).isEqualTo(status);
    }
    assertRefused(path, "{\"status\": \"running\"}", "experiment.transition");
  }

  private static String step(String fields) {
    return "{" + fields + "}";
  }

  private static String move(String barcode, String from, int position, String to, int target) {
    return """
        {"container": "%s", "start": "2026-11-20T08:00:00Z", "finish": "2026-11-20T08:00:41Z", "move": {"origin_device": "%s",
         "origin_pos": %d, "destination_device": "%s", "destination_pos": %d, "barcode_read": true}}"""
        .formatted(barcode, from, position, to, target);
  }

  private JsonNode created(String path, String body) {
    var answer = post(path, body);
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.CREATED);
    return answer.getBody();
  }

  private JsonNode become(String step, String body) {
    var answer = post("/api/steps/%s/status".formatted(step), body);
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.OK);
    return answer.getBody();
  }

  private void assertRefused(String path, String body, String code) {
    var answer = post(path, body);
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(answer.getBody().get("code").textValue()).isEqualTo(code);
  }
}
