package io.labroute.tracking.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;

class DeviceEventsIT extends EngineTest {

  private static final Path SAMPLES = Path.of("samples");

  private void dropTheLab() {
    drop("lab-config", "lab.yaml", SAMPLES.resolve("lab-config/lab.yaml"));
    drop("containers", "monday.csv", SAMPLES.resolve("containers/monday.csv"));
  }

  private void drop(ReportedLab lab) {
    drop("lab-config", "round.yaml", lab.configuration());
    drop("containers", "round.csv", lab.containers());
  }

  @Test
  void aDayOfReportsMovesContainersAndTimesSteps() {
    dropTheLab();
    FileRecord file = drop("device-events", "monday.jsonl", SAMPLES.resolve("device-events/monday.jsonl"));

    assertThat(file.recordsLoaded()).isEqualTo(5);
    assertThat(get("/api/events/contradictions")).isEmpty();
    JsonNode plate = get("/api/containers/ASSAY-001");
    assertThat(plate.get("current_device").textValue()).isEqualTo("LiquidHandler");
    assertThat(plate.get("lid_site")).hasToString("[\"LidHotel\",0]");
    JsonNode step = get("/api/steps?container=ASSAY-001").get(0);
    assertThat(step.get("status").textValue()).isEqualTo("completed");
    assertThat(step.get("duration").doubleValue()).isEqualTo(390);
    assertThat(get("/api/events?limit=10000").findValuesAsText("kind")).contains("worklist_picked_up", "moved", "registered");
  }

  @Test
  void eventsOfAFileMayStandInAnyOrder() {
    var lab = new ReportedLab(40, 500, 6);
    drop(lab);
    var shuffled = new ArrayList<>(lab.lines());
    Collections.shuffle(shuffled, new Random(6));

    FileRecord file = drop("device-events", "day.jsonl", String.join("\n", shuffled) + "\n");

    assertThat(file.recordsLoaded()).isEqualTo(lab.lines().size());
    assertThat(get("/api/events/contradictions")).isEmpty();
    assertThat(places()).isEqualTo(lab.places());
    assertThat(lids()).isEqualTo(lab.lids());
    assertThat(count("tracking.process_steps where finished_at - started_at = interval '2 s'")).isEqualTo(lab.runs());
    assertThat(count("tracking.move_steps where duration_s = 1.5")).isEqualTo(lab.moves());
    assertThat(count("tracking.process_steps where status = 'failed'")).isEqualTo(lab.runs() / 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 9, 10, 11})
  void eventsMayComeInAnyOrderFileByFile(long seed) {
    var lab = new ReportedLab(30, 240, seed);
    drop(lab);
    var shuffled = new ArrayList<>(lab.lines());
    Collections.shuffle(shuffled, new Random(seed));
    for (int from = 0; from < shuffled.size(); from += 40) {
      drop("device-events", "part-%d.jsonl".formatted(from),
          String.join("\n", shuffled.subList(from, Math.min(from + 40, shuffled.size()))));
    }

    assertThat(get("/api/events/contradictions")).isEmpty();
    assertThat(places()).isEqualTo(lab.places());
    assertThat(count("tracking.process_steps where finished_at - started_at = interval '2 s'")).isEqualTo(lab.runs());
    assertThat(lids()).isEqualTo(lab.lids());
    assertThat(count("tracking.container_moves where from_device is not null and what = 'container'")).as("every move is in the history")
        .isEqualTo(lab.moves());
    assertThat(count("tracking.stays where what = 'lid'")).as("so is every lid that was off").isEqualTo(lab.unlids());
    assertThat(count("tracking.move_steps m join tracking.process_steps s using (step_id) join tracking.stays t on t.begun_by = s.moved_by"
        + " where m.duration_s = 1.5 and t.since = m.finished_at and t.position = m.destination_position"))
        .as("every move is a step that ends where and when its stay begins").isEqualTo(lab.moves());
    assertThat(count("""
        (select since < lag(until) over (partition by device, position order by since, stay_id) as too_early from tracking.stays) s
        where too_early""")).isZero();
  }

