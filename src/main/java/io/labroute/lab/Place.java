package io.labroute.lab;

import org.jspecify.annotations.Nullable;

/**
 * Where in a file something stands. Every part may be absent.
 *
 * @param line 1-based line of the file, of a CSV record the line it starts on
 * @param column 1-based character of that line
 * @param field name of the CSV column
 * @param pointer JSON pointer (RFC 6901) into a tree such as YAML or JSON
 * @param offset 0-based byte of the file
 */
public record Place(
    @Nullable Long line,
    @Nullable Integer column,
    @Nullable String field,
    @Nullable String pointer,
    @Nullable Long offset) {

  public static final Place UNKNOWN = new Place(null, null, null, null, null);

  public static Place line(long line) {
    return new Place(line, null, null, null, null);
  }

  public static Place at(long line, int column) {
    return new Place(line, column, null, null, null);
  }

  public static Place field(long line, String field) {
    return new Place(line, null, field, null, null);
  }

  public static Place pointer(String pointer, long line, int column) {
    return new Place(line, column, null, pointer, null);
  }

  public static Place offset(long offset) {
    return new Place(null, null, null, null, offset);
  }

  /** For people: {@code line 14, column "well_id"}; empty when nothing is known. */
  @Override
  public String toString() {
    var parts = new StringBuilder();
    append(parts, line == null ? null : "line " + line);
    append(parts, column == null ? null : "column " + column);
    append(parts, field == null ? null : "column \"" + field + "\"");
    append(parts, pointer == null || pointer.isEmpty() ? null : pointer);
    append(parts, offset == null ? null : "byte " + offset);
    return parts.toString();
  }

  private static void append(StringBuilder parts, @Nullable String part) {
    if (part != null) {
      parts.append(parts.length() == 0 ? "" : ", ").append(part);
    }
  }
}
