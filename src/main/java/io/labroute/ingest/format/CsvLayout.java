package io.labroute.ingest.format;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a kind of CSV file. A column's index in {@link #columns()} is how its cells are asked for.
 *
 * @param required columns that every file has
 * @param optional columns that a file may have
 */
public record CsvLayout(List<String> required, List<String> optional) {

  /** Columns that the engine itself adds to {@code .rejects.csv}; they are ignored when the file is dropped again. */
  public static final List<String> OURS = List.of("reject_code", "reject_reason");

  /** All known columns, the required ones first. */
  public List<String> columns() {
    var all = new ArrayList<>(required);
    all.addAll(optional);
    return all;
  }
}
