package io.labroute.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;

class CellLinesIT extends EngineTest {

  private static final Path SAMPLES = Path.of("samples");
  private static final String LINE = """
      cell_lines:
        X1:
          growth_media: m1
          profile: {coating_required: false, coating_reagent: "none", media: m1, price: 3.50, origin: ~}
          passage:
            reference_vessel: T75
            T75: {volumes_mL_reference: {wash: 9.0}, volumes_mL_absolute: {count: 0.1}}
      """;

  @Test
  void whatIsStatedComesBackWithNullAndNoneAndAbsentToldApart() {
    FileRecord file = drop("cell-lines", "x.yaml", LINE);

    assertThat(file.state()).isEqualTo("completed");
    assertThat(file.leavesStored()).isEqualTo(file.leavesIn()).isEqualTo(9);
    assertThat(get("/api/cell-lines/X1/stated").toString()).isEqualTo("{\"passage\":{\"T75\":{\"volumes_mL_absolute\":"
        + "{\"count\":0.1},\"volumes_mL_reference\":{\"wash\":9.0}},\"reference_vessel\":\"T75\"},\"profile\":"
        + "{\"media\":\"m1\",\"price\":3.50,\"origin\":null,\"coating_reagent\":\"none\",\"coating_required\":false},"
        + "\"growth_media\":\"m1\"}");
    assertThat(rows("select characteristic, value_type, value from catalog.current_characteristics order by 1").toString())
        .isEqualTo("[{characteristic=media, value_type=text, value=m1}, {characteristic=origin, value_type=null, value=null},"
            + " {characteristic=price, value_type=number, value=3.50}]");
  }

  @Test
  void aChangedValueIsANewVersionOfItsRecordAlone() {
    drop("cell-lines", "first.yaml", SAMPLES.resolve("cell-lines/first.yaml"));
    FileRecord second = drop("cell-lines", "second.yaml", SAMPLES.resolve("cell-lines/second.yaml"));

    assertThat(second.recordsLoaded()).isEqualTo(2);
    assertThat(rows("select what, version from catalog.cell_line_history where version > 1 order by what").toString())
        .isEqualTo("[{what=cell line, version=2}, {what=thaw in T75, version=2}]");
    assertThat(drop("cell-lines", "again.yaml", SAMPLES.resolve("cell-lines/first.yaml")).replayOf()).isEqualTo(1);
    assertThat(get("/api/cell-lines/A375/history").get(0).get("version").intValue()).isEqualTo(3);
    assertThat(rest.getForObject("/cell-lines/one?id=A375", String.class)).contains("collagen_i").contains("gelatin");
  }

  @Test
  void statementsThatContradictEachOtherAreToldAndBothKept() {
    drop("cell-lines", "first.yaml", SAMPLES.resolve("cell-lines/first.yaml"));

    JsonNode doubts = get("/api/data-quality?code=cell-line.contradiction");
    assertThat(doubts.findValuesAsText("message")).containsExactly(
        "A375 states coating.reagent as gelatin, but profile.coating_reagent as collagen_i; both are kept.");
    assertThat(doubts.get(0).get("line").intValue()).isEqualTo(12);
    assertThat(get("/api/cell-lines/A375").get("coating_reagent").textValue()).isEqualTo("collagen_i");
    assertThat(get("/api/cell-lines/A375").at("/coating/reagent").textValue()).isEqualTo("gelatin");
  }

  @Test
  void unitsAreSpelledInOneWayAndTheOriginalSpellingIsKept() {
    drop("cell-lines", "x.yaml", """
        cell_lines:
          X1:
            growth_media: m1
            feed:
              reference_vessel: T75
              T75: {volume_mL: 15, temperature_c: 37.0}
              T25: {volume_uL: 5000.0, temp_C: 37}
        """);

    assertThat(rows("select parameters::text as p from catalog.current_protocols order by vessel_type").toString())
        .isEqualTo("[{p={\"volume_ml\": 5.0000, \"temperature_c\": 37}}, {p={\"volume_ml\": 15, \"temperature_c\": 37.0}}]");
    assertThat(get("/api/cell-lines/X1/stated").at("/feed/T25/volume_uL").decimalValue()).isEqualTo("5000.0");
  }

  static Stream<Arguments> badCellLines() {
    return Stream.of(
        Arguments.of("cell-line.impossible", "{growth_media: m, feed: {reference_vessel: T75, T75: {volume_ml: -1}}}", 1),
        Arguments.of("number.malformed", "{growth_media: m, feed: {reference_vessel: T75, T75: {volume_ml: 1.5 ml}}}", 1),
        Arguments.of("cell-line.two-spellings",
            "{growth_media: m, feed: {reference_vessel: T75, T75: {volume_ml: 1, volume_mL: 2}}}", 2),
        Arguments.of("cell-line.not-a-quantity", "{growth_media: m, feed: {reference_vessel: T75, T75: {volume_ml: [1]}}}", 1),
        Arguments.of("boolean.malformed", "{growth_media: m, profile: {coating_required: maybe, media: m}}", 3),
        Arguments.of("cell-line.not-a-value", "{growth_media: [m]}", 1));
  }

