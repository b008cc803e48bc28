package io.labroute.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.testing.EngineTest;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;

/**
 * What was wrong with the predecessor's status database, each with a test that would fail if it came back:
 *
 * <ul>
 * <li>two containers in one slot: {@link #twoContainersInOnePositionAreRefusedEvenByTheTables}
 * <li>two live containers with one barcode: {@link #twoLiveContainersWithOneBarcodeAreRefusedEvenByTheTables}
 * <li>a move is not tied to its move step, the two can diverge: {@link #aMoveAndItsStepAreOneCallThatHappensWhollyOrNotAtAll}
 * <li>no history of moves unless steps are saved: {@link #everyMoveIsInTheHistoryThoughNobodySavesAStep}
 * <li>only completed steps are logged: {@link #failedAndAbortedStepsAreSeenAndDoNotDistortEstimates}
 * <li>parameters as text: {@link #parametersAreValuesWhoseOrderDoesNotMatter}
 * <li>the maximum, without decay, number of samples or percentile: {@link #anEstimateTellsItsQuantileItsSamplesAndForgetsOldRuns}
 * <li>simulated steps are not said to be left out: {@link #simulatedStepsNeverCount}
 * <li>the documented query for the mean duration is none: {@link #durationsByDeviceAndMethodAreAskedForAsTheyStand}
 * <li>deleting a device deletes histories: {@link #aDeviceIsRetiredAndNoHistoryGoesWithIt}
 * <li>slots count from 0 here and from 1 there: {@link #positionsCountFromZeroAndShowTheDevicesOwnNumber}
 * <li>the lab is wiped at every start of one adopter: {@link #theLabIsNotWipedByAccident}
 * </ul>
 *
 * <p>That health_check was needed to find the first two is gone with them; what it finds now is in {@link PredecessorExamplesIT}.
 */
class PredecessorDefectsIT extends EngineTest {

  @BeforeEach
  void fillTheLab() {
    drop("lab-config", "lab.yaml", Path.of("samples/lab-config/lab.yaml"));
    drop("containers", "monday.csv", Path.of("samples/containers/monday.csv"));
  }

  @Test
  void twoContainersInOnePositionAreRefusedEvenByTheTables() {
    assertRefused("/api/containers", "{\"barcode\": \"P1\", \"current_device\": \"Hotel\", \"current_pos\": 0}", "position.taken");
    assertRefused("/api/containers/ASSAY-002/move", move("Hotel", 1, "Hotel", 0), "position.taken");

    assertThatThrownBy(() -> jdbc.sql("""
        update tracking.stays set position = 0 where device = 'Hotel' and position = 1 and until is null""").update())
        .isInstanceOf(DataIntegrityViolationException.class).hasMessageContaining("stays_one_thing_a_position");
    assertThatThrownBy(() -> jdbc.sql("""
        insert into tracking.stays (container_id, what, device, position, since, begun_by)
        select container_id, 'container', 'Hotel', 9, now(), begun_by from tracking.stays limit 1""").update())
        .isInstanceOf(DataIntegrityViolationException.class).hasMessageContaining("stays_one_place_a_thing");
  }

  @Test
  void twoLiveContainersWithOneBarcodeAreRefusedEvenByTheTables() {
    assertRefused("/api/containers", "{\"barcode\": \"ASSAY-001\", \"current_device\": \"Hotel\", \"current_pos\": 7}",
        "container.exists");

    assertThatThrownBy(() -> jdbc.sql("""
        insert into tracking.containers (barcode, registered_at) values ('ASSAY-001', now())""").update())
        .isInstanceOf(DataIntegrityViolationException.class).hasMessageContaining("containers_one_live_barcode");
  }

