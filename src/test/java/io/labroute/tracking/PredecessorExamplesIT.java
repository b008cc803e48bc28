package io.labroute.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.testing.EngineTest;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** Every method of the predecessor's status database, in its order, asked over REST; each test bears the method's name. */
class PredecessorExamplesIT extends EngineTest {

  private static final String CONFIGURATION = """
      sila_servers:
        incubators:
          Incubator: {capacity: 4}
        movers:
          Arm: {capacity: 1}
        storage:
          Hotel: {capacity: 3}
          LidHotel: {capacity: 2}
      pythonlab_translation: {incubators: IncubatorServiceResource, movers: MoverServiceResource, storage: LabwareStorageResource}
      """;

  @BeforeEach
  void createTheLab() {
    drop("lab-config", "lab.yaml", CONFIGURATION);
  }

  @Test
  void createLabFromConfigGivesEachDevicePositionsFromZeroAndASecondRunDoublesNothing() {
    drop("lab-config", "again.yaml", CONFIGURATION + "# once more\n");

    assertThat(get("/api/devices")).hasSize(4);
    assertThat(get("/api/devices/Incubator/positions").findValuesAsText("position")).containsExactly("0", "1", "2", "3");
  }

  @Test
  void wipeLabRemovesEveryContainerAndKeepsTheirHistories() {
    addContainer("P1", "Hotel", 0);
    addContainer("P2", "Hotel", 1);

    assertRefused(post("/api/lab/wipe", "{\"reason\": \"monday\"}"), "lab.count-missing");
    assertRefused(post("/api/lab/wipe", "{\"containers\": 2}"), "lab.reason-missing");
    assertRefused(post("/api/lab/wipe", "{\"containers\": 1, \"reason\": \"monday\"}"), "lab.not-as-thought");
    String running = created("/api/steps", step("incubate", 10, null)).get("step_id").textValue();
    assertRefused(post("/api/lab/wipe", "{\"containers\": 2, \"reason\": \"monday\"}"), "lab.busy");
    assertThat(get("/api/containers")).hasSize(2);
    ok(post("/api/steps/%s/status".formatted(running), "{\"status\": \"aborted\"}"));

    assertThat(ok(post("/api/lab/wipe", "{\"containers\": 2, \"reason\": \"monday\"}")).get("removed").intValue()).isEqualTo(2);

    assertThat(get("/api/containers")).isEmpty();
    assertThat(get("/api/containers/P1").get("removed").booleanValue()).isTrue();
    assertThat(get("/api/containers/P2/stays").findValuesAsText("device")).contains("Hotel");
    assertThat(get("/api/devices/Hotel/positions").findValuesAsText("empty")).containsExactly("true", "true", "true");
    addContainer("P1", "Hotel", 0);
    assertThat(rows("select subject from audit.entries where action = 'emptied'")).hasToString(
        "[{subject=lab of 2 containers: monday}]");
  }

  @Test
  void getAllPositionsCountsFromZero() {
    assertThat(get("/api/devices/Hotel/positions").findValuesAsText("position")).containsExactly("0", "1", "2");
    assertThat(get("/api/devices/Hotel/positions").findValuesAsText("shown_as")).containsExactly("1", "2", "3");
  }

  @Test
  void addProcessToDbGetAvailableProcessesAndGetProcess() {
    String id = addProcess();

    assertThat(get("/api/processes").findValuesAsText("name")).containsExactly("Growth");
    assertThat(get("/api/processes").findValuesAsText("process_id")).containsExactly(id);
    assertThat(get("/api/processes/" + id).get("description").textValue()).isEqualTo("incubate(plate)\n");
  }

  @Test
  void createExperimentGivesAnIdentifierOfItsOwnEachTime() {
    String process = addProcess();

    String first = createExperiment(process);
    assertThat(createExperiment(process)).isNotEqualTo(first);
    assertThat(UUID.fromString(first)).hasToString(first);
    assertThat(get("/api/experiments/%s/totals".formatted(first)).get("process").textValue()).isEqualTo("Growth");
  }

  @Test
  void positionEmptyIsFalseForAContainerAndForALidAlone() {
    addContainer("P1", "Hotel", 0);
    ok(post("/api/containers/P1/unlid", "{\"lid_device\": \"LidHotel\", \"lid_pos\": 0}"));

    assertThat(isEmpty("Hotel", 0)).isFalse();
    assertThat(isEmpty("LidHotel", 0)).as("a lid only").isFalse();
    assertThat(isEmpty("Hotel", 1)).isTrue();
  }

