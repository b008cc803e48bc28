package io.labroute.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import io.labroute.testing.SharedFiles;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** The lab as its files and the interface of its status database tell it. */
class LabIT extends EngineTest {

  private static final Path SAMPLES = Path.of("samples");

  private void dropTheLab() {
    drop("lab-config", "lab.yaml", SAMPLES.resolve("lab-config/lab.yaml"));
    drop("containers", "monday.csv", SAMPLES.resolve("containers/monday.csv"));
  }

  @Test
  void aConfigurationDroppedThreeTimesGivesOneLab() {
    Path real = SharedFiles.legacy("lara/cage2_platform_config.yaml");

    FileRecord first = drop("lab-config", "a.yaml", real);
    FileRecord second = drop("lab-config", "b.yaml", real);
    FileRecord third = drop("lab-config", "c.yaml", real);

    assertThat(List.of(first.state(), second.state(), third.state())).containsExactly("completed", "duplicate", "duplicate");
    assertThat(first.recordsLoaded()).isEqualTo(14);
    assertThat(first.recordsRejected()).isZero();
    assertThat(count("tracking.devices")).isEqualTo(14);
    assertThat(count("tracking.positions")).isEqualTo(156);
    assertThat(get("/api/devices/Hotel2/positions").findValuesAsText("position"))
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12");
    JsonNode human = get("/api/devices/Human");
    assertThat(human.get("process_capacity").intValue()).isEqualTo(99);
    assertThat(human.get("resource").textValue()).isEqualTo("HumanServiceResource");
    assertThat(get("/api/devices/Echo").get("allows_overlap").booleanValue()).isFalse();
  }

  @Test
  void whatChangesInTheConfigurationIsANewVersionAndTheRestStays() {
    dropTheLab();
    drop("lab-config", "more.yaml", """
        sila_servers:
          storage:
            Hotel: {capacity: 12}
            LidHotel: {capacity: 4}
        pythonlab_translation:
          storage: LabwareStorageResource
        """);

    assertThat(get("/api/devices/Hotel/positions")).hasSize(12);
    assertThat(get("/api/devices/Hotel/history").findValuesAsText("version")).containsExactly("1", "2");
    assertThat(get("/api/devices/LidHotel/history")).hasSize(1);
    assertThat(get("/api/devices")).hasSize(6);
    FileRecord smaller = drop("lab-config", "smaller.yaml", "sila_servers: {storage: {Hotel: {capacity: 1}, LidHotel: {capacity: 2}}}");
    assertThat(smaller.recordsRejected()).isEqualTo(1);
    assertThat(get("/api/files/%d/rejects".formatted(smaller.id())).findValuesAsText("code")).containsExactly("device.occupied");
    assertThat(get("/api/devices/LidHotel/positions")).hasSize(2);
    assertThat(get("/api/devices/Hotel/positions")).hasSize(12);
  }

  @Test
  void badValuesOfAConfigurationRejectTheirDevice() {
    FileRecord file = drop("lab-config", "bad.yaml", """
        sila_servers:
          storage:
            NoCapacity: {}
            Negative: {capacity: -1}
            Half: {capacity: 1.5}
            Huge: {capacity: 1000000000}
            Good: {capacity: 2}
          movers:
            Good: {capacity: 1}
        """);

    assertThat(file.recordsLoaded()).isEqualTo(1);
    assertThat(get("/api/files/%d/rejects".formatted(file.id())).findValuesAsText("code")).containsExactlyInAnyOrder(
        "device.not-a-mapping", "device.impossible", "number.not-whole", "device.impossible", "device.twice");
  }

  @Test
  void aContainerIsFoundMovedAndItsHistoryTold() {
    dropTheLab();

    JsonNode before = get("/api/containers/ASSAY-001");
    assertThat(before.get("current_device").textValue()).isEqualTo("Hotel");
    assertThat(before.get("lidded").booleanValue()).isTrue();
    JsonNode moved = ok(post("/api/containers/ASSAY-001/move", move("Hotel", 0, "Incubator", 5)));
    assertThat(moved.get("current_device").textValue()).isEqualTo("Incubator");
    assertThat(moved.get("current_pos").intValue()).isEqualTo(5);
    assertThat(moved.get("start_device").textValue()).isEqualTo("Hotel");
    assertThat(get("/api/devices/Incubator/positions/5").get("container").textValue()).isEqualTo("ASSAY-001");
    assertThat(get("/api/devices/Hotel/positions/0").get("empty").booleanValue()).isTrue();
    JsonNode history = get("/api/containers/ASSAY-001/stays");
    assertThat(history.findValuesAsText("device")).containsExactly("Hotel", "Incubator");
    assertThat(get("/api/containers/ASSAY-001/at?time=" + history.get(0).get("since").textValue()).get("device").textValue())
        .isEqualTo("Hotel");
    assertThat(rows("select from_device, to_device, actor from tracking.container_moves where from_device is not null"))
        .singleElement().hasToString("{from_device=Hotel, to_device=Incubator, actor=local user}");
    assertThat(rest.getForObject("/devices", String.class)).contains("Incubator", "ASSAY-001", "CMP-001");
    assertThat(rest.getForObject("/containers/one?barcode=ASSAY-001", String.class)).contains("Hotel", "Incubator");
  }

