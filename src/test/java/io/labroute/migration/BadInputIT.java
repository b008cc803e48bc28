package io.labroute.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is dropped, it ends with a reason and the folder stays open for the next file. */
class BadInputIT extends EngineTest {

  private static final String HEADER =
      "plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control,date,incubator_id,liquid_handler_id,viability_norm\n";
  private static final String ROW = "%s,A1,HeLa,DMSO,0.0,24,100.5,1,2026-01-01,inc1,lh1,1.0\n";
  private static final String LINE = "cell_lines: {HeLa: {doubling_time_h: 20.0}}\n";

  @AfterEach
  void theFolderIsNotBlocked() {
    assertThat(drop("plate-results", "good.csv", HEADER + ROW.formatted("GOOD")).state()).isEqualTo("completed");
    assertThat(drop("simulation-parameters", "good.yaml", "defaults: {default_ic50: 2.0}\n").state()).isEqualTo("completed");
  }

  static Stream<Arguments> badTrees() {
    return Stream.of(
        Arguments.of("yaml.empty", ""),
        Arguments.of("yaml.empty", "# nothing but a comment\n"),
        Arguments.of("yaml.duplicate-key", "cell_lines:\n  HeLa: {max_passage: 1}\n  HeLa: {max_passage: 2}\n"),
        Arguments.of("yaml.several-documents", LINE + "---\n" + LINE),
        Arguments.of("yaml.tag", "cell_lines: !!python/object:os.system {HeLa: {}}\n"),
        Arguments.of("yaml.tag", "cell_lines: !!javax.script.ScriptEngineManager [x]\n"),
        Arguments.of("yaml.tab", "cell_lines:\n\tHeLa: {max_passage: 1}\n"),
        Arguments.of("yaml.syntax", "cell_lines:\n  HeLa:\n    max_passage: 1\n   max_confluence: 2\n"),
        Arguments.of("yaml.syntax", "import os\nprint('x')\ncell_lines: {\n"),
        Arguments.of("yaml.merge-key", "base: &b {max_passage: 1}\ncell_lines: {HeLa: {<<: *b}}\n"),
        Arguments.of("yaml.too-deep", "cell_lines: " + "[".repeat(5_000) + "]".repeat(5_000)),
        Arguments.of("yaml.too-deep", "{a: ".repeat(5_000) + "1" + "}".repeat(5_000)),
        Arguments.of("yaml.too-many-nodes", bomb()),
        Arguments.of("parameters.wrong-kind", "items: {pipette: {price: 1}}\n"),
        Arguments.of("parameters.wrong-kind", "- just\n- a list\n"),
        Arguments.of("parameters.wrong-kind", HEADER + ROW.formatted("P1")),
        Arguments.of("number.malformed", "cell_lines: {HeLa: {doubling_time_h: 0x14}}\n"),
        Arguments.of("number.quoted", "defaults: {default_ic50: '20'}\n"),
        Arguments.of("text.nul", "cell_lines\u0000: 1"));
  }

