package io.labroute.worklist;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.labroute.lab.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a table that some device or program wrote.
 *
 * @param number 1-based
 */
public record CsvLine(long number, List<String> fields) {

  private static final int LONGEST_FIELD = 1_000;

  /** All lines that are not empty. */
  public static List<CsvLine> read(String text, char separator) {
    var lines = new ArrayList<CsvLine>();
    var settings = CsvReader.builder().fieldSeparator(separator).maxBufferSize(1 << 20)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE);
    try (CsvReader<CsvRecord> reader = settings.ofCsvRecord(text)) {
      for (CsvRecord record : reader) {
        lines.add(new CsvLine(record.getStartingLineNumber(), List.copyOf(record.getFields())));
      }
      return lines;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } catch (CsvParseException malformed) {
      throw Finding.of("worklist.not-a-table", "The file is no table: " + malformed.getMessage()).refusal();
    }
  }

  /** A field, or an empty text where the line is shorter. */
  public String field(int index) {
    return index >= 0 && index < fields.size() ? fields.get(index).strip() : "";
  }

  /** Whether any field is longer than a device would write. */
  public boolean isAbsurd() {
    return fields.stream().anyMatch(field -> field.length() > LONGEST_FIELD);
  }
}
