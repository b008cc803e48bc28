package io.labroute.ingest.format;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The header of a CSV file, matched with a layout. */
final class CsvHeader {

  static final int MOST_COLUMNS = 1_000;

  private final List<String> names;
  private final char separator;
  private final int[] positions;
  private final List<Integer> extras = new ArrayList<>();
  private int ours;

  /** Matches names exactly, else whatever their case, of which it warns. */
  CsvHeader(List<String> found, char separator, long line, CsvLayout layout, Consumer<Finding> warnings) {
    this.names = found.stream().map(String::strip).toList();
    this.separator = separator;
    if (names.size() > MOST_COLUMNS) {
      throw Finding.of("csv.too-many-columns", "The header has too many columns.").at(Place.line(line))
          .value(String.valueOf(names.size())).allowed("at most " + MOST_COLUMNS).refusal();
    }
    Map<String, Integer> byName = new HashMap<>();
    for (int at = 0; at < names.size(); at++) {
      if (byName.put(names.get(at), at) != null) {
        throw names.get(at).isEmpty()
            ? Finding.of("csv.column-unnamed", "Several columns have no name.").at(Place.line(line))
                .maybe("there are empty columns beside the table: delete them.").refusal()
            : duplicate(names.get(at), line);
      }
    }
    List<String> columns = layout.columns();
    positions = new int[columns.size()];
    for (int column = 0; column < positions.length; column++) {
      positions[column] = position(columns.get(column), byName, line, warnings);
    }
    refuseMissing(layout, line);
    for (int at = 0; at < names.size(); at++) {
      if (isOurs(at)) {
        ours++;
      } else if (!isKnown(at)) {
        extras.add(at);
        warnings.accept(Finding.of("csv.extra-column",
                "The column %s has no place of its own; it is kept beside the rows.".formatted(names.get(at)))
            .at(Place.line(line)).allowed(String.join(", ", columns))
            .maybe("its name is misspelled."));
      }
    }
  }

  private int position(String column, Map<String, Integer> byName, long line, Consumer<Finding> warnings) {
    List<String> alike = names.stream().filter(column::equalsIgnoreCase).toList();
    if (alike.size() > 1) {
      throw duplicate(String.join(", ", alike), line);
    }
    Integer exact = byName.get(column);
    if (exact != null) {
      return exact;
    }
    for (int at = 0; at < names.size(); at++) {
      if (names.get(at).equalsIgnoreCase(column)) {
        warnings.accept(Finding.of("csv.column-case",
            "The column %s is written in another case.".formatted(names.get(at))).at(Place.line(line)).allowed(column));
        return at;
      }
    }
    return -1;
  }

  private static Refusal duplicate(String found, long line) {
    return Finding.of("csv.duplicate-column", "The header names a column twice.").at(Place.line(line)).value(found)
        .maybe("one of them is another column, or left over: rename or delete it.").refusal();
  }

  private void refuseMissing(CsvLayout layout, long line) {
    var missing = new ArrayList<String>();
    for (int column = 0; column < layout.required().size(); column++) {
      if (positions[column] < 0) {
        missing.add(layout.required().get(column));
      }
    }
    if (!missing.isEmpty()) {
      throw Finding.of("csv.column-missing", "The header lacks the column%s %s."
              .formatted(missing.size() == 1 ? "" : "s", String.join(", ", missing)))
          .at(Place.line(line)).value(String.join(",", names)).allowed(String.join(", ", layout.columns()))
          .maybe(missing.size() == layout.required().size()
              ? "the file is of another kind and belongs into another folder." : "a column was renamed.").refusal();
    }
  }

  private boolean isKnown(int at) {
    for (int position : positions) {
      if (position == at) {
        return true;
      }
    }
    return false;
  }

  List<String> names() {
    return names;
  }

  char separator() {
    return separator;
  }

  int position(int column) {
    return positions[column];
  }

  List<Integer> extras() {
    return extras;
  }

  boolean isOurs(int at) {
    return CsvLayout.OURS.contains(names.get(at));
  }

  int ours() {
    return ours;
  }
}
