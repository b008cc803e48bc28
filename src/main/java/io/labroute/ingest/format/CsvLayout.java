package io.labroute.ingest.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The columns of a kind of CSV file. A column's index in {@link #columns()} is how its cells are asked for. */
public final class CsvLayout {

  /** Columns that the engine itself adds to {@code .rejects.csv}; they are ignored when the file is dropped again. */
  public static final List<String> OURS = List.of("reject_code", "reject_reason");

  private final List<String> required;
  private final List<String> columns;
  private final Set<String> lowerCaseNames;

  /**
   * @param required columns that every file has
   * @param optional columns that a file may have
   */
  public CsvLayout(List<String> required, List<String> optional) {
    this.required = List.copyOf(required);
    var all = new ArrayList<>(required);
    all.addAll(optional);
    this.columns = List.copyOf(all);
    this.lowerCaseNames = columns.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
  }

  /** Columns that every file has; they come first among all. */
  public List<String> required() {
    return required;
  }

  /** All known columns, the required ones first. */
  public List<String> columns() {
    return columns;
  }

  /** Whether a column has the name, whatever its case. */
  boolean knows(String name) {
    return lowerCaseNames.contains(name.toLowerCase(Locale.ROOT));
  }
}