  private static String bomb() {
    var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int n = 1; n < 9; n++) {
      String before = "*a" + (n - 1);
      text.append("a%d: &a%d [%s]\n".formatted(n, n, String.join(", ", Collections.nCopies(9, before))));
    }
    return text.append(LINE).toString();
  }

  @ParameterizedTest
  @MethodSource("badTrees")
  void aBadTreeIsRejectedWithItsReason(String code, String text) {
    assertRejected(drop("simulation-parameters", "bad.yaml", text), code);
    assertThat(count("catalog.sim_cell_line_params")).isZero();
  }

  static Stream<Arguments> badTables() {
    return Stream.of(
        Arguments.of("csv.empty", ""),
        Arguments.of("csv.header-missing", "\n\n"),
        Arguments.of("csv.no-rows", HEADER),
        Arguments.of("csv.column-missing", "plate_id,well_id\nP1,A1\n"),
        Arguments.of("csv.column-missing", LINE),
        Arguments.of("csv.column-missing", "{\"campaign_id\": \"x\"}"),
        Arguments.of("csv.duplicate-column", HEADER.replace("date", "compound") + ROW.formatted("P1")),
        Arguments.of("csv.quotes", HEADER + ROW.formatted("\"P1\"x")),
        Arguments.of("csv.quotes", HEADER + ROW.formatted("P1") + ROW.formatted("\"P2")),
        Arguments.of("csv.ragged-row", HEADER + ",A1\n"),
        Arguments.of("csv.ragged-row", HEADER + "P1,A1,HeLa,DMSO,0.0\n"),
        Arguments.of("csv.ragged-row", HEADER + ROW.formatted("P1").replace("100.5", "100,5")),
        Arguments.of("number.malformed", (HEADER + ROW.formatted("P1").replace("0.0,", "1,5,")).replace(',', ';')
            .replace("1;5", "1,5")),
        Arguments.of("number.malformed", HEADER + ROW.formatted("P1").replace("24", "024")),
        Arguments.of("number.malformed", HEADER + ROW.formatted("P1").replace("100.5", "NaN")),
        Arguments.of("plate.negative", HEADER + ROW.formatted("P1").replace("24", "-24")),
        Arguments.of("plate.well-malformed", HEADER + ROW.formatted("P1").replace("A1", "Z99")),
        Arguments.of("plate.control-malformed", HEADER + ROW.formatted("P1").replace(",1,2026", ",maybe,2026")),
        Arguments.of("plate.date-malformed", HEADER + ROW.formatted("P1").replace("2026-01-01", "03/04/2026")),
        Arguments.of("plate.value-missing", HEADER + ROW.formatted("P1").replace("HeLa", "")),
        Arguments.of("plate.no-result", HEADER + ROW.formatted("P1").replace("100.5", "").replace("1.0", "")),
        Arguments.of("plate.well-twice", HEADER + ROW.formatted("P1") + ROW.formatted("P1").replace("A1", "A01")),
        Arguments.of("text.nul", HEADER + ROW.formatted("P\u00001")));
  }

  @ParameterizedTest
  @MethodSource("badTables")
  void aBadTableIsRejectedWithItsReason(String code, String text) {
    assertRejected(drop("plate-results", "bad.csv", text), code);
    assertThat(count("measurement.measurements")).isZero();
  }

  @Test
  void undecodableBytesAreRejectedWithTheirOffset() {
    byte[] latin1 = (HEADER + ROW.formatted("Pµ1")).getBytes(StandardCharsets.ISO_8859_1);
    assertRejected(drop("plate-results", "latin1.csv", latin1), "text.undecodable");
    assertThat(rows("select byte_offset from ingest.reject")).first().extracting(row -> row.get("byte_offset"))
        .isEqualTo((long) HEADER.length() + 1);

    byte[] utf16 = ("\uFEFF" + HEADER + ROW.formatted("P1")).getBytes(StandardCharsets.UTF_16LE);
    assertRejected(drop("plate-results", "cut.csv", Arrays.copyOf(utf16, utf16.length - 1)), "text.truncated");
    assertRejected(drop("plate-results", "nobom.csv", HEADER.getBytes(StandardCharsets.UTF_16BE)), "text.nul");
  }

  @Test
  void aFieldOfAHundredMegabytesIsRejectedAndNotHeldInMemory() throws IOException {
    Path temp = inbox("plate-results").resolve(".huge");
    try (var out = Files.newBufferedWriter(temp)) {
      out.write(HEADER + "\"");
      String block = "x".repeat(1 << 20);
      for (int n = 0; n < 100; n++) {
        out.write(block);
      }
    }
    Files.move(temp, inbox("plate-results").resolve("huge.csv"), StandardCopyOption.ATOMIC_MOVE);
    await().atMost(Duration.ofSeconds(60))
        .until(() -> count("ingest.file where name = 'huge.csv' and state = 'rejected'") == 1);

    assertThat(rows("select error_code from ingest.file where name = 'huge.csv'")).first()
        .extracting(row -> row.get("error_code")).isEqualTo("csv.cell-too-large");
  }

  @Test
  void aBadRowRejectsItsPlateAndGivesItBackToBeMended() throws IOException {
    String good = ROW.formatted("P1") + ROW.formatted("P1").replace("A1", "A2");
    String bad = ROW.formatted("P2") + ROW.formatted("P2").replace("A1", "A2").replace("100.5", "\"10,5\"")
        + ROW.formatted("P2").replace("A1", "A3");
    FileRecord file = drop("plate-results", "two.csv", HEADER + good + bad);

    assertThat(file.state()).isEqualTo("completed");
    assertThat(file.recordsIn()).isEqualTo(5);
    assertThat(file.recordsLoaded()).isEqualTo(2);
    assertThat(file.recordsRejected()).isEqualTo(3);
    assertThat(file.leavesIn()).isEqualTo(60);
    assertThat(file.leavesRejected()).isEqualTo(36);
    assertThat(inbox("plate-results").resolve(".done/two.csv")).exists();

    Path rejects = inbox("plate-results").resolve(".rejected/two.csv.rejects.csv");
    assertThat(Files.readAllLines(rejects)).hasSize(4).first().asString().endsWith("viability_norm,reject_code,reject_reason");
    assertThat(inbox("plate-results").resolve(".rejected/two.csv.error.txt")).content()
        .contains("Line 5, column \"raw_signal\"", "'10,5'", "\nMaybe ");

    String mended = Files.readString(rejects).replace("\"10,5\"", "10.5");
    FileRecord again = drop("plate-results", "two.csv.rejects.csv", mended);
    assertThat(again.state()).isEqualTo("completed");
    assertThat(again.recordsLoaded()).isEqualTo(3);
    assertThat(again.leavesIn()).as("the reason is not counted").isEqualTo(36);
    assertThat(count("measurement.measurements where plate_id = 'P2'")).isEqualTo(3);
  }

  @Test
  void aBadBlockOfATreeIsRejectedAndTheRestIsStored() {
    FileRecord file = drop("simulation-parameters", "part.yaml", """
        cell_lines:
          HeLa: {doubling_time_h: 20.0, max_passage: 1:30}
          U2OS: {doubling_time_h: 26.0}
        MCF7:
          doubling_time_h: 30.0
        compound_sensitivity:
          cisplatin: {HeLa: 3.0, U2OS: -8.0, hill_slope: 1.1}
        """);

    assertThat(file.state()).isEqualTo("completed");
    assertThat(file.recordsLoaded()).isEqualTo(2);
    assertThat(file.recordsRejected()).isEqualTo(3);
    assertThat(file.leavesIn()).isEqualTo(7);
    assertThat(file.leavesRejected()).isEqualTo(4);
    assertThat(rows("select code, line, pointer from ingest.reject order by line")).extracting(Object::toString)
        .containsExactly(
            "{code=number.malformed, line=2, pointer=/cell_lines/HeLa/max_passage}",
            "{code=parameters.misplaced, line=5, pointer=/MCF7}",
            "{code=parameters.impossible, line=7, pointer=/compound_sensitivity/cisplatin/U2OS}");
    assertThat(inbox("simulation-parameters").resolve(".rejected/part.yaml.error.json")).exists();
  }

  @Test
  void codesWithLeadingZerosStayTexts() {
    drop("plate-results", "zeros.csv", HEADER + ROW.formatted("0123456"));

    assertThat(rows("select plate_id from measurement.measurements")).extracting(row -> row.get("plate_id"))
        .containsExactly("0123456");
  }

  @Test
  void textsThatLookLikeStatementsAreTexts() {
    String evil = "'; drop table measurement.plates; --";
    drop("plate-results", "evil.csv", HEADER + ROW.formatted(evil));

    assertThat(rows("select plate_id from measurement.plates")).extracting(row -> row.get("plate_id")).containsExactly(evil);
  }

  private void assertRejected(FileRecord file, String code) {
    assertThat(file.state()).as(file.toString()).isEqualTo("rejected");
    assertThat(file.errorCode()).as(String.valueOf(file.error())).isEqualTo(code);
    Path shelf = inbox(file.kind()).resolve(".rejected");
    assertThat(shelf.resolve(file.name())).exists();
    assertThat(shelf.resolve(file.name() + ".error.json")).content().contains("\"code\" : \"" + code + "\"");
    assertThat(shelf.resolve(file.name() + ".error.txt")).content().contains("[" + code + "]");
  }
}
