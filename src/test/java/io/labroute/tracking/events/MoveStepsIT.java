package io.labroute.tracking.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.testing.EngineTest;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

/** Moves become steps that estimates learn from, each once, whoever tells of it and however often. */
class MoveStepsIT extends EngineTest {

  private static final String HOTEL_TO_ARM = place("source", "Hotel", 0) + ", " + place("target", "Arm", 0);

  @BeforeEach
  void fillTheLab() {
    drop("lab-config", "lab.yaml", Path.of("samples/lab-config/lab.yaml"));
    drop("containers", "monday.csv", Path.of("samples/containers/monday.csv"));
  }

  @Test
  void aReportedMoveWithItsDurationIsAStepThatEstimatesLearnFrom() {
    assertThat(report("moved", "10:00:41", "\"duration_s\": 40.5, " + HOTEL_TO_ARM)).isNull();
    assertThat(report("moved", "10:02:00", "\"started_at\": \"2026-11-16T10:01:00Z\", " + place("target", "Hotel", 0))).isNull();
    assertThat(report("moved", "10:03:00", HOTEL_TO_ARM)).as("no duration, no step").isNull();

    JsonNode steps = get("/api/steps?container=ASSAY-001");
    assertThat(steps.findValuesAsText("fct")).containsExactly("move", "move");
    assertThat(steps.get(0).get("origin_device").textValue()).isEqualTo("Hotel");
    assertThat(steps.get(0).get("destination_device").textValue()).isEqualTo("Arm");
    assertThat(steps.get(0).get("start").textValue()).isEqualTo("2026-11-16T10:00:00.500Z");
    assertThat(steps.get(1).get("origin_device").textValue()).as("where it stood, as nobody said otherwise").isEqualTo("Arm");
    assertThat(estimate("Hotel", "Arm").get("duration").doubleValue()).isEqualTo(40.5);
    assertThat(estimate("Arm", "Hotel").get("duration").doubleValue()).isEqualTo(60);
  }

  @Test
  void aRunWithATargetIsAMoveThatTheContainerMakesWhenItEnds() {
    assertThat(report("started", "10:00:00", "\"run\": \"1\", \"fct\": \"move\", " + place("target", "Arm", 0))).isNull();
    assertThat(get("/api/containers/ASSAY-001").get("current_device").textValue()).isEqualTo("Hotel");
    assertThat(report("finished", "10:00:30", "\"run\": \"1\"")).isNull();

    assertThat(get("/api/containers/ASSAY-001").get("current_device").textValue()).isEqualTo("Arm");
    assertThat(count("tracking.move_steps")).isEqualTo(1);
    assertThat(estimate("Hotel", "Arm").get("duration").doubleValue()).isEqualTo(30);

    report("started", "10:01:00", "\"run\": \"2\", \"fct\": \"move\", " + place("target", "Hotel", 0));
    assertThat(report("failed", "10:01:30", "\"run\": \"2\", \"message\": \"dropped\"")).isNull();
    assertThat(get("/api/containers/ASSAY-001").get("current_device").textValue()).as("it did not arrive").isEqualTo("Arm");
    assertThat(rows("select status from tracking.move_steps order by started_at")).hasToString("[{status=completed}, {status=failed}]");
  }

  @Test
  void aMoveWithinARunIsOneMoveAndOneStep() {
    report("started", "10:00:00", "\"run\": \"1\", \"fct\": \"move\", " + HOTEL_TO_ARM);
    assertThat(report("moved", "10:00:29", "\"run\": \"1\", \"duration_s\": 29, " + HOTEL_TO_ARM)).isNull();
    assertThat(report("finished", "10:00:30", "\"run\": \"1\"")).isNull();

    assertThat(count("tracking.move_steps where status = 'completed'")).isEqualTo(1);
    assertThat(count("tracking.container_moves where from_device is not null")).isEqualTo(1);
  }

  @Test
  void theEventsOfAMoveMayComeAfterWhatFollowedIt() {
    report("moved", "10:05:00", place("source", "Arm", 0) + ", " + place("target", "Incubator", 3));
    assertThat(report("finished", "10:00:30", "\"run\": \"1\"")).isEqualTo("step.no-start");
    assertThat(report("started", "10:00:00", "\"run\": \"1\", \"fct\": \"move\", " + HOTEL_TO_ARM)).isNull();

    assertThat(get("/api/events/contradictions")).isEmpty();
    assertThat(get("/api/containers/ASSAY-001").get("current_device").textValue()).isEqualTo("Incubator");
    assertThat(rows("select device, until is null as open from tracking.stays where container_id = (select container_id from"
        + " tracking.containers where barcode = 'ASSAY-001') order by since").toString())
        .isEqualTo("[{device=Hotel, open=false}, {device=Arm, open=false}, {device=Incubator, open=true}]");
    assertThat(count("tracking.move_steps where duration_s = 30 and status = 'completed'")).isEqualTo(1);
  }