  @Test
  void getContainerAtPositionIsNoneWhereThereIsNone() {
    addContainer("P1", "Hotel", 2);
    ok(post("/api/containers/P1/unlid", "{\"lid_device\": \"LidHotel\", \"lid_pos\": 0}"));

    JsonNode found = get("/api/devices/Hotel/positions/2/container");
    assertThat(found.get("barcode").textValue()).isEqualTo("P1");
    assertThat(found.get("current_pos").intValue()).isEqualTo(2);
    assertProblem("/api/devices/Hotel/positions/1/container", HttpStatus.NOT_FOUND, "web.missing");
    assertProblem("/api/devices/LidHotel/positions/0/container", HttpStatus.NOT_FOUND, "web.missing");
    assertProblem("/api/devices/Hotel/positions/3/container", HttpStatus.NOT_FOUND, "web.missing");
  }

  @Test
  void movedContainerSetsThePlaceKeepsTheStartAndVerifiesTheBarcode() {
    addContainer("P1", "Hotel", 0);

    JsonNode moved = ok(post("/api/moves", move("Hotel", 0, "Incubator", 3)));
    assertThat(moved.get("barcode").textValue()).isEqualTo("P1");
    assertThat(moved.get("current_device").textValue()).isEqualTo("Incubator");
    assertThat(moved.get("start_device").textValue()).isEqualTo("Hotel");
    assertThat(moved.get("start_pos").intValue()).isZero();
    assertRefused(post("/api/moves", move("Incubator", 3, "Hotel", 0).replace("}", ", \"barcode\": \"P2\"}")), "container.unknown");
    addContainer("P2", "Hotel", 1);
    assertRefused(post("/api/moves", move("Incubator", 3, "Hotel", 1)), "position.taken");
    assertRefused(post("/api/moves", move("Hotel", 2, "Hotel", 0)), "position.empty");
  }

  @Test
  void unliddedAndLiddedContainerSetAndClearTheLidsSite() {
    addContainer("P1", "Hotel", 0);

    JsonNode unlidded = ok(post("/api/containers/P1/unlid", "{\"lid_device\": \"LidHotel\", \"lid_pos\": 1}"));
    assertThat(unlidded.get("lidded").booleanValue()).isFalse();
    assertThat(unlidded.get("lid_site")).hasToString("[\"LidHotel\",1]");
    JsonNode lidded = ok(post("/api/containers/P1/lid", "{\"lid_device\": \"LidHotel\", \"lid_pos\": 1}"));
    assertThat(lidded.get("lidded").booleanValue()).isTrue();
    assertThat(lidded.get("lid_site").isNull()).isTrue();
    assertThat(isEmpty("LidHotel", 1)).isTrue();
    assertRefused(post("/api/containers/P1/lid", "{}"), "lid.on");
  }

  @Test
  void getContInfoByBarcodeTellsAllOfTheContainerOrThatThereIsNone() {
    created("/api/containers", """
        {"barcode": "P1", "name": "cells", "current_device": "Hotel", "current_pos": 1, "lidded": true, "filled": true,
         "content": "HeLa", "labware_type": "96-well plate", "is_reagent": false}""");

    JsonNode info = get("/api/containers/P1");
    assertThat(info.get("name").textValue()).isEqualTo("cells");
    assertThat(info.get("filled").booleanValue()).isTrue();
    assertThat(info.get("content").textValue()).isEqualTo("HeLa");
    assertThat(info.get("labware_type").textValue()).isEqualTo("96-well plate");
    assertThat(info.get("is_reagent").booleanValue()).isFalse();
    assertProblem("/api/containers/P2", HttpStatus.NOT_FOUND, "web.missing");
  }

  @Test
  void addContainerStartsWhereItStands() {
    JsonNode added = addContainer("P1", "Hotel", 1);

    assertThat(added.get("current_device")).isEqualTo(added.get("start_device"));
    assertThat(added.get("current_pos")).isEqualTo(added.get("start_pos"));
    assertThat(added.get("removed").booleanValue()).isFalse();
  }

  @Test
  void removeContainerFreesItsPlaceAndKeepsItsHistory() {
    addContainer("P1", "Hotel", 1);

    assertThat(ok(exchange("/api/containers/P1", HttpMethod.DELETE, null)).get("removed").booleanValue()).isTrue();
    assertThat(isEmpty("Hotel", 1)).isTrue();
    assertThat(get("/api/containers/P1/stays")).isNotEmpty();
  }

