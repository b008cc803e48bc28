package io.labroute.ingest.format;

import static io.labroute.ingest.format.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {

  private static final CsvLayout LAYOUT = new CsvLayout(List.of("plate", "well"), List.of("note"));
  private static final int PLATE = 0;
  private static final int WELL = 1;
  private static final int NOTE = 2;
  private static final int LIMIT = 2_000_000;

  private final List<Finding> warnings = new ArrayList<>();

  /** A row that outlives the next one. */
  private record Row(long line, List<String> cells, boolean ragged) {}

  @ParameterizedTest
  @CsvSource(value = {"plate,well!P1,A1", "plate;well!P1;A1", "plate\twell!P1\tA1", "'plate';'well'!'P1';'A1'",
      " plate , well !P1,A1", "sep=;!plate;well!P1;A1", "sep=|!plate|well!P1|A1"},
      delimiter = '§', quoteCharacter = '%')
  void findsTheSeparator(String lines) {
    String text = lines.replace("!", "\r\n").replace('\'', '"');

    assertThat(rows(text)).extracting(Row::cells).containsExactly(List.of("P1", "A1"));
    assertThat(warnings).isEmpty();
  }

  @Test
  void prefersTheSeparatorUnderWhichTheKnownColumnsAppear() {
    assertThat(rows("plate;well;size, colour, shape\nP1;A1;1, 2, 3\n")).extracting(Row::cells)
        .containsExactly(List.of("P1", "A1", "1, 2, 3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void countsLinesWhateverEndsThem(String end) {
    String text = "plate,well\nP1,A1\n\nP1,\"A\n2\"\nP1,A3\n   \n\nP1,A4".replace("\n", end);

    assertThat(rows(text)).extracting(Row::line).containsExactly(2L, 4L, 6L, 9L);
  }

  @Test
  void countsLinesBehindADeclarationOfTheSeparator() {
    assertThat(rows("sep=;\r\nplate;well\r\nP1;A1\r\nP1;A2")).extracting(Row::line).containsExactly(3L, 4L);
  }

  @Test
  void keepsTheTextOfCellsAsItStands() {
    String text = "plate,well,note\n P1 ,A\"1,\"a \"\"b\"\",\r\nc\"\n,, \n#1,=1+1,\u00A0\n";

    assertThat(rows(text)).extracting(Row::cells).containsExactly(
        List.of(" P1 ", "A\"1", "a \"b\",\r\nc"), List.of("", "", " "), List.of("#1", "=1+1", "\u00A0"));
  }

  @Test
  void asksForCellsByColumnOfTheLayoutWhateverTheirOrder() throws IOException {
    try (var table = open("note,extra,well,plate,reject_code,reject_reason\nn,e,A1,P1,csv.x,why\n")) {
      CsvRow row = table.next();
      assertThat(row).isNotNull();
      assertThat(List.of(row.get(PLATE), row.get(WELL), row.get(NOTE))).containsExactly("P1", "A1", "n");
      assertThat(row.extras()).isEqualTo(Map.of("extra", "e"));
      assertThat(row.leaves()).as("our own columns do not count").isEqualTo(4);
      assertThat(row.cells()).containsExactly("n", "e", "A1", "P1");
      assertThat(table.columns()).containsExactly("note", "extra", "well", "plate");
      assertThat(table.next()).isNull();
      assertThat(table.next()).isNull();
    }
    assertThat(warnings).extracting(Finding::code).containsExactly("csv.extra-column");
  }

  @Test
  void givesAnEmptyTextForAColumnThatIsNotThere() throws IOException {
    try (var table = open("plate,well,note\nP1,A1,first\nP2\n")) {
      assertThat(table.next()).isNotNull();
      CsvRow shorter = table.next();
      assertThat(shorter).isNotNull();
      assertThat(shorter.get(PLATE)).isEqualTo("P2");
      assertThat(shorter.get(NOTE)).as("not the text of the row above").isEmpty();
      assertThat(shorter.cells()).containsExactly("P2");
    }
  }

  @Test
  void matchesColumnsInAnotherCaseAndWarns() {
    assertThat(rows("PLATE,Well\nP1,A1\n")).hasSize(1);
    assertThat(warnings).extracting(Finding::code).containsExactly("csv.column-case", "csv.column-case");
  }

  @ParameterizedTest
  @CsvSource(value = {
      "csv.empty§''", "csv.no-rows§plate,well", "csv.no-rows§plate,well!", "csv.no-rows§plate,well!!  !",
      "csv.header-missing§!plate,well!P1,A1", "csv.header-malformed§plate,'well!P1,A1",
      "csv.duplicate-column§plate,well,plate!P1,A1,P1", "csv.duplicate-column§plate,Plate,well!P1,P1,A1",
      "csv.duplicate-column§PLATE,Plate,well!P1,P1,A1", "csv.duplicate-column§plate,well,x,x!P1,A1,1,2",
      "csv.column-unnamed§plate,well,,!P1,A1,,", "csv.column-missing§plate,row!P1,A", "csv.column-missing§a: 1!b: 2",
      "csv.column-missing§{\"a\": 1}", "csv.separator§sep='!plate,well!P1,A1", "csv.separator§sep=a!plate,well!P1,A1"},
      delimiter = '§', quoteCharacter = '%')
  void refusesFilesWithoutAProperHeader(String code, String lines) {
    String text = lines.equals("''") ? "" : lines.replace("!", "\n").replace('\'', '"');

    assertThat(refusalOf(() -> rows(text)).code()).isEqualTo(code);
  }

  @Test
  void tellsWhatIsMissingWhatIsThereAndWhatIsAllowed() {
    Finding finding = refusalOf(() -> rows("cell_lines:\n  U2OS: {}\n"));

    assertThat(finding.what()).contains("plate, well");
    assertThat(finding.value()).isEqualTo("cell_lines:");
    assertThat(finding.allowed()).isEqualTo("plate, well, note");
    assertThat(finding.maybe()).contains("another folder");
  }

  @ParameterizedTest
  @CsvSource(value = {"P1,A1,1,5§4 cells§decimal sign", "P1§1 cells§cut off", "P1,A1,x,y,z,§6 cells§decimal sign"},
      delimiter = '§')
  void tellsARaggedRowByTheRowItself(String line, String what, String maybe) throws IOException {
    String text = "plate,well,note\nP0,A1,\n" + line + "\n";
    try (var table = open(text)) {
      assertThat(table.next()).isNotNull().extracting(CsvRow::fault).isNull();
      CsvRow row = table.next();
      assertThat(row).isNotNull();
      Finding fault = row.fault();
      assertThat(fault).isNotNull();
      assertThat(fault.code()).isEqualTo("csv.ragged-row");
      assertThat(fault.what()).contains(what, "the header 3");
      assertThat(fault.where().line()).isEqualTo(3);
      assertThat(fault.maybe()).contains(maybe);
    }
  }

  @ParameterizedTest
  @CsvSource(value = {"3§P1,A1!P2,'A2!P3,A3!", "3§P1,A1!P2,'A2'x!P3,A3", "4§P1,'A!1'!P2,'A2'x!", "2§'"},
      delimiter = '§', quoteCharacter = '%')
  void refusesWrongQuotesAndTellsTheLineWhereTheRowStarts(long line, String lines) {
    Finding finding = refusalOf(() -> rows("plate,well\n" + lines.replace("!", "\n").replace('\'', '"')));

    assertThat(finding.code()).isEqualTo("csv.quotes");
    assertThat(finding.where().line()).isEqualTo(line);
  }

  static Stream<Arguments> endless() {
    return Stream.of(
        Arguments.of("csv.cell-too-large", "\"", "x"),
        Arguments.of("csv.cell-too-large", "\"", "x\n"),
        Arguments.of("csv.cell-too-large", "\"", "\"\""),
        Arguments.of("csv.cell-too-large", "", "x"),
        Arguments.of("csv.row-too-large", "", ","),
        Arguments.of("csv.row-too-large", "", "\"\","),
        Arguments.of("csv.row-too-large", "", "x".repeat(200_000) + ","));
  }

  @ParameterizedTest
  @MethodSource("endless")
  void refusesWhatHasNoEndWithoutReadingOn(String code, String beginning, String rest) {
    var file = new Endless("plate,well\nP1,A1\nP2," + beginning, rest);

    Finding finding = refusalOf(() -> rows(TextEncoding.open(file, null).reader()));

    assertThat(finding.code()).isEqualTo(code);
    assertThat(finding.where().line()).isEqualTo(3);
    assertThat(file.bytesRead()).isLessThan(LIMIT);
  }

  @Test
  void refusesAHeaderWithoutEndWithoutReadingOn() {
    var file = new Endless("plate,well", "x");

    assertThat(refusalOf(() -> rows(TextEncoding.open(file, null).reader())).code()).isEqualTo("csv.header-too-long");
    assertThat(file.bytesRead()).isLessThan(LIMIT);
  }

  @Test
  void refusesMoreThanAThousandColumns() {
    String header = "plate,well" + ",".concat("x").repeat(999);

    assertThat(refusalOf(() -> rows(header + "\nP1,A1\n")).code()).isEqualTo("csv.too-many-columns");
  }

  @Test
  void readsCellsUpToTheLimit() {
    String large = "x".repeat(250_000);

    assertThat(rows("plate,well,note\nP1,A1," + large + "\nP2,\"" + large + "\",\n")).extracting(Row::cells)
        .containsExactly(List.of("P1", "A1", large), List.of("P2", large, ""));
  }

  @Test
  void readsManyRowsEachWithItsLine() {
    var text = new StringBuilder("plate,well,note\n");
    for (int n = 0; n < 100_000; n++) {
      text.append("P").append(n / 96).append(",A").append(n % 12 + 1).append(",\"note ").append(n).append("\"\n");
    }

    List<Row> rows = rows(text.toString());

    assertThat(rows).hasSize(100_000);
    for (int n = 0; n < rows.size(); n++) {
      assertThat(rows.get(n)).isEqualTo(
          new Row(n + 2L, List.of("P" + n / 96, "A" + (n % 12 + 1), "note " + n), false));
    }
  }

  @Test
  void tellsTheByteOfWhatCannotBeDecodedInTheMiddleOfTheRows() {
    String good = "plate,well\n" + "P1,A1\n".repeat(50_000);
    byte[] bytes = (good + "Pµ,A1\n").getBytes(StandardCharsets.ISO_8859_1);

    Finding finding = refusalOf(() -> rows(TextEncoding.open(new ByteArrayInputStream(bytes), null).reader()));

    assertThat(finding.code()).isEqualTo("text.undecodable");
    assertThat(finding.where().offset()).isEqualTo(good.length() + 1L);
  }

  @Test
  void doesNotBlameTheFileForADiskThatFails() {
    var disk = new Endless("plate,well\n", "P1,A1\n");
    var failing = new InputStream() {
      @Override
      public int read() throws IOException {
        if (disk.bytesRead() > 500_000) {
          throw new IOException("disk");
        }
        return disk.read();
      }
    };

    assertThatThrownBy(() -> rows(TextEncoding.open(failing, null).reader()))
        .isInstanceOf(UncheckedIOException.class).hasRootCauseMessage("disk");
  }

  private CsvTable open(String text) throws IOException {
    return CsvTable.open(new StringReader(text), LAYOUT, warnings::add);
  }

  private List<Row> rows(String text) {
    return rows(new StringReader(text));
  }

  private List<Row> rows(Reader text) {
    var rows = new ArrayList<Row>();
    try (var table = CsvTable.open(text, LAYOUT, warnings::add)) {
      for (CsvRow row = table.next(); row != null; row = table.next()) {
        rows.add(new Row(row.line(), row.cells(), row.fault() != null));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }
}