  @Test
  void aDirectCallThatSaysWhenTheMoveBeganRecordsItsStep() {
    move("\"started_at\": \"%s\", ".formatted(Instant.now().minusSeconds(20)) + HOTEL_TO_ARM, HttpStatus.OK);

    assertThat(count("tracking.move_steps where status = 'completed' and duration_s between 20 and 60")).isEqualTo(1);
    var future = post("/api/containers/ASSAY-001/move", "{\"started_at\": \"2999-01-01T00:00:00Z\", " + place("source", "Arm", 0) + ", "
        + place("target", "Hotel", 0) + "}");
    assertThat(future.getBody().get("code").textValue()).isEqualTo("step.absurd");
    assertThat(get("/api/containers/ASSAY-001").get("current_device").textValue()).as("refused as a whole").isEqualTo("Arm");
  }

  @Test
  void aMoveThatACallAndTheDeviceTellIsOneMoveWithOneStepWhoeverIsFirst() {
    String now = Instant.now().toString();
    move(HOTEL_TO_ARM, HttpStatus.OK);
    assertThat(reportAt("moved", now, "\"duration_s\": 12, " + HOTEL_TO_ARM)).as("the call was first").isNull();
    assertThat(count("tracking.container_moves where from_device is not null")).isEqualTo(1);
    assertThat(count("tracking.move_steps")).as("the device knows how long it took").isEqualTo(1);
    assertThat(count("tracking.told_again")).isEqualTo(1);

    String back = place("source", "Arm", 0) + ", " + place("target", "Hotel", 0);
    assertThat(reportAt("moved", Instant.now().toString(), "\"duration_s\": 11, " + back)).as("the device is first").isNull();
    move(back, HttpStatus.OK);
    move("\"started_at\": \"%s\", ".formatted(Instant.now().minusSeconds(11)) + back, HttpStatus.OK);
    assertThat(post("/api/steps", """
        {"container": "ASSAY-001", "process_name": "back home", "start": "%s", "finish": "%s", "move": {"origin_device": "Arm",
         "origin_pos": 0, "destination_device": "Hotel", "destination_pos": 0, "barcode_read": true}}"""
        .formatted(Instant.now().minusSeconds(11), Instant.now())).getStatusCode()).isEqualTo(HttpStatus.CREATED);

    assertThat(count("tracking.container_moves where from_device is not null")).isEqualTo(2);
    assertThat(rows("select process_name, duration_s, barcode_read from tracking.move_steps where origin_device = 'Arm'"))
        .hasToString("[{process_name=back home, duration_s=11.0, barcode_read=true}]");
    assertThat(get("/api/events/contradictions")).isEmpty();
  }

  @Test
  void aPlannedMoveThatTheDeviceReportsDoneCountsOnce() {
    String planned = post("/api/steps", """
        {"container": "ASSAY-001", "move": {"origin_device": "Hotel", "origin_pos": 0, "destination_device": "Arm",
         "destination_pos": 0}}""")
        .getBody().get("step_id").textValue();
    Instant start = Instant.now().minusSeconds(30);
    post("/api/steps/%s/status".formatted(planned), "{\"status\": \"running\", \"at\": \"%s\"}".formatted(start));
    assertThat(reportAt("moved", Instant.now().toString(), "\"duration_s\": 30, " + HOTEL_TO_ARM)).isNull();

    assertThat(post("/api/steps/%s/status".formatted(planned), "{\"status\": \"completed\"}").getStatusCode()).isEqualTo(HttpStatus.OK);

    assertThat(count("tracking.process_steps where counts")).isEqualTo(1);
    assertThat(rows("select step_id::text as id from tracking.process_steps where counts")).hasToString("[{id=%s}]".formatted(planned));
  }

  @Test
  void aLidThatACallAndTheDeviceTellIsTurnedOnce() {
    String site = "\"lid_device\": \"LidHotel\", \"lid_pos\": 1";
    post("/api/containers/ASSAY-001/unlid", "{" + site + "}");
    assertThat(reportAt("unlidded", Instant.now().toString(), site)).isNull();
    post("/api/containers/ASSAY-001/lid", "{}");
    assertThat(reportAt("lidded", Instant.now().toString(), site)).isNull();
    assertThat(count("tracking.stays where what = 'lid' and device is not null")).isEqualTo(1);
  }

  @Test
  void anotherDevicesMoveOfTheSameKindIsNotTakenForTheOneThatACallTold() {
    String back = place("source", "Arm", 0) + ", " + place("target", "Hotel", 0);
    move(HOTEL_TO_ARM, HttpStatus.OK);
    assertThat(reportAt("moved", Instant.now().toString(), HOTEL_TO_ARM)).isNull();
    assertThat(reportAt("moved", Instant.now().plusSeconds(1).toString(), back)).isNull();
    assertThat(reportAt("moved", Instant.now().plusSeconds(2).toString(), HOTEL_TO_ARM)).as("a second time").isNull();

    assertThat(count("tracking.container_moves where from_device is not null")).isEqualTo(3);
    assertThat(get("/api/containers/ASSAY-001").get("current_device").textValue()).isEqualTo("Arm");
  }

