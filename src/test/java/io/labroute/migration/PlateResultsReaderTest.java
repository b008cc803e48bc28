package io.labroute.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.ingest.Intake;
import io.labroute.ingest.Reading;
import io.labroute.ingest.Reference;
import io.labroute.ingest.SourceFile;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.measurement.PlateRow;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlateResultsReaderTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final String TEXT = """
      plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control,date,incubator_id,liquid_handler_id,viability_norm
      P1,A01,HeLa,µ-toxin,0.50,24,9632.366486756968,0,2026-01-31,inc1,lh1,0.9512201444213735
      P1,A02,HeLa,DMSO,0.0,24,10527.584137780443,1,2026-01-31,inc1,lh1,1.0396251136951093
      """;

  private final Gathered gathered = new Gathered();

  private static final class Gathered implements Intake<PlateRow> {
    private final List<PlateRow> rows = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();
    private final Set<String> references = new TreeSet<>();
    private long leaves;
    private String encoding = "";

    @Override
    public void record(PlateRow row) {
      rows.add(row);
    }

    @Override
    public void reject(Finding finding, long rejectedLeaves) {
      throw new AssertionError("rows are rejected by the store, with their plate");
    }

    @Override
    public void warn(Finding finding) {
      warnings.add(finding);
    }

    @Override
    public void extra(String pointer, @Nullable String value) {
      throw new AssertionError("unknown columns go with their row");
    }

    @Override
    public void refers(Reference.Target target, String id, Place where) {
      references.add(target.text() + " " + id);
    }

    @Override
    public void leaves(long count) {
      leaves += count;
    }

    @Override
    public void encoding(String name) {
      encoding = name;
    }
  }

  private PlateRow.Well first(byte[] bytes, @Nullable Charset declared, char decimalSign) throws IOException {
    var source = new SourceFile(1, "plates.csv", new Reading(declared, decimalSign, BERLIN),
        new SourceFile.Bytes.InMemory(bytes));
    new PlateResultsReader(source, gathered).read();
    return (PlateRow.Well) gathered.rows.get(0);
  }

  private PlateRow.Well first(String text) throws IOException {
    return first(text.getBytes(StandardCharsets.UTF_8), null, '.');
  }

  private void assertRead(PlateRow.Well well) {
    assertThat(gathered.rows).hasSize(2);
    assertThat(gathered.leaves).isEqualTo(24);
    assertThat(well.compound()).isEqualTo("µ-toxin");
    assertThat(well.doseUm()).isEqualTo("0.50");
    assertThat(well.rawSignal()).isEqualTo("9632.366486756968");
    assertThat(well.isControl()).isFalse();
    assertThat(well.date()).isEqualTo("2026-01-31");
    assertThat(well.measuredAt()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"UTF-8,'',UTF-8", "UTF-8,\uFEFF,UTF-8 with BOM", "UTF-16LE,\uFEFF,UTF-16LE with BOM",
      "UTF-16BE,\uFEFF,UTF-16BE with BOM"})
  void readsEveryUnicodeEncodingThatCanBeTold(String charset, String mark, String recorded) throws IOException {
    assertRead(first((mark + TEXT).getBytes(charset), null, '.'));
    assertThat(gathered.encoding).isEqualTo(recorded);
  }

  @Test
  void readsAnotherEncodingWhereItIsDeclared() throws IOException {
    assertRead(first(TEXT.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1, '.'));
    assertThat(gathered.encoding).isEqualTo("ISO-8859-1 (declared)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void readsAllLineEnds(String end) throws IOException {
    assertRead(first(TEXT.replace("\n", end)));
    assertThat(((PlateRow.Well) gathered.rows.get(1)).line()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void findsTheSeparatorFromTheHeader(String separator) throws IOException {
    assertRead(first(TEXT.replace(",", separator)));
  }

  @Test
  void honoursTheSeparatorLineOfExcelAndCountsIt() throws IOException {
    PlateRow.Well well = first("sep=;\r\n" + TEXT.replace(",", ";").replace("\n", "\r\n"));

    assertRead(well);
    assertThat(well.line()).isEqualTo(3);
  }

  @Test
  void readsDecimalCommasWhereTheyAreDeclared() throws IOException {
    String german = TEXT.replace(",", ";").replace(".", ",");

    assertRead(first(german.getBytes(StandardCharsets.UTF_8), null, ','));
  }

  @Test
  void refusesToGuessADecimalComma() throws IOException {
    var source = new SourceFile(1, "plates.csv", new Reading(null, '.', BERLIN),
        new SourceFile.Bytes.InMemory(TEXT.replace(",", ";").replace(".", ",").getBytes(StandardCharsets.UTF_8)));
    new PlateResultsReader(source, gathered).read();

    assertThat(gathered.rows).hasSize(2).allSatisfy(row -> {
      Finding finding = ((PlateRow.Bad) row).finding();
      assertThat(finding.code()).isEqualTo("number.malformed");
      assertThat(finding.maybe()).contains("decimal: comma");
    });
  }

  @ParameterizedTest
  @CsvSource({"2026-07-01T08:30:00,2026-07-01,2026-07-01T06:30:00Z", "2026-01-01 08:30:00,2026-01-01,2026-01-01T07:30:00Z",
      "2026-01-01T00:30:00Z,2026-01-01,2026-01-01T00:30:00Z", "2026-01-01T08:30:00+05:00,2026-01-01,2026-01-01T03:30:00Z"})
  void aTimeWithoutZoneIsTheLabs(String text, String date, String instant) throws IOException {
    PlateRow.Well well = first(TEXT.replace("2026-01-31", text));

    assertThat(well.date()).isEqualTo(date);
    assertThat(well.measuredAt()).isEqualTo(instant);
  }

  @Test
  void keepsColumnsItDoesNotKnowBesideTheRow() throws IOException {
    PlateRow.Well well = first(TEXT.replace("viability_norm", "viability_norm,operator").replaceAll("(\\d{9})\n", "$1,\"Ann \"\"A\"\"\"\n"));

    assertThat(well.extra()).isEqualTo("{\"operator\":\"Ann \\\"A\\\"\"}");
    assertThat(well.leaves()).isEqualTo(13);
    assertThat(well.extraLeaves()).isEqualTo(1);
    assertThat(gathered.warnings).extracting(Finding::code).containsExactly("csv.extra-column");
  }

  @Test
  void doesWithoutTheOptionalColumns() throws IOException {
    PlateRow.Well well = first("""
        plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control
        P1,A1,HeLa,,,,12,
        """);

    assertThat(well.compound()).isNull();
    assertThat(well.doseUm()).isNull();
    assertThat(well.isControl()).isNull();
    assertThat(well.viabilityNorm()).isNull();
    assertThat(well.leaves()).isEqualTo(8);
  }

  @Test
  void skipsTheEmptyRowsThatSpreadsheetsLeave() throws IOException {
    assertRead(first(TEXT + ",,,,,,,,,,,\n,,,,,,,,,,,\n"));
    assertThat(gathered.warnings).extracting(Finding::code).containsExactly("csv.empty-row", "csv.empty-row");
  }

  @Test
  void warnsOfADoseOfZeroThatIsNoControl() throws IOException {
    first(TEXT.replace("0.50", "0.0"));

    assertThat(gathered.warnings).extracting(Finding::code).containsExactly("plate.dose-zero-no-control");
    assertThat(gathered.warnings.get(0).where()).hasToString("line 2, column \"dose_uM\"");
  }

  @Test
  void warnsOfTextsThatWereReadInAWrongEncodingBefore() throws IOException {
    first(TEXT.replace("µ", "Âµ"));

    assertThat(gathered.warnings).extracting(Finding::code).containsExactly("text.mojibake");
  }

  @Test
  void aBadRowOfAnUnknownPlateRefusesTheFile() {
    assertThatThrownBy(() -> first(TEXT.replace("P1,A02", ",A02"))).isInstanceOf(Refusal.class)
        .hasMessageContaining("plate.value-missing").hasMessageContaining("Line 3");
  }
}
