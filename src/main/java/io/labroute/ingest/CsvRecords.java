package io.labroute.ingest;

import io.labroute.ingest.format.CsvLayout;
import io.labroute.ingest.format.CsvRow;
import io.labroute.ingest.format.CsvTable;
import io.labroute.ingest.format.TextEncoding;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.Reader;
import java.util.function.Function;

/** Reads tables of which each row is a record: a row that is refused is rejected alone, one that holds nothing is skipped. */
public final class CsvRecords {

  private CsvRecords() {}

  /**
   * Reads a file that is a table.
   *
   * @param record makes a record of a row, which is good until the next one, or refuses it
   * @throws Refusal when the file as a whole cannot be read
   */
  public static <R> void read(SourceFile source, CsvLayout layout, Intake<R> intake, Function<CsvRow, R> record) throws IOException {
    try (var in = source.open()) {
      var text = TextEncoding.open(in, source.reading().charset());
      intake.encoding(text.encoding());
      read(text.reader(), layout, intake, record);
    }
  }

  /** Reads a table of a text that is open already. */
  public static <R> void read(Reader text, CsvLayout layout, Intake<R> intake, Function<CsvRow, R> record) throws IOException {
    try (var table = CsvTable.open(text, layout, intake::warn)) {
      for (CsvRow row = table.next(); row != null; row = table.next()) {
        if (row.isEmpty()) {
          intake.warn(Finding.of("csv.empty-row", "The row holds nothing and is skipped.").at(Place.line(row.line())));
          continue;
        }
        intake.leaves(row.leaves());
        try {
          Finding ragged = row.fault();
          if (ragged != null) {
            throw ragged.refusal();
          }
          intake.record(record.apply(row));
        } catch (Refusal refusal) {
          intake.reject(refusal.finding(), row.leaves());
        }
      }
    }
  }
}