  @Test
  void setBarcodeRenamesTheContainerAndItsHistoryStays() {
    addContainer("unread-17", "Hotel", 1);

    ok(exchange("/api/containers/unread-17/barcode", HttpMethod.PUT, "{\"barcode\": \"P1\"}"));

    assertThat(get("/api/containers/P1").get("current_pos").intValue()).isEqualTo(1);
    assertProblem("/api/containers/unread-17", HttpStatus.NOT_FOUND, "web.missing");
    addContainer("P2", "Hotel", 2);
    assertRefused(exchange("/api/containers/P2/barcode", HttpMethod.PUT, "{\"barcode\": \"P1\"}"), "container.exists");
  }

  @Test
  void updateLidPositionPutsALidThatIsOffElsewhere() {
    addContainer("P1", "Hotel", 0);
    assertRefused(exchange("/api/containers/P1/lid-site", HttpMethod.PUT, "{\"lid_device\": \"LidHotel\", \"lid_pos\": 1}"), "lid.on");
    ok(post("/api/containers/P1/unlid", "{\"lid_device\": \"LidHotel\", \"lid_pos\": 0}"));

    JsonNode moved = ok(exchange("/api/containers/P1/lid-site", HttpMethod.PUT, "{\"lid_device\": \"LidHotel\", \"lid_pos\": 1}"));

    assertThat(moved.get("lid_site")).hasToString("[\"LidHotel\",1]");
    assertThat(isEmpty("LidHotel", 0)).isTrue();
    assertThat(isEmpty("LidHotel", 1)).isFalse();
    assertRefused(exchange("/api/containers/P1/lid-site", HttpMethod.PUT, "{\"lid_device\": \"Hotel\", \"lid_pos\": 0}"),
        "position.taken");
    assertThat(rows("select device, position, until is null as open from tracking.stays where what = 'lid' order by stay_id"))
        .hasToString("[{device=LidHotel, position=0, open=false}, {device=LidHotel, position=1, open=true}]");
  }

  @Test
  void getEstimatedDurationIsNoneWithoutHistoryAndTheMaximumOfWhatMatchesWhenAskedForThat() {
    assertThat(estimate("\"maximum\"").get("duration").isNull()).isTrue();
    for (int seconds : new int[] {40, 90, 60}) {
      created("/api/steps", step("incubate", seconds, "completed"));
    }

    assertThat(estimate("\"maximum\"").get("duration").doubleValue()).isEqualTo(90);
    assertThat(estimate("\"maximum\"").get("samples").intValue()).isEqualTo(3);
  }

  @Test
  void getEstimatedDurationsAnswersElementByElement() {
    addContainer("P1", "Hotel", 0);
    created("/api/steps", step("incubate", 60, "completed"));
    created("/api/steps", moveStep("P1", "Hotel", 0, "Incubator", 1));

    JsonNode estimates = ok(post("/api/estimates", """
        {"steps": [{"origin_device": "Hotel", "destination_device": "Incubator"}, {"fct": "unheard-of"},
                   {"fct": "incubate", "device": "Incubator"}, {"origin_device": "Incubator", "destination_device": "Hotel"}]}"""));

    assertThat(estimates.findValuesAsText("duration")).as("moves count for the same pair of devices only")
        .containsExactly("41.0", "null", "60.0", "null");
  }

  @Test
  void safeStepToDbStoresAStepWithoutAndWithAContainerAndAMoveWithItsWay() {
    String experiment = createExperiment(addProcess());
    addContainer("P1", "Hotel", 0);
    created("/api/steps", step("incubate", 60, "completed"));
    JsonNode move = created("/api/steps", moveStep("P1", "Hotel", 0, "Incubator", 1)
        .replaceFirst("\\{", "{\"experiment_id\": \"%s\", ".formatted(experiment)));

    assertThat(move.get("origin_device").textValue()).isEqualTo("Hotel");
    assertThat(move.get("destination_pos").intValue()).isEqualTo(1);
    assertThat(get("/api/experiments/%s/steps".formatted(experiment)).findValuesAsText("container")).containsExactly("P1");
    assertThat(count("tracking.move_steps")).isEqualTo(1);
  }