  @Test
  void durationsThatCannotBeAreToldAndChangeNothing() {
    assertThat(report("moved", "10:00:41", "\"started_at\": \"2026-11-16T10:01:00Z\", " + HOTEL_TO_ARM)).isEqualTo("step.negative");
    assertThat(get("/api/containers/ASSAY-001").get("current_device").textValue()).isEqualTo("Hotel");
    for (String fields : new String[] {"\"duration_s\": -1, ", "\"duration_s\": \"long\", ",
        "\"duration_s\": 1, \"started_at\": \"2026-11-16T10:00:00Z\", "}) {
      var answer = post("/api/events", "[" + event("moved", "2026-11-16T10:00:41Z", fields + HOTEL_TO_ARM) + "]");
      assertThat(answer.getBody().get("code").textValue()).isEqualTo("event.duration");
    }
  }

  @Test
  void lidsThatAreReportedLateFindTheirPlaceInThePast() {
    String site = "\"lid_device\": \"LidHotel\", \"lid_pos\": 1";
    report("moved", "10:30:00", HOTEL_TO_ARM);
    assertThat(report("lidded", "10:20:00", site)).isEqualTo("event.late");
    assertThat(report("unlidded", "10:10:00", site)).as("and the one that waited for it").isNull();
    assertThat(get("/api/events/contradictions")).isEmpty();
    assertThat(report("unlidded", "10:25:00", site)).as("off until now").isNull();

    JsonNode plate = get("/api/containers/ASSAY-001");
    assertThat(plate.get("lid_site")).hasToString("[\"LidHotel\",1]");
    assertThat(rows("select since::text as since, until::text as until from (select since at time zone 'utc' as since,"
        + " until at time zone 'utc' as until from tracking.stays where what = 'lid' and device is not null order by since) s"))
        .hasToString("[{since=2026-11-16 10:10:00, until=2026-11-16 10:20:00}, {since=2026-11-16 10:25:00, until=null}]");
    assertThat(report("unlidded", "10:15:00", site)).as("it was off then").isEqualTo("event.late");
    report("lidded", "10:40:00", site);
    assertThat(report("unlidded", "10:35:00", "\"lid_device\": \"LidHotel\", \"lid_pos\": 2")).as("off already").isEqualTo("event.late");
  }

  @Test
  void aLateLidDoesNotFitWhereItsPlaceWasTaken() {
    String site = "\"lid_device\": \"LidHotel\", \"lid_pos\": 1";
    String other = event("unlidded", "2026-11-16T10:05:00Z", site).replace("ASSAY-001", "ASSAY-002");
    post("/api/events", "[" + other + "]");
    report("moved", "10:30:00", HOTEL_TO_ARM);

    assertThat(report("unlidded", "10:10:00", site)).isEqualTo("event.late");
    assertThat(report("unlidded", "10:02:00", site)).isEqualTo("event.late");
    assertThat(get("/api/containers/ASSAY-001").get("lidded").booleanValue()).isTrue();
    assertThat(report("lidded", "10:04:00", site)).as("from 10:02 to 10:04 it was free").isNull();
    assertThat(count("tracking.stays where what = 'lid' and device is not null")).isEqualTo(2);
  }

  private void move(String fields, HttpStatus expected) {
    var answer = post("/api/containers/ASSAY-001/move", "{" + fields + "}");
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(expected);
  }

  private JsonNode estimate(String origin, String destination) {
    return post("/api/estimates", "{\"steps\": [{\"origin_device\": \"%s\", \"destination_device\": \"%s\"}]}"
        .formatted(origin, destination)).getBody().get(0);
  }

  private String report(String event, String at, String fields) {
    return reportAt(event, "2026-11-16T" + at + "Z", fields);
  }

  /** Reports one event of the plate; tells the code it was flagged with, or null. */
  private String reportAt(String event, String at, String fields) {
    var answer = post("/api/events", "[" + event(event, at, fields) + "]");
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.OK);
    JsonNode flag = answer.getBody().get(0).get("flag");
    return flag.isNull() ? null : flag.get("code").textValue();
  }

  private static String event(String event, String at, String fields) {
    return "{\"event\": \"%s\", \"at\": \"%s\", \"device\": \"Arm\", \"barcode\": \"ASSAY-001\", %s}".formatted(event, at, fields);
  }

  private static String place(String what, String device, int position) {
    return "\"%1$s_device\": \"%2$s\", \"%1$s_pos\": %3$d".formatted(what, device, position);
  }
}
