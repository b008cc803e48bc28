package io.labroute.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What happened to a container in one answer, and the record as tables. */
class ContainerHistoryIT extends EngineTest {

  private FileRecord containers;

  @BeforeEach
  void aDayInTheLab() {
    drop("lab-config", "lab.yaml", Path.of("samples/lab-config/lab.yaml"));
    containers = drop("containers", "monday.csv", Path.of("samples/containers/monday.csv"));
    report("{\"event\": \"moved\", \"at\": \"2026-11-16T09:00:41Z\", \"device\": \"Arm\", \"barcode\": \"ASSAY-001\", \"duration_s\": 41,"
        + " \"target_device\": \"PlateReader\", \"target_pos\": 0}");
    report("{\"event\": \"barcode_read\", \"at\": \"2026-11-16T09:01:00Z\", \"device\": \"PlateReader\", \"barcode\": \"ASSAY-001\"}");
    report("{\"event\": \"unlidded\", \"at\": \"2026-11-16T09:02:00Z\", \"device\": \"Arm\", \"barcode\": \"ASSAY-001\","
        + " \"lid_device\": \"LidHotel\", \"lid_pos\": 2}");
    report("{\"event\": \"started\", \"at\": \"2026-11-16T09:03:00Z\", \"device\": \"PlateReader\", \"barcode\": \"ASSAY-001\","
        + " \"fct\": \"read\", \"run\": \"1\", \"parameters\": {\"method\": \"=absorbance\"}}");
    report("{\"event\": \"failed\", \"at\": \"2026-11-16T09:04:00Z\", \"device\": \"PlateReader\", \"run\": \"1\"}");
    report("{\"event\": \"moved\", \"at\": \"2026-11-16T09:05:00Z\", \"device\": \"Arm\", \"barcode\": \"ASSAY-001\","
        + " \"source_device\": \"Incubator\", \"source_pos\": 0, \"target_device\": \"Hotel\", \"target_pos\": 3}");
  }

  @Test
  void everyPlaceLidStepAndReportIsToldInItsOrderWithItsSource() {
    JsonNode history = get("/api/containers/ASSAY-001/history");

    assertThat(history.findValuesAsText("what")).containsExactly(
        "container", "move", "container", "barcode_read", "lid", "step", "started", "moved");
    assertThat(history.findValuesAsText("at")).isSorted();
    assertThat(history.get(0).get("file_id").longValue()).isEqualTo(containers.id());
    assertThat(history.get(0).get("line").longValue()).isEqualTo(2);
    assertThat(history.get(0).get("until").textValue()).isEqualTo("2026-11-16T09:00:41Z");
    assertThat(history.get(1).get("detail").textValue()).isEqualTo("Hotel[0] → PlateReader[0]");
    assertThat(history.get(1).get("event_id")).as("the step knows the event that made the move").isEqualTo(history.get(2).get("event_id"));
    assertThat(history.get(5).get("status").textValue()).isEqualTo("failed");
    assertThat(history.get(7).get("status").textValue()).as("what contradicts the record").isEqualTo("container.not-there");
    assertThat(history.get(7).get("actor").textValue()).isEqualTo("local user");
    assertThat(get("/api/containers/ASSAY-001/history?limit=3").findValuesAsText("what")).containsExactly("step", "started", "moved");
    assertProblem("/api/containers/nobody/history", HttpStatus.NOT_FOUND, "web.missing");
    assertThat(rest.getForObject("/containers/one?barcode=ASSAY-001", String.class))
        .contains("Hotel[0] → PlateReader[0]", "container.not-there", "barcode_read", "format=csv");
  }

  @Test
  void aBarcodeThatWasUsedTwiceHasTheHistoryOfBoth() {
    rest.delete("/api/containers/ASSAY-001");
    post("/api/containers", "{\"barcode\": \"ASSAY-001\", \"current_device\": \"Hotel\", \"current_pos\": 5, \"lidded\": true}");

    assertThat(get("/api/containers/ASSAY-001/history").findValuesAsText("what")).endsWith("removed", "container");
    assertThat(get("/api/containers/ASSAY-001/stays").findValuesAsText("device"))
        .containsExactly("Hotel", "PlateReader", "LidHotel", "Hotel");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "/api/containers/ASSAY-001/history                                                   | 9 | at,until,what,device,position,detail",
      "/api/standing?time=2026-11-16T09:02:30Z                                              | 6 | device,position,what,barcode,since,until",
      "/api/utilisation?from=2026-11-16T09:00:00Z&to=2026-11-16T10:00:00Z                   | 7 | device,from,to,steps,busy_seconds,share",
      "/api/devices/PlateReader/utilisation?from=2026-11-16T09:00:00Z&to=2026-11-16T10:00:00Z | 2 | device,from,to,steps,busy_seconds,share",
      "/api/durations                                                                       | 2 | fct",
      "/api/experiments                                                                     | 2 | experiment_id,process_id,process,status",
      "/api/events                                                                          | 11 | kind",
      "/api/containers                                                                      | 5 | barcode,name,current_device"})
  void everyTableComesAsCsvToo(String path, int lines, String headings) {
    String process = post("/api/processes", "{\"name\": \"Viability\"}").getBody().get("process_id").textValue();
    post("/api/processes/%s/experiments".formatted(process), "{}");

    List<String> table = text(path, "text/csv").getBody().lines().toList();

    assertThat(table).hasSize(lines);
    assertThat(table.get(0)).contains(headings);
    assertThat(text(path + (path.contains("?") ? "&" : "?") + "format=csv", "*/*").getBody().lines().toList()).hasSize(lines);
    assertThat(text(path, "*/*").getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_JSON);
  }

  @Test
  void aTableHoldsNoFormulasAndItsErrorsAreProblemDetails() {
    post("/api/containers", "{\"barcode\": \"=cmd()\", \"name\": \"a, \\\"b\\\"\", \"current_device\": \"Hotel\", \"current_pos\": 6}");

    assertThat(text("/api/containers?device=Hotel", "text/csv").getBody()).contains("'=cmd(),\"a, \"\"b\"\"\",Hotel,6,");
    var missing = text("/api/containers/nobody/history", "text/csv");
    assertThat(missing.getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
    assertThat(missing.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
    assertThat(text("/api/events?after=1000000", "text/csv").getBody()).isBlank();
  }

  private ResponseEntity<String> text(String path, String accept) {
    var headers = new HttpHeaders();
    headers.set(HttpHeaders.ACCEPT, accept);
    return rest.exchange(path.strip(), HttpMethod.GET, new HttpEntity<>(headers), String.class);
  }

  private void report(String event) {
    assertThat(post("/api/events", "[" + event + "]").getStatusCode()).isEqualTo(HttpStatus.OK);
  }
}
