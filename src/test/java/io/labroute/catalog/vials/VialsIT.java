package io.labroute.catalog.vials;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class VialsIT extends EngineTest {

  private static final Path SAMPLES = Path.of("samples/vials");

  @BeforeEach
  void dropTheFreezer() {
    drop("vials", "freezer.csv", SAMPLES.resolve("freezer.csv"));
  }

  @Test
  void aFileOfActionsIsAppliedInOrderAndAUsedVialIsNotUsedTwice() throws Exception {
    FileRecord week = drop("vials", "week-47.csv", SAMPLES.resolve("week-47.csv"));

    assertThat(week.state()).isEqualTo("completed");
    assertThat(week.recordsLoaded()).isEqualTo(2);
    assertThat(week.recordsRejected()).isEqualTo(1);
    assertThat(Files.readString(inbox("vials").resolve(".rejected/week-47.csv.rejects.csv")))
        .contains("vial.not-available").contains("second thaw by mistake").doesNotContain("Rack 2");
    assertThat(get("/api/vials/A375-001").get("status").textValue()).isEqualTo("used");
    assertThat(get("/api/vials/A375-003").get("location").textValue()).isEqualTo("Tank 2 / Rack 2 / Box 1 / B1");
    assertThat(rows("select vial_id, purpose, usage_date::text from catalog.cell_line_usage").toString())
        .contains("viability screen", "2026-11-16 07:40:00");
    assertThat(get("/api/vials/A375-001/history").findValuesAsText("action")).endsWith("registered", "used");
  }

  @Test
  void vialsAreListedByLineAndStatusTheLowestPassageFirst() {
    assertThat(get("/api/vials?cell_line=A375&status=available").findValuesAsText("vial_id"))
        .containsExactly("A375-001", "A375-002", "A375-003");
    assertThat(post("/api/vials/A375-002/use", "{\"purpose\": \"test\"}").getStatusCode()).isEqualTo(HttpStatus.OK);
    assertThat(get("/api/vials?cell_line=A375&status=available")).hasSize(2);
  }

  @Test
  void whatCannotBeDoneWithAVialIsRefusedWithItsReason() {
    post("/api/vials/A375-002/discard", "{\"notes\": \"thawed in transit\"}");

    assertRefused("/api/vials/A375-002/use", "{}", "vial.not-available");
    assertRefused("/api/vials/A375-002/move", "{\"location\": \"Tank 9\"}", "vial.not-available");
    assertRefused("/api/vials/none/use", "{}", "vial.unknown");
    assertRefused("/api/vials/A375-001/move", "{}", "vial.value-missing");
    assertRefused("/api/vials/A375-001/use", "{\"used_at\": \"2999-01-01T00:00:00Z\"}", "vial.future");
    assertRefused("/api/vials", "{\"vial_id\": \"A375-001\", \"cell_line_id\": \"MCF7\"}", "vial.exists");
    assertRefused("/api/vials", "{\"vial_id\": \"N1\", \"cell_line_id\": \"MCF7\", \"passage_number\": -1}", "vial.passage");
    assertRefused("/api/vials", "{\"vial_id\": \"N1\"}", "vial.value-missing");
    assertThat(get("/api/vials/A375-001").get("status").textValue()).isEqualTo("available");
  }

  @Test
  void registeringTheSameVialAgainChangesNothing() {
    FileRecord again = drop("vials", "again.csv", """
        vial_id,cell_line,passage_number,freeze_date,location,notes
        A375-001,A375,4,2026-05-11,Tank 2 / Rack 1 / Box 3 / A1,
        NEW-1,Unheard-of,1,,,
        """);

    assertThat(again.recordsUnchanged()).isEqualTo(1);
    assertThat(again.recordsLoaded()).isEqualTo(1);
    assertThat(get("/api/data-quality?code=vial.unknown-cell-line").findValuesAsText("value")).contains("Unheard-of");
  }

  @Test
  void badRowsAreRejectedAlone() {
    FileRecord bad = drop("vials", "bad.csv", """
        action,vial_id,cell_line,passage_number,freeze_date,location
        register,B1,MCF7,P12,,
        register,B2,MCF7,,21.11.2026,
        register,B3,,,,
        fry,A375-001,,,,
        move,A375-001,,,,
        register,B4,MCF7,,2999-01-01,
        register,B5,MCF7,1,2026-01-01,Tank 1
        """);

    assertThat(bad.recordsLoaded()).isEqualTo(1);
    JsonNode rejects = get("/api/files/%d/rejects".formatted(bad.id()));
    assertThat(rejects.findValuesAsText("code")).containsExactlyInAnyOrder("vial.passage", "vial.date", "vial.value-missing",
        "vial.action", "vial.value-missing", "vial.future");
    assertThat(rejects.findValuesAsText("line")).containsExactlyInAnyOrder("2", "3", "4", "5", "6", "7");
  }

  private void assertRefused(String path, String body, String code) {
    var answer = post(path, body);
    assertThat(answer.getStatusCode()).isEqualTo(HttpStatus.UNPROCESSABLE_ENTITY);
    assertThat(answer.getBody().get("code").textValue()).isEqualTo(code);
  }
}
