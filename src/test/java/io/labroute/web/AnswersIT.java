package io.labroute.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** The product's own samples, and what can be asked about them. */
class AnswersIT extends EngineTest {

  private static final Path SAMPLES = Path.of("samples");

  private FileRecord first;
  private FileRecord plates;

  @BeforeEach
  void dropTheSamples() {
    first = drop("simulation-parameters", "first.yaml", SAMPLES.resolve("simulation-parameters/first.yaml"));
    plates = drop("plate-results", "vemurafenib.csv", SAMPLES.resolve("plate-results/vemurafenib.csv"));
  }

  @Test
  void filesAreListedByStateTheNewestFirst() {
    drop("plate-results", "again.csv", SAMPLES.resolve("plate-results/vemurafenib.csv"));

    assertThat(get("/api/files?state=completed").findValuesAsText("name")).containsExactly("vemurafenib.csv", "first.yaml");
    assertThat(get("/api/files?state=duplicate").get(0).get("duplicate_of").longValue()).isEqualTo(plates.id());
    JsonNode file = get("/api/files/" + plates.id());
    assertThat(file.get("records_loaded").intValue()).isEqualTo(64);
    assertThat(file.get("owner").textValue()).isNotBlank();
  }

  @Test
  void rejectsAndWarningsOfAFileCanBeAskedFor() {
    FileRecord bad = drop("plate-results", "one-bad-row.csv", SAMPLES.resolve("plate-results/one-bad-row.csv"));

    JsonNode rejects = get("/api/files/" + bad.id() + "/rejects");
    assertThat(rejects.get(0).get("code").textValue()).isEqualTo("number.malformed");
    assertThat(rejects.get(0).get("line").intValue()).isEqualTo(42);
    assertThat(rejects.get(1).get("lines").textValue()).isEqualTo("{[34,42),[43,66)}");
    drop("plate-results", "unknown.csv", """
        plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control
        X1,A1,Unheard-of,DMSO,0,24,5,1
        """);
    assertThat(get("/api/data-quality?code=plate.unknown-cell-line").get(0).get("message").textValue())
        .contains("Unheard-of");
  }

  @Test
  void theHistoryOfAParameterCanBeReadComparedAndRestored() {
    drop("simulation-parameters", "second.yaml", SAMPLES.resolve("simulation-parameters/second.yaml"));

    JsonNode history = get("/api/parameters/cell-lines/history?key=MCF7");
    assertThat(history.findValuesAsText("doubling_time_h")).containsExactly("31.0", "28.0");
    assertThat(get("/api/parameters/cell-lines/history?key=A375")).hasSize(1);
    JsonNode difference = get("/api/parameters/cell-lines/compare?key=MCF7&from=1&to=2");
    assertThat(difference).hasSize(1);
    assertThat(difference.get(0).get("field").textValue()).isEqualTo("doubling_time_h");

    JsonNode restored = post("/api/parameters/cell-lines/restore?key=MCF7&version=1", null).getBody();
    assertThat(restored.get("version").intValue()).isEqualTo(3);
    assertThat(restored.get("restored_from").intValue()).isEqualTo(1);
    assertThat(restored.get("doubling_time_h").decimalValue()).isEqualTo("31.0");
    assertThat(get("/api/parameters/cell-lines/history?key=MCF7").get(1).get("valid_to").isNull()).isFalse();
    assertThat(post("/api/parameters/cell-lines/restore?key=MCF7&version=3", null).getStatusCode())
        .isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(count("audit.entries where action = 'restored' and subject = 'cell-lines MCF7'")).isPositive();
  }

  @Test
  void aWholeFileCanBeComparedAndMadeCurrentAgain() {
    FileRecord second = drop("simulation-parameters", "second.yaml", SAMPLES.resolve("simulation-parameters/second.yaml"));

    JsonNode differences = get("/api/files/%d/compare/%d".formatted(first.id(), second.id()));
    assertThat(differences).hasSize(1);
    assertThat(differences.get(0).toString()).isEqualTo(
        "{\"pointer\":\"/cell_lines/MCF7/doubling_time_h\",\"change\":\"CHANGED\",\"from\":\"31.0\",\"to\":\"28.0\"}");

    JsonNode replay = post("/api/files/%d/replay".formatted(first.id()), null).getBody();
    assertThat(replay.get("state").textValue()).isEqualTo("completed");
    assertThat(replay.get("replay_of").longValue()).isEqualTo(first.id());
    assertThat(replay.get("records_loaded").intValue()).isEqualTo(1);
    assertThat(rows("select doubling_time_h from catalog.current_cell_line_params where cell_line_id = 'MCF7'"))
        .first().extracting(Object::toString).isEqualTo("{doubling_time_h=31.0}");
  }