  @Test
  void aMoveThatCannotBeIsRefusedWithItsReasonAndChangesNothing() {
    dropTheLab();

    assertRefused("/api/containers/ASSAY-001/move", move("Hotel", 0, "Hotel", 1), "position.taken");
    assertRefused("/api/containers/ASSAY-001/move", move("Incubator", 0, "Hotel", 5), "container.not-there");
    assertRefused("/api/containers/ASSAY-001/move", move("Hotel", 0, "Hotel", 0), "container.is-there");
    assertRefused("/api/containers/ASSAY-001/move", move("Hotel", 0, "Hotel", 10), "position.unknown");
    assertRefused("/api/containers/ASSAY-001/move", move("Hotel", 0, "Hotel", -1), "position.unknown");
    assertRefused("/api/containers/ASSAY-001/move", move("Hotel", 0, "Nothing", 0), "position.unknown");
    assertRefused("/api/containers/ASSAY-001/move", "{\"source_device\": \"Hotel\"}", "position.missing");
    assertRefused("/api/containers/ASSAY-001/move", move("Hotel", 0, "x".repeat(10_000), 0), "name.too-long");
    assertRefused("/api/containers/none/move", move("Hotel", 0, "Hotel", 5), "container.unknown");
    assertRefused("/api/moves", move("Hotel", 7, "Hotel", 8), "position.empty");
    assertThat(count("tracking.events where kind = 'moved'")).isZero();
    assertThat(get("/api/containers/ASSAY-001/stays")).hasSize(1);
  }

  @Test
  void whateverStandsOnAPositionIsMovedAndABarcodeOnlyVerifies() {
    dropTheLab();

    assertThat(ok(post("/api/moves", move("Hotel", 1, "Arm", 0))).get("barcode").textValue()).isEqualTo("ASSAY-002");
    assertRefused("/api/moves", move("Arm", 0, "Hotel", 1).replace("}", ", \"barcode\": \"ASSAY-001\"}"), "container.not-there");
  }

  @Test
  void aPositionWithALidOnlyIsNotEmpty() {
    dropTheLab();

    JsonNode unlidded = ok(post("/api/containers/ASSAY-001/unlid", "{\"lid_device\": \"LidHotel\", \"lid_pos\": 2}"));
    assertThat(unlidded.get("lidded").booleanValue()).isFalse();
    assertThat(unlidded.get("lid_site")).hasToString("[\"LidHotel\",2]");
    assertThat(get("/api/devices/LidHotel/positions/2").get("empty").booleanValue()).isFalse();
    assertRefused("/api/containers/ASSAY-002/unlid", "{\"lid_device\": \"LidHotel\", \"lid_pos\": 2}", "position.taken");
    assertRefused("/api/containers/ASSAY-002/move", move("Hotel", 1, "LidHotel", 2), "position.taken");
    assertRefused("/api/containers/ASSAY-001/lid", "{\"lid_device\": \"LidHotel\", \"lid_pos\": 1}", "lid.not-there");
    assertThat(ok(post("/api/containers/ASSAY-001/lid", "{}")).get("lid_site").isNull()).isTrue();
    assertThat(get("/api/devices/LidHotel/positions/2").get("empty").booleanValue()).isTrue();
  }

