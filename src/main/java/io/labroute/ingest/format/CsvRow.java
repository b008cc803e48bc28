package io.labroute.ingest.format;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of a CSV file. It is good until the next one is asked for. */
public final class CsvRow {

  private final CsvHeader header;
  private final @Nullable String[] cells;
  private final List<String> surplus = new ArrayList<>();
  private int count;
  private long line;

  CsvRow(CsvHeader header) {
    this.header = header;
    this.cells = new String[header.names().size()];
  }

  void begin(long startsAt) {
    line = startsAt;
    count = 0;
    surplus.clear();
  }

  /** Takes a cell; a text equal to the cell above it is shared with it. */
  void add(char[] buffer, int offset, int length) {
    if (count < cells.length) {
      String above = cells[count];
      if (above == null || !equal(above, buffer, offset, length)) {
        cells[count] = new String(buffer, offset, length);
      }
    } else {
      surplus.add(new String(buffer, offset, length));
    }
    count++;
  }

  private static boolean equal(String text, char[] buffer, int offset, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != buffer[offset + i]) {
        return false;
      }
    }
    return true;
  }

  /** The line that the row starts on. */
  public long line() {
    return line;
  }

  /** How many cells the row has. */
  public int size() {
    return count;
  }

  boolean isBlankLine() {
    return count == 1 && String.valueOf(cells[0]).isBlank() && cells.length > 1;
  }

  /** The texts of all cells but those of columns that the engine itself added, whatever the row's shape. */
  public List<String> cells() {
    var all = new ArrayList<String>();
    for (int at = 0; at < Math.min(count, cells.length); at++) {
      if (!header.isOurs(at)) {
        all.add(String.valueOf(cells[at]));
      }
    }
    all.addAll(surplus);
    return all;
  }

  /** The text of a column of the layout; empty when the file has no such column or the row ends before it. */
  public String get(int column) {
    int at = header.position(column);
    return at < 0 || at >= count || at >= cells.length ? "" : String.valueOf(cells[at]);
  }

  /** Whether no cell holds anything, as in the rows that spreadsheets leave behind their data. */
  public boolean isEmpty() {
    for (int at = 0; at < Math.min(count, cells.length); at++) {
      if (!String.valueOf(cells[at]).isEmpty()) {
        return false;
      }
    }
    return surplus.stream().allMatch(String::isEmpty);
  }

  /** How many of its cells count as leaves: all but those of columns that the engine itself added. */
  public int leaves() {
    return Math.max(0, count - header.ours());
  }

  /** Columns that the layout does not know, with their texts; empty for most files. */
  public Map<String, String> extras() {
    if (header.extras().isEmpty()) {
      return Map.of();
    }
    var extras = new LinkedHashMap<String, String>();
    for (int at : header.extras()) {
      if (at < count) {
        extras.put(header.names().get(at), String.valueOf(cells[at]));
      }
    }
    return extras;
  }

  /** What is wrong with the row's shape; null when it has as many cells as the header. */
  public @Nullable Finding fault() {
    if (count == cells.length) {
      return null;
    }
    String maybe = count > cells.length
        ? header.separator() == ','
            ? "a comma is meant as a decimal sign, or stands in a text without quotes."
            : "a separator stands in a text without quotes."
        : "the row was cut off, or a quote is left open.";
    return Finding.of("csv.ragged-row", "The row has %d cells, the header %d.".formatted(count, cells.length))
        .at(Place.line(line)).allowed(cells.length + " cells").maybe(maybe);
  }
}