  @Test
  void aMoveAndItsStepAreOneCallThatHappensWhollyOrNotAtAll() {
    String step = "{\"container\": \"ASSAY-001\", \"start\": \"2026-11-20T08:00:00Z\", \"finish\": \"2026-11-20T08:00:41Z\", "
        + "\"move\": {\"origin_device\": \"Hotel\", \"origin_pos\": 0, \"destination_device\": \"Hotel\", \"destination_pos\": %d}}";

    assertRefused("/api/steps", step.formatted(1), "position.taken");
    assertThat(count("tracking.move_steps")).isZero();
    assertThat(post("/api/steps", step.formatted(5)).getStatusCode()).isEqualTo(HttpStatus.CREATED);
    assertThat(get("/api/containers/ASSAY-001").get("current_pos").intValue()).isEqualTo(5);
    assertThat(count("tracking.move_steps")).isEqualTo(1);
  }

  @Test
  void everyMoveIsInTheHistoryThoughNobodySavesAStep() {
    post("/api/containers/ASSAY-001/move", move("Hotel", 0, "Arm", 0));
    post("/api/containers/ASSAY-001/move", move("Arm", 0, "Incubator", 5));

    assertThat(count("tracking.process_steps")).isZero();
    assertThat(rows("""
        select from_device, to_device from tracking.container_moves where from_device is not null order by moved_at"""))
        .hasToString("[{from_device=Hotel, to_device=Arm}, {from_device=Arm, to_device=Incubator}]");
  }

  @Test
  void failedAndAbortedStepsAreSeenAndDoNotDistortEstimates() {
    step(60, "completed", "{}", false);
    step(900, "failed", "{}", false);
    step(1, "aborted", "{}", false);

    assertThat(get("/api/steps?device=Incubator").findValuesAsText("status")).containsExactlyInAnyOrder("completed", "failed", "aborted");
    assertThat(estimate("{}").get("samples").intValue()).isEqualTo(1);
    assertThat(estimate("{}").get("most").doubleValue()).isEqualTo(60);
  }

  @Test
  void parametersAreValuesWhoseOrderDoesNotMatter() {
    step(60, "completed", "{\"temperature\": 37, \"speed\": 1.5, \"method\": \"grow\"}", false);
    step(10, "completed", "{\"temperature\": 4, \"method\": \"cool\"}", false);

    JsonNode estimate = estimate("{\"method\": \"grow\", \"speed\": 1.5, \"temperature\": 37}");

    assertThat(estimate.get("duration").doubleValue()).isEqualTo(60);
    assertThat(estimate.get("historian").textValue()).isEqualTo("protocol");
    assertThat(rows("select parameters ->> 'temperature' as t from tracking.process_steps where (parameters -> 'temperature')::int > 10"))
        .hasToString("[{t=37}]");
  }

  @Test
  void anEstimateTellsItsQuantileItsSamplesAndForgetsOldRuns() {
    recorded(100, 900, "2020-01-01T00:00:00Z");
    recorded(100, 60, "2026-11-01T00:00:00Z");

    JsonNode estimate = estimate("{}");

    assertThat(estimate.get("statistic").textValue()).isEqualTo("quantile");
    assertThat(estimate.get("duration").doubleValue()).as("the newest 100 only").isEqualTo(60);
    assertThat(estimate.get("samples").intValue()).isEqualTo(100);
    assertThat(estimate.get("spread").isNumber()).isTrue();
    assertThat(estimate.get("reason").textValue()).contains("100 runs", "p95");
  }

  @Test
  void simulatedStepsNeverCount() {
    step(5, "completed", "{}", true);

    assertThat(estimate("{}").get("duration").isNull()).isTrue();
    assertThat(get("/api/durations")).isEmpty();
    Instant from = Instant.parse("2026-11-20T00:00:00Z");
    assertThat(get("/api/devices/Incubator/utilisation?from=%s&to=%s".formatted(from, from.plusSeconds(86_400))).get("busy_seconds")
        .doubleValue()).isZero();
  }