  @Test
  void aRemovedContainerFreesItsPlaceAndKeepsItsHistory() {
    dropTheLab();

    assertThat(ok(rest.exchange("/api/containers/ASSAY-001", HttpMethod.DELETE, null, JsonNode.class)).get("removed")
        .booleanValue()).isTrue();
    assertThat(get("/api/devices/Hotel/positions/0").get("empty").booleanValue()).isTrue();
    assertThat(get("/api/containers/ASSAY-001/stays")).hasSize(1);
    assertThat(post("/api/containers", """
        {"barcode": "ASSAY-001", "current_device": "Hotel", "current_pos": 0, "labware_type": "96-well plate"}""").getStatusCode())
        .isEqualTo(HttpStatus.CREATED);
    assertThat(count("tracking.containers where barcode = 'ASSAY-001'")).isEqualTo(2);
    assertThat(get("/api/containers/ASSAY-001").get("removed").booleanValue()).isFalse();
  }

  @Test
  void badRowsOfContainersAreRejectedAlone() {
    dropTheLab();
    FileRecord bad = drop("containers", "bad.csv", """
        barcode,device,position,lidded,lid_device,lid_position
        ASSAY-001,Hotel,9,1,,
        NEW-1,Hotel,1,1,,
        NEW-2,Hotel,-1,1,,
        NEW-3,Nowhere,0,1,,
        ,Hotel,4,1,,
        NEW-4,Hotel,5,perhaps,,
        NEW-5,Hotel,5,0,Hotel,5
        NEW-6,Hotel,6,0,LidHotel,0
        NEW-6,Hotel,7,1,,
        NEW-7,LidHotel,0,1,,
        """);

    assertThat(bad.recordsLoaded()).isEqualTo(1);
    assertThat(get("/api/files/%d/rejects".formatted(bad.id())).findValuesAsText("code")).containsExactlyInAnyOrder(
        "container.exists", "position.taken", "position.malformed", "position.unknown", "name.missing", "container.truth",
        "position.taken", "container.exists", "position.taken");
  }

  @Test
  void devicesAreStatedVersionedAndRetiredByRestToo() {
    ok(put("/api/devices/Shaker", "{\"category\": \"shakers\", \"capacity\": 2}"));
    ok(put("/api/devices/Shaker", "{\"category\": \"shakers\", \"capacity\": 2}"));
    assertThat(get("/api/devices/Shaker").get("version").intValue()).isEqualTo(1);
    assertThat(put("/api/devices/Shaker", "{\"capacity\": 0}").getBody().get("code").textValue()).isEqualTo("device.impossible");
    post("/api/containers", "{\"barcode\": \"X\", \"lidded\": true, \"current_device\": \"Shaker\", \"current_pos\": 1}");
    assertThat(rest.exchange("/api/devices/Shaker", HttpMethod.DELETE, null, JsonNode.class).getBody().get("code").textValue())
        .isEqualTo("device.occupied");
    rest.delete("/api/containers/X");
    assertThat(rest.exchange("/api/devices/Shaker", HttpMethod.DELETE, null, Void.class).getStatusCode())
        .isEqualTo(HttpStatus.NO_CONTENT);
    assertThat(get("/api/containers/X/stays").findValuesAsText("device")).containsExactly("Shaker");
    assertThat(get("/api/devices/Shaker").get("retired_at").isNull()).isFalse();
  }

  @Test
  void aCertificateIsKeptAndGivenBack() {
    ok(put("/api/devices/Reader", "{\"capacity\": 1}"));
    String pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    var headers = new HttpHeaders();
    headers.setContentType(MediaType.TEXT_PLAIN);

    assertProblem("/api/devices/Reader/certificate", HttpStatus.NOT_FOUND, "web.missing");
    rest.exchange("/api/devices/Reader/certificate", HttpMethod.PUT, new HttpEntity<>(pem, headers), Void.class);
    assertThat(rest.getForObject("/api/devices/Reader/certificate", String.class)).isEqualTo(pem);
    assertThat(rest.exchange("/api/devices/Reader/certificate", HttpMethod.PUT, new HttpEntity<>("secret", headers), JsonNode.class)
        .getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
  }

  private static String move(String fromDevice, int from, String toDevice, int to) {
    return """
        {"source_device": "%s", "source_pos": %d, "target_device": "%s", "target_pos": %d}"""
        .formatted(fromDevice, from, toDevice, to);
  }

  private ResponseEntity<JsonNode> put(String path, String body) {
    var headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    return rest.exchange(path, HttpMethod.PUT, new HttpEntity<>(body, headers), JsonNode.class);
  }

  private static JsonNode ok(ResponseEntity<JsonNode> answer) {
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.OK);
    return answer.getBody();
  }

  private void assertRefused(String path, String body, String code) {
    var answer = post(path, body);
    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(answer.getBody().get("code").textValue()).isEqualTo(code);
  }
}