  @ParameterizedTest
  @MethodSource("badCellLines")
  void aBadValueRejectsWhatItBelongsTo(String code, String block, int leaves) {
    FileRecord file = drop("cell-lines", "bad.yaml", "cell_lines:\n  GOOD: {growth_media: m}\n  BAD: " + block + "\n");

    assertThat(file.state()).isEqualTo("completed");
    assertThat(file.recordsRejected()).isEqualTo(1);
    assertThat(file.leavesRejected()).isEqualTo(leaves);
    assertThat(get("/api/files/%d/rejects".formatted(file.id())).get(0).get("code").textValue()).isEqualTo(code);
    assertThat(count("catalog.current_cell_lines where cell_line_id = 'GOOD'")).isEqualTo(1);
  }

  @Test
  void filesOfAnotherKindAndDoubledKeysAreRejected() {
    assertThat(drop("cell-lines", "a.yaml", "cell_lines: {X1: {doubling_time_h: 20.0}}\n").errorCode())
        .isEqualTo("cell-line.wrong-kind");
    assertThat(drop("cell-lines", "b.yaml", "cell_lines:\n  X1:\n    growth_media: a\n    growth_media: b\n").errorCode())
        .isEqualTo("yaml.duplicate-key");
    assertThat(drop("catalogue", "c.yaml", "items: {x: 1}\n").errorCode()).isEqualTo("vessel.wrong-kind");
    assertThat(drop("catalogue", "d.yaml", "vessels: {x: {surface_area_cm2: 0}}\n").errorCode()).isEqualTo("vessel.impossible");
  }

  @Test
  void aLineThatIsMissingInANewerFileStaysValidWithOneWarning() {
    drop("cell-lines", "first.yaml", SAMPLES.resolve("cell-lines/first.yaml"));
    FileRecord other = drop("cell-lines", "x.yaml", LINE);

    assertThat(get("/api/files/%d/warnings".formatted(other.id())).findValuesAsText("message")).containsExactly(
        "A375 (cell-line-metadata) is not in this file; its current version stays valid.",
        "MCF7 (cell-line-metadata) is not in this file; its current version stays valid.");
    assertThat(get("/api/cell-lines")).hasSize(3);
  }

  @Test
  void cellLinesAreFoundByTypeCoatingAndTier() {
    drop("cell-lines", "first.yaml", SAMPLES.resolve("cell-lines/first.yaml"));

    assertThat(get("/api/cell-lines?cell_type=immortalized")).hasSize(2);
    assertThat(get("/api/cell-lines?coating_required=true").findValuesAsText("cell_line_id")).containsExactly("A375");
    assertThat(get("/api/cell-lines?cost_tier=standard&coating_reagent=none").findValuesAsText("cell_line_id"))
        .containsExactly("MCF7");
    assertThat(get("/api/cell-lines?cell_type=primary")).isEmpty();
  }

  @Test
  void aProtocolIsGivenAsStatedOrScaledByArea() {
    drop("cell-lines", "first.yaml", SAMPLES.resolve("cell-lines/first.yaml"));
    drop("catalogue", "vessels.yaml", SAMPLES.resolve("catalogue/vessels.yaml"));

    JsonNode stated = get("/api/cell-lines/A375/protocols/passage?vessel=flask_t25");
    assertThat(stated.get("basis").textValue()).isEqualTo("stated");
    assertThat(stated.at("/parameters/volumes_ml_reference/wash").decimalValue()).isEqualByComparingTo("3.5");
    JsonNode scaled = get("/api/cell-lines/A375/protocols/passage?vessel=flask_t150");
    assertThat(scaled.get("basis").textValue()).isEqualTo("scaled");
    assertThat(scaled.at("/parameters/volumes_ml_reference/wash").decimalValue()).isEqualByComparingTo("18");
    assertThat(scaled.at("/parameters/volumes_ml_absolute/count_sample").decimalValue()).isEqualByComparingTo("0.1");
    assertThat(scaled.at("/parameters/incubation/detach/minutes").intValue()).isEqualTo(4);
    JsonNode feed = get("/api/cell-lines/A375/protocols/feed?vessel=plate_12well");
    assertThat(feed.at("/parameters/volume_ml").decimalValue()).isEqualByComparingTo("14");
    assertThat(feed.get("remarks").get(0).textValue()).contains("does not say whether it scales");
    assertProblem("/api/cell-lines/A375/protocols/passage?vessel=bucket", HttpStatus.UNPROCESSABLE_ENTITY, "vessel.unknown");
    assertProblem("/api/cell-lines/A375/protocols/freeze?vessel=T75", HttpStatus.UNPROCESSABLE_ENTITY, "protocol.unknown");
  }
}