  @Test
  void durationsByDeviceAndMethodAreAskedForAsTheyStand() {
    step(60, "completed", "{\"method\": \"grow\"}", false);
    step(80, "completed", "{\"method\": \"grow\"}", false);

    JsonNode durations = get("/api/durations?device=Incubator");

    assertThat(durations).hasSize(1);
    assertThat(durations.get(0).get("mean").doubleValue()).isEqualTo(70);
    assertThat(durations.get(0).get("runs").intValue()).isEqualTo(2);
  }

  @Test
  void aDeviceIsRetiredAndNoHistoryGoesWithIt() {
    post("/api/containers/ASSAY-001/move", move("Hotel", 0, "Arm", 0));
    post("/api/containers/ASSAY-001/move", move("Arm", 0, "Hotel", 0));

    assertThat(rest.exchange("/api/devices/Arm", HttpMethod.DELETE, null, Void.class).getStatusCode()).isEqualTo(HttpStatus.NO_CONTENT);

    assertThat(get("/api/containers/ASSAY-001/stays").findValuesAsText("device")).contains("Arm");
    assertThat(get("/api/devices/Arm").get("retired_at").isNull()).isFalse();
    assertThatThrownBy(() -> jdbc.sql("delete from tracking.devices where device = 'Arm'").update())
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void positionsCountFromZeroAndShowTheDevicesOwnNumber() {
    JsonNode positions = get("/api/devices/Hotel/positions");

    assertThat(positions.get(0).get("position").intValue()).isZero();
    assertThat(positions.get(0).get("shown_as").intValue()).isEqualTo(1);
    assertRefused("/api/containers/ASSAY-001/move", move("Hotel", 0, "Hotel", positions.size()), "position.unknown");
  }

  @Test
  void theLabIsNotWipedByAccident() {
    drop("lab-config", "again.yaml", "# another day\n" + "sila_servers: {storage: {Hotel: {capacity: 10}}}\n");

    assertThat(get("/api/containers")).as("stating the lab anew removes nothing").hasSize(4);
    assertRefused("/api/lab/wipe", "{}", "lab.count-missing");
    assertRefused("/api/lab/wipe", "{\"containers\": 0, \"reason\": \"start of the orchestrator\"}", "lab.not-as-thought");
    assertThat(get("/api/containers")).hasSize(4);
  }

  private void recorded(int runs, int seconds, String from) {
    jdbc.sql("""
        insert into tracking.process_steps (kind, fct, process_name, device, status, started_at, finished_at, is_simulation, created_at)
        select 'step', 'incubate', 'incubate', 'Incubator', 'completed', t, t + make_interval(secs => :seconds), false, t
          from generate_series(1, :runs) n cross join lateral (select :from::timestamptz + n * interval '1 hour' as t) at""")
        .param("seconds", seconds).param("runs", runs).param("from", from).update();
  }

  private void step(int seconds, String status, String parameters, boolean simulated) {
    Instant start = Instant.parse("2026-11-20T08:00:00Z");
    var answer = post("/api/steps", """
        {"fct": "incubate", "device": "Incubator", "start": "%s", "finish": "%s", "status": "%s", "parameters": %s, "is_simulation": %s}"""
        .formatted(start, start.plusSeconds(seconds), status, parameters, simulated));
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.CREATED);
  }

  private JsonNode estimate(String parameters) {
    return post("/api/estimates", "{\"steps\": [{\"fct\": \"incubate\", \"device\": \"Incubator\", \"parameters\": %s}]}"
        .formatted(parameters)).getBody().get(0);
  }

  private static String move(String fromDevice, int from, String toDevice, int to) {
    return """
        {"source_device": "%s", "source_pos": %d, "target_device": "%s", "target_pos": %d}""".formatted(fromDevice, from, toDevice, to);
  }

  private void assertRefused(String path, String body, String code) {
    var answer = post(path, body);
    assertThat(answer.getStatusCode()).as(String.valueOf(answer.getBody())).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(answer.getBody().get("code").textValue()).isEqualTo(code);
  }
}