  @Test
  void aCorrectedPlateSupersedesTheOldOneWholeAndCanBeReplayed() {
    FileRecord corrected = drop("plate-results", "corrected.csv", """
        plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control
        VEM-A375-1,A1,A375,DMSO,0,72,9000,1
        """);

    assertThat(corrected.recordsLoaded()).isEqualTo(1);
    assertThat(get("/api/measurements?plate=VEM-A375-1")).hasSize(1);
    assertThat(count("measurement.measurements where plate_id = 'VEM-A375-1'")).isEqualTo(33);
    JsonNode replay = post("/api/files/%d/replay".formatted(plates.id()), null).getBody();
    assertThat(replay.get("records_loaded").intValue()).isEqualTo(32);
    assertThat(replay.get("records_unchanged").intValue()).as("the other plate").isEqualTo(32);
    assertThat(get("/api/measurements?plate=VEM-A375-1")).hasSize(32);
    assertThat(get("/api/measurements?plate=VEM-A375-1").get(0).get("plate_version").intValue()).isEqualTo(3);
  }

  @Test
  void compoundsAreFoundByCellLineAndIc50Inclusively() {
    assertThat(get("/api/compounds?cell_line=A375&max_ic50_um=0.12").findValuesAsText("compound_name"))
        .containsExactly("vemurafenib");
    assertThat(get("/api/compounds?cell_line=A375&max_ic50_um=0.1199999")).isEmpty();
  }

  @Test
  void doseResponseAndSummaryTellWhatWasMeasured() {
    JsonNode points = get("/api/measurements/dose-response?compound=vemurafenib&cell_line=A375");
    assertThat(points.findValuesAsText("dose_um")).containsExactly("0.01", "0.03", "0.1", "0.3", "1.0", "3.0", "10.0");
    assertThat(points.get(0).get("wells").intValue()).isEqualTo(4);
    assertThat(points.get(0).get("mean_viability").doubleValue())
        .isGreaterThan(points.get(6).get("mean_viability").doubleValue());
    JsonNode summary = get("/api/measurements/summary");
    assertThat(summary.get("wells").intValue()).isEqualTo(64);
    assertThat(summary.get("plates").intValue()).isEqualTo(2);
  }