  @Test
  void anEventIsTakenOnceWhereverItIsTold() {
    var lab = new ReportedLab(40, 100, 7);
    drop(lab);
    drop("device-events", "first.jsonl", String.join("\n", lab.lines()));
    FileRecord again = drop("device-events", "again.jsonl", String.join("\n", lab.lines()) + "\n" + lab.lines().get(0));

    assertThat(again.state()).isEqualTo("completed");
    assertThat(again.recordsLoaded()).isZero();
    assertThat(again.recordsUnchanged()).isEqualTo(lab.lines().size() + 1);
    JsonNode told = post("/api/events", "[" + lab.lines().get(0) + "]").getBody();
    assertThat(told.get(0).get("is_new").booleanValue()).isFalse();
    assertThat(count("tracking.events where reporter is not null")).isEqualTo(lab.lines().size());
    assertThat(places()).isEqualTo(lab.places());
  }

  @Test
  void whatContradictsTheRecordIsKeptFlaggedAndDoneOnceTheMissingEventComes() {
    dropTheLab();
    String first = moved("ASSAY-001", "10:00:00", "Hotel", 0, "Arm", 0);
    String second = moved("ASSAY-001", "10:00:20", "Arm", 0, "Incubator", 2);
    String intoTheFreedPlace = moved("ASSAY-002", "10:01:00", "Hotel", 1, "Hotel", 0);

    assertThat(report(intoTheFreedPlace)).isEqualTo("position.taken");
    assertThat(report(second)).isEqualTo("container.not-there");
    assertThat(get("/api/events/contradictions").findValuesAsText("flag")).hasSize(2);
    assertThat(get("/api/containers/ASSAY-001").get("current_device").textValue()).isEqualTo("Hotel");

    assertThat(report(first)).isNull();
    assertThat(get("/api/containers/ASSAY-001").get("current_device").textValue()).isEqualTo("Incubator");
    assertThat(get("/api/containers/ASSAY-002").get("current_pos").intValue()).isZero();
    assertThat(get("/api/events/contradictions")).isEmpty();
    assertThat(get("/api/containers/ASSAY-001/stays").findValuesAsText("device")).containsExactly("Hotel", "Arm", "Incubator");
  }

  @Test
  void anEndThatComesBeforeItsStartFitsWhenTheStartComes() {
    dropTheLab();
    assertThat(report(run("finished", "10:30:00"))).isEqualTo("step.no-start");
    assertThat(count("tracking.process_steps")).isZero();
    assertThat(report(run("started", "10:00:00"))).isNull();
    assertThat(get("/api/steps?device=Incubator").get(0).get("duration").doubleValue()).isEqualTo(1800);
    assertThat(get("/api/events/contradictions")).isEmpty();
  }

