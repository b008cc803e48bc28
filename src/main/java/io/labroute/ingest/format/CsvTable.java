package io.labroute.ingest.format;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A CSV file (RFC 4180) as a stream of rows. The separator is found from the header: comma, semicolon or tab, or what an
 * Excel line {@code sep=} says. Quotes are strict and cells limited, so that a file cannot fill the memory.
 */
public final class CsvTable implements AutoCloseable {

  private static final int LARGEST_CELL = 1 << 18;
  private static final int LARGEST_ROW = 1 << 20;
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int READ_AHEAD = 1 << 10;
  private static final List<Character> SEPARATORS = List.of(',', ';', '\t');

  private final CsvHeader header;
  private final RowHandler handler;
  private final CsvReader<CsvRow> reader;
  private final CloseableIterator<CsvRow> rows;
  private boolean ready;

  private CsvTable(Reader text, CsvHeader header, long linesBefore) {
    this.header = header;
    this.handler = new RowHandler(new CsvRow(header), linesBefore);
    this.reader = CsvReader.builder().fieldSeparator(header.separator()).maxBufferSize(LARGEST_CELL)
        .allowUnclosedQuote(false).skipEmptyLines(true)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .build(handler, text);
    this.rows = reader.iterator();
  }

  /**
   * Reads the header.
   *
   * @param warnings is told of columns that the layout does not know or spells otherwise
   * @throws Refusal when the text is empty or its header does not fit the layout
   */
  public static CsvTable open(Reader text, CsvLayout layout, Consumer<Finding> warnings) throws IOException {
    var buffered = new BufferedReader(text, READ_AHEAD);
    String line = line(buffered, 0);
    Character declared = null;
    long linesBefore = 0;
    if (line.length() == 5 && line.startsWith("sep=")) {
      declared = separator(line);
      linesBefore = 1;
      line = line(buffered, linesBefore);
    }
    char separator = declared != null ? declared : separatorOf(line, layout);
    var header = new CsvHeader(cells(line, separator, linesBefore + 1), separator, linesBefore + 1, layout, warnings);
    var table = new CsvTable(buffered, header, linesBefore + 1);
    table.ready = table.advance();
    if (!table.ready) {
      throw Finding.of("csv.no-rows", "The file has a header but no rows.").at(Place.line(linesBefore + 1)).refusal();
    }
    return table;
  }

  /** Takes the line that comes next. */
  private static String line(BufferedReader text, long linesBefore) throws IOException {
    var line = new StringBuilder();
    int c = text.read();
    if (c < 0) {
      throw Finding.of("csv.empty", "The file is empty.").refusal();
    }
    while (c >= 0 && c != '\n' && c != '\r') {
      if (line.length() >= LONGEST_HEADER - 1) {
        throw Finding.of("csv.header-too-long", "The first line is too long to be a header.")
            .at(Place.line(linesBefore + 1)).value(line.substring(0, 100)).allowed(LONGEST_HEADER + " characters")
            .maybe("the file is of another kind.").refusal();
      }
      line.append((char) c);
      c = text.read();
    }
    if (c == '\r') {
      text.mark(1);
      if (text.read() != '\n') {
        text.reset();
      }
    }
    return line.toString();
  }

  private static char separator(String declaration) {
    char separator = declaration.charAt(4);
    if (separator == '"' || separator == ' ' || Character.isLetterOrDigit(separator)
        || Character.isSurrogate(separator)) {
      throw Finding.of("csv.separator", "This separator could not be told from the text of a cell.").at(Place.line(1))
          .value(declaration).allowed("sep=, or sep=; or sep= and a tab").refusal();
    }
    return separator;
  }

  /** The separator under which the most known names appear. */
  private static char separatorOf(String line, CsvLayout layout) {
    char best = ',';
    int most = -1;
    for (char separator : SEPARATORS) {
      int known = knownNames(line, separator, layout);
      if (known > most) {
        most = known;
        best = separator;
      }
    }
    return best;
  }

  private static int knownNames(String line, char separator, CsvLayout layout) {
    int known = 0;
    int from = 0;
    for (int end = line.indexOf(separator); from <= line.length(); end = line.indexOf(separator, from)) {
      String name = line.substring(from, end < 0 ? line.length() : end);
      if (layout.knows(name.replace("\"", "").strip())) {
        known++;
      }
      from = end < 0 ? line.length() + 1 : end + 1;
    }
    return known;
  }

  private static List<String> cells(String line, char separator, long number) {
    if (line.isBlank()) {
      throw Finding.of("csv.header-missing", "The first line has to name the columns, but it is blank.")
          .at(Place.line(number)).refusal();
    }
    try {
      CsvRecord header = CsvReader.builder().fieldSeparator(separator)
          .allowUnclosedQuote(false).ofSingleCsvRecord(line);
      return header.getFields();
    } catch (CsvParseException malformed) {
      throw Finding.of("csv.header-malformed", "The header is malformed: a quote is left open or misplaced.")
          .at(Place.line(number)).value(line).refusal();
    }
  }

  /** The separator that was found. */
  public char separator() {
    return header.separator();
  }

  /** The columns as they stand in the file, without those that the engine itself added. */
  public List<String> columns() {
    return header.names().stream().filter(name -> !CsvLayout.OURS.contains(name)).toList();
  }

  /** The next row, or null at the end; blank lines are none. */
  public @Nullable CsvRow next() {
    boolean found = ready || advance();
    ready = false;
    return found ? handler.row : null;
  }

  private boolean advance() {
    try {
      while (rows.hasNext()) {
        if (!rows.next().isBlankLine()) {
          return true;
        }
      }
      return false;
    } catch (CsvParseException malformed) {
      throw refusal(malformed);
    }
  }

  private Refusal refusal(CsvParseException malformed) {
    for (Throwable cause = malformed; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return refusal;
      }
    }
    String message = String.valueOf(malformed.getMessage()) + (malformed.getCause() == null ? "" : malformed.getCause());
    Place place = Place.line(handler.lineOfNextRow());
    if (message.contains("buffer")) {
      return Finding.of("csv.cell-too-large", "A cell is too large.").at(place)
          .allowed("at most " + LARGEST_CELL + " characters")
          .maybe("a quote is left open in this row, so that all that follows is taken for one cell.").refusal();
    }
    return Finding.of("csv.quotes", "The quotes of a cell are wrong.").at(place)
        .maybe("a quote is left open in this row, or one inside a text is not doubled.").refusal();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** Fills the one row again and again. */
  private static final class RowHandler extends AbstractBaseCsvCallbackHandler<CsvRow> {

    private final CsvRow row;
    private final long linesBefore;
    private int size;

    private RowHandler(CsvRow row, long linesBefore) {
      this.row = row;
      this.linesBefore = linesBefore;
    }

    long lineOfNextRow() {
      return getStartingLineNumber() + linesBefore;
    }

    @Override
    protected void handleBegin(long startingLineNumber) {
      row.begin(startingLineNumber + linesBefore);
      size = 0;
    }

    @Override
    protected void handleField(int index, char[] buffer, int offset, int length, boolean quoted) {
      size += length;
      if (size > LARGEST_ROW || index >= CsvHeader.MOST_COLUMNS) {
        throw Finding.of("csv.row-too-large", "The row is too large.").at(Place.line(row.line()))
            .allowed("at most %d characters in %d cells".formatted(LARGEST_ROW, CsvHeader.MOST_COLUMNS))
            .maybe("line ends are missing.").refusal();
      }
      row.add(buffer, offset, length);
    }

    @Override
    protected CsvRow buildRecord() {
      return row;
    }
  }
}