  @Test
  void aSimulationRunRemembersTheVersionsItUsed() {
    var answer = post("/api/simulation-runs", """
        {"run_id": "run-1", "cell_line_id": "A375", "compounds": ["vemurafenib"], "campaign_id": "C1"}""");
    drop("simulation-parameters", "second.yaml", SAMPLES.resolve("simulation-parameters/second.yaml"));

    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.CREATED);
    JsonNode run = get("/api/simulation-runs/run-1");
    assertThat(run.get("parameter_version").intValue()).isEqualTo(1);
    assertThat(run.at("/versions/sensitivities").toString()).isEqualTo("{\"vemurafenib / A375\":1}");
    assertThat(run.at("/versions/defaults")).hasSize(3);
    assertThat(post("/api/simulation-runs", "{\"run_id\": \"run-1\", \"cell_line_id\": \"A375\"}").getBody().get("code")
        .textValue()).isEqualTo("simulation-run.exists");
  }

  @Test
  void theOriginalComesBackByteForByte() throws Exception {
    byte[] original = rest.getForObject("/api/files/%d/content".formatted(plates.id()), byte[].class);

    assertThat(original).isEqualTo(Files.readAllBytes(SAMPLES.resolve("plate-results/vemurafenib.csv")));
  }

  @Test
  void errorsAreProblemDetailsWithACode() {
    assertProblem("/api/files/0", HttpStatus.NOT_FOUND, "web.missing");
    assertProblem("/api/files?state=lost", HttpStatus.UNPROCESSABLE_ENTITY, "file.unknown-state");
    assertProblem("/api/parameters/none", HttpStatus.UNPROCESSABLE_ENTITY, "catalog.unknown-set");
    assertProblem("/api/files/x", HttpStatus.BAD_REQUEST, "web.status-400");
    assertProblem("/api/compounds?cell_line=A375", HttpStatus.BAD_REQUEST, "web.status-400");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{\"barcode\": \"P1\", \"shelf\": 2} | body.unknown-field | shelf",
      "{\"barcode\": \"P1\", \"lidded\": \"perhaps\"} | body.value | /lidded",
      "{\"barcode\": [1, 2]} | body.value | /barcode",
      "{\"barcode\" | body.not-json | line 1, column",
      "`` | body.missing | JSON"})
  void aBodyThatCannotBeReadIsToldWithItsPlace(String body, String code, String told) {
    var headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_JSON);
    ResponseEntity<String> answer = rest.postForEntity("/api/containers", new HttpEntity<>(body, headers), String.class);

    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(answer.getBody()).contains("\"code\":\"" + code + "\"", told).doesNotContain("java.", "io.labroute");
  }

  @Test
  void thePageShowsWhatArrivedAndEscapesNames() {
    drop("plate-results", "<script>x.csv", "nothing\n");

    String page = rest.getForObject("/", String.class);
    assertThat(page).contains("first.yaml", "vemurafenib.csv", "&lt;script&gt;x.csv", "csv.column-missing")
        .doesNotContain("<script>x");
    assertThat(rest.getForObject("/files/one?id=" + plates.id(), String.class)).contains("64 read, 64 stored");
    assertThat(rest.getForObject("/files/now", String.class)).doesNotContain("<html").contains("vemurafenib.csv");
  }

  @Test
  void aFileCanBeTriedWithoutBeingStored() throws Exception {
    long files = count("ingest.file");
    var numbers = rows("select last_value, is_called from ingest.file_id_seq");

    JsonNode same = check("plate-results", Files.readAllBytes(SAMPLES.resolve("plate-results/vemurafenib.csv")));
    assertThat(same.get("state").textValue()).isEqualTo("duplicate");
    assertThat(same.get("duplicate_of").longValue()).isEqualTo(plates.id());
    JsonNode versions = check("simulation-parameters", Files.readAllBytes(SAMPLES.resolve("simulation-parameters/second.yaml")));
    assertThat(versions.get("new_rows").toString()).isEqualTo("{\"catalog.sim_cell_line_params\":1}");
    JsonNode bad = check("plate-results", Files.readAllBytes(SAMPLES.resolve("plate-results/one-bad-row.csv")));
    assertThat(bad.get("state").textValue()).isEqualTo("completed");
    assertThat(bad.get("rejects").findValuesAsText("code")).contains("number.malformed");
    assertThat(bad.get("new_rows").get("measurement.measurements").longValue()).isEqualTo(32);
    assertThat(check("cell-lines", "{{{".getBytes()).at("/fault/code").textValue()).isEqualTo("yaml.syntax");

    assertThat(count("ingest.file")).isEqualTo(files);
    assertThat(rows("select last_value, is_called from ingest.file_id_seq")).as("numbers for files").isEqualTo(numbers);
    assertThat(get("/api/parameters/cell-lines/history?key=MCF7")).hasSize(1);
    assertThat(get("/api/measurements/summary").get("wells").intValue()).isEqualTo(64);
  }

  private JsonNode check(String kind, byte[] bytes) {
    var answer = rest.postForEntity("/api/kinds/" + kind + "/check?name=x", bytes, JsonNode.class);
    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.OK);
    return answer.getBody();
  }

  @Test
  void otherSitesCannotCall() {
    var foreign = new HttpHeaders();
    foreign.setOrigin("http://elsewhere.example");
    assertThat(rest.exchange("/api/files/%d/replay".formatted(first.id()), HttpMethod.POST, new HttpEntity<>(foreign),
        String.class).getStatusCode()).isEqualTo(HttpStatus.FORBIDDEN);
  }

  @Test
  void healthMetricsAndTheApisDescriptionAreThere() {
    JsonNode readiness = get("/actuator/health/readiness");
    assertThat(readiness.get("status").textValue()).isEqualTo("UP");
    assertThat(readiness.get("components").fieldNames()).toIterable().contains("db", "inbox", "routes", "diskSpace");
    assertThat(rest.getForObject("/actuator/prometheus", String.class))
        .contains("labroute_files_total{kind=\"plate-results\",state=\"completed\"}");
    assertThat(get("/v3/api-docs").at("/paths").fieldNames()).toIterable().contains("/api/files", "/api/files/{id}/replay");
  }
}