  @Test
  void writeServerCertificateAndGetServerCertificate() {
    String pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    var headers = new HttpHeaders();
    headers.setContentType(MediaType.TEXT_PLAIN);

    rest.exchange("/api/devices/Arm/certificate", HttpMethod.PUT, new HttpEntity<>(pem, headers), Void.class);

    assertThat(rest.getForObject("/api/devices/Arm/certificate", String.class)).isEqualTo(pem);
    assertProblem("/api/devices/Hotel/certificate", HttpStatus.NOT_FOUND, "web.missing");
  }

  @Test
  void healthCheckTellsWhatContradictsTheRecord() {
    addContainer("P1", "Hotel", 0);
    assertThat(get("/api/lab/health").get("healthy").booleanValue()).isTrue();
    assertThat(get("/api/lab/health").get("containers").intValue()).isEqualTo(1);

    post("/api/events", """
        [{"event": "moved", "at": "2026-11-16T10:00:00Z", "device": "Arm", "barcode": "P9", "target_device": "Arm", "target_pos": 0},
         {"event": "barcode_read", "at": "2026-11-16T10:00:00Z", "device": "Arm", "barcode": "P1", "source_device": "Arm", "source_pos": 0},
         {"event": "started", "at": "2020-11-16T10:00:00Z", "device": "Incubator", "fct": "incubate"},
         {"event": "barcode_read", "at": "%s", "device": "Hotel", "barcode": "P1"}]""".formatted(Instant.now().plusSeconds(60)));

    JsonNode health = get("/api/lab/health");
    assertThat(health.get("healthy").booleanValue()).isFalse();
    assertThat(health.get("problems").findValuesAsText("code"))
        .containsExactly("lab.contradiction", "lab.quarantine", "lab.clock-ahead", "lab.step-overdue");
    assertThat(health.get("problems").get(2).get("examples")).hasToString("[\"Hotel\"]");
    assertThat(health.get("running").intValue()).isEqualTo(1);
  }

  private String addProcess() {
    return created("/api/processes", "{\"name\": \"Growth\", \"description\": \"incubate(plate)\\n\"}").get("process_id").textValue();
  }

  private String createExperiment(String process) {
    return created("/api/processes/%s/experiments".formatted(process), "{}").get("experiment_id").textValue();
  }

  private JsonNode addContainer(String barcode, String device, int position) {
    return created("/api/containers", """
        {"barcode": "%s", "current_device": "%s", "current_pos": %d, "lidded": true}""".formatted(barcode, device, position));
  }

  private boolean isEmpty(String device, int position) {
    return get("/api/devices/%s/positions/%d".formatted(device, position)).get("empty").booleanValue();
  }

  private JsonNode estimate(String statistic) {
    return ok(post("/api/estimates", "{\"steps\": [{\"fct\": \"incubate\", \"device\": \"Incubator\"}], \"statistic\": %s}"
        .formatted(statistic))).get(0);
  }

  private static String step(String fct, int seconds, String status) {
    Instant start = Instant.parse("2026-11-20T08:00:00Z");
    return "{\"fct\": \"%s\", \"device\": \"Incubator\", \"start\": \"%s\"%s}".formatted(fct, start,
        status == null ? "" : ", \"status\": \"%s\", \"finish\": \"%s\"".formatted(status, start.plusSeconds(seconds)));
  }

  private static String move(String fromDevice, int from, String toDevice, int to) {
    return """
        {"source_device": "%s", "source_pos": %d, "target_device": "%s", "target_pos": %d}""".formatted(fromDevice, from, toDevice, to);
  }

  private static String moveStep(String barcode, String from, int position, String to, int target) {
    return """
        {"container": "%s", "start": "2026-11-20T08:00:00Z", "finish": "2026-11-20T08:00:41Z", "move": {"origin_device": "%s",
         "origin_pos": %d, "destination_device": "%s", "destination_pos": %d, "barcode_read": true}}"""
        .formatted(barcode, from, position, to, target);
  }

  private ResponseEntity<JsonNode> exchange(String path, HttpMethod method, String body) {
    var headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    return rest.exchange(path, method, new HttpEntity<>(body, headers), JsonNode.class);
  }

  private JsonNode created(String path, String body) {
    var answer = post(path, body);
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.CREATED);
    return answer.getBody();
  }

  private static JsonNode ok(ResponseEntity<JsonNode> answer) {
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.OK);
    return answer.getBody();
  }

  private static void assertRefused(ResponseEntity<JsonNode> answer, String code) {
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(answer.getBody().get("code").textValue()).isEqualTo(code);
  }
}