  @Test
  void anUnknownBarcodeIsQuarantinedUntilAPersonDecides() {
    dropTheLab();
    assertThat(report("{\"event\": \"barcode_read\", \"at\": \"2026-11-16T10:00:00Z\", \"device\": \"Arm\"}")).isEqualTo("container.unread");
    assertThat(report(moved("NEW-1", "10:00:01", "Hotel", 5, "Arm", 0))).isEqualTo("container.unknown");
    JsonNode quarantine = get("/api/quarantine");
    assertThat(quarantine.findValuesAsText("code")).containsExactly("container.unread", "container.unknown");

    drop("containers", "new.csv", "barcode,device,position,at\nNEW-1,Hotel,5,2026-11-16T09:00:00Z\n");
    assertThat(post("/api/events/contradictions/try", "{}").getBody().get("fitting").intValue()).isEqualTo(1);
    assertThat(get("/api/containers/NEW-1").get("current_device").textValue()).isEqualTo("Arm");
    String dismiss = "/api/events/%d/dismiss".formatted(quarantine.get(0).get("event_id").longValue());
    assertThat(post(dismiss, "{}").getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(post(dismiss, "{\"reason\": \"an empty nest\"}").getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);
    assertThat(get("/api/quarantine")).isEmpty();
  }

  @Test
  void impossibleTimesAndUnknownThingsAreFlaggedAndLeftOutOfEstimates() {
    dropTheLab();
    assertThat(report(run("started", "10:00:00").replace("2026-11-16", "2999-01-01"))).isEqualTo("event.clock");
    assertThat(report(run("started", "10:00:00").replace("2026-11-16", "1970-01-01"))).isEqualTo("event.clock");
    assertThat(report(run("started", "10:00:00").replace("Incubator", "Nothing"))).isEqualTo("device.unknown");
    assertThat(report(run("started", "10:00:00").replace("}", ", \"experiment_id\": \"none\"}"))).isEqualTo("experiment.unknown");
    assertThat(report(moved("ASSAY-001", "10:00:00", "Hotel", 0, "Hotel", 0))).isEqualTo("container.is-there");
    assertThat(report(moved("ASSAY-001", "07:00:00", "Hotel", 0, "Hotel", 4))).isEqualTo("event.late");
    assertThat(count("tracking.process_steps")).isZero();
    assertThat(get("/api/events?limit=10000").findValuesAsText("flag")).contains("event.clock", "event.late");
    JsonNode clocks = get("/api/device-clocks");
    assertThat(clocks.findValuesAsText("device")).contains("Incubator", "Arm");
    assertThat(clocks.get(1).get("least_delay_seconds").doubleValue()).as("ahead by centuries").isNegative();
  }

  @Test
  void badLinesAreRejectedAloneAndTablesAreReadToo() {
    dropTheLab();
    FileRecord json = drop("device-events", "bad.jsonl", """
        {"event": "moved", "at": "2026-11-16T09:00:41Z", "device": "Arm", "barcode": "ASSAY-001", "target_device": "Arm", "target_pos": 0}
        {"event": "moved", "at": "2026-11-16T09:00:41Z", "device": "Arm", "barcode": "ASSAY-001"}
        {"event": "flew", "at": "2026-11-16T09:00:41Z", "device": "Arm"}
        {"event": "moved", "at": "16.11.2026", "device": "Arm", "target_device": "Arm", "target_pos": 0}
        {"event": "started", "at": "2026-11-16T09:00:41Z", "device": "Arm"}
        {"event": "started", "at": "2026-11-16T09:00:41Z", "device": "Arm", "fct": "x", "parameters": "hot"}
        {"event": "moved", "at": "2026-11-16T09:0
        [1]
        {"event": "barcode_read", "at": "2026-11-16T09:10:00Z", "device": "Arm", "barcode": "ASSAY-001", "mood": "fine"}
        """);
    assertThat(json.recordsLoaded()).isEqualTo(2);
    assertThat(get("/api/files/%d/rejects".formatted(json.id())).findValuesAsText("code")).containsExactlyInAnyOrder("event.field-missing",
        "event.kind", "event.time", "name.missing", "event.parameters", "json.syntax", "event.not-an-object");
    assertThat(get("/api/files/%d/rejects".formatted(json.id())).findValuesAsText("line"))
        .containsExactlyInAnyOrder("2", "3", "4", "5", "6", "7", "8");
    FileRecord table = drop("device-events", "day.csv", """
        event,at,device,barcode,target_device,target_pos
        moved,2026-11-16T11:00:00,Arm,ASSAY-001,Incubator,7
        moved,2026-11-16T11:01:00,Arm,ASSAY-001,Incubator,-7
        """);
    assertThat(table.recordsLoaded()).isEqualTo(1);
    assertThat(table.recordsRejected()).isEqualTo(1);
    JsonNode history = get("/api/containers/ASSAY-001/stays");
    assertThat(history.get(2).get("since").textValue()).as("the lab's zone").isEqualTo("2026-11-16T10:00:00Z");
  }

  private Map<String, Integer> places() {
    return rows("select barcode, current_pos from tracking.container_places").stream()
        .collect(Collectors.toMap(row -> (String) row.get("barcode"), row -> (Integer) row.get("current_pos"), (a, b) -> a, TreeMap::new));
  }

  private Map<String, Integer> lids() {
    return rows("select barcode, lid_pos from tracking.container_places where not lidded").stream()
        .collect(Collectors.toMap(row -> (String) row.get("barcode"), row -> (Integer) row.get("lid_pos"), (a, b) -> a, TreeMap::new));
  }

  /** Reports one event; tells the code it was flagged with, or null. */
  private String report(String event) {
    var answer = post("/api/events", "[" + event + "]");
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.OK);
    JsonNode flag = answer.getBody().get(0).get("flag");
    return flag.isNull() ? null : flag.get("code").textValue();
  }

  private static String moved(String barcode, String at, String from, int position, String to, int target) {
    return """
        {"event": "moved", "at": "2026-11-16T%sZ", "device": "Arm", "barcode": "%s", "source_device": "%s", "source_pos": %d,
         "target_device": "%s", "target_pos": %d}""".formatted(at, barcode, from, position, to, target);
  }

  private static String run(String event, String at) {
    return """
        {"event": "%s", "at": "2026-11-16T%sZ", "device": "Incubator", "fct": "incubate", "run": "7"}""".formatted(event, at);
  }
}
