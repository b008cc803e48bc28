package io.labroute.simulation;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** The text of a table. */
final class CsvText {

  private CsvText() {}

  static String of(char separator, List<List<String>> rows) {
    var text = new StringWriter();
    try (CsvWriter csv = CsvWriter.builder().fieldSeparator(separator).build(text)) {
      rows.forEach(csv::writeRecord);
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
    return text.toString();
  }
}
