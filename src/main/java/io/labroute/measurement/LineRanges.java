package io.labroute.measurement;

import java.util.Arrays;

/** Lines of a file, kept as ranges: rows of one plate mostly stand together. */
final class LineRanges {

  /** First line and the line after the last, in turn. */
  private long[] bounds = new long[2];
  private int used;

  /** Adds a line; lines come in ascending order. */
  void add(long line) {
    if (used > 0 && bounds[used - 1] == line) {
      bounds[used - 1] = line + 1;
      return;
    }
    if (used == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * used);
    }
    bounds[used++] = line;
    bounds[used++] = line + 1;
  }

  long first() {
    return bounds[0];
  }

  /** As a PostgreSQL {@code int8multirange}. */
  String multirange() {
    var text = new StringBuilder("{");
    for (int at = 0; at < used; at += 2) {
      text.append(at == 0 ? "[" : ",[").append(bounds[at]).append(',').append(bounds[at + 1]).append(')');
    }
    return text.append('}').toString();
  }
}
