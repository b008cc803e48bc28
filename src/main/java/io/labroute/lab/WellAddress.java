package io.labroute.lab;

import org.jspecify.annotations.Nullable;

/**
 * A well of a plate: row letters and a column number, as in {@code A1}, {@code A01}, {@code AF48}.
 *
 * @param row 0-based, A is 0, at most 31 (AF)
 * @param column 0-based, at most 47
 */
public record WellAddress(int row, int column) implements Comparable<WellAddress> {

  /** What any well of a plate can be called, up to 1536 wells. */
  public static final String ALLOWED = "a row A–AF and a column 1–48, such as A1 or A01";

  public WellAddress {
    if (row < 0 || row >= PlateFormat.WELLS_1536.rows() || column < 0 || column >= PlateFormat.WELLS_1536.columns()) {
      throw new IllegalArgumentException("row %d, column %d is not %s".formatted(row, column, ALLOWED));
    }
  }

  /** The address that a text names, with or without a leading zero in the column; null when it names none. */
  public static @Nullable WellAddress parse(CharSequence text) {
    int length = text.length();
    int at = 0;
    int row = 0;
    while (at < length && at < 2 && text.charAt(at) >= 'A' && text.charAt(at) <= 'Z') {
      row = row * 26 + text.charAt(at) - 'A' + 1;
      at++;
    }
    int digits = length - at;
    if (at == 0 || digits < 1 || digits > 2) {
      return null;
    }
    int column = 0;
    for (; at < length; at++) {
      char digit = text.charAt(at);
      if (digit < '0' || digit > '9') {
        return null;
      }
      column = column * 10 + digit - '0';
    }
    boolean exists = row <= PlateFormat.WELLS_1536.rows() && column >= 1 && column <= PlateFormat.WELLS_1536.columns();
    return exists ? new WellAddress(row - 1, column - 1) : null;
  }

  /** What a record does by itself, without the detour by method handles: wells are what everything here is looked up by. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WellAddress it && row == it.row && column == it.column;
  }

  /** Different for all wells of a plate. */
  @Override
  public int hashCode() {
    return row * PlateFormat.WELLS_1536.columns() + column;
  }

  /** Row letters and column without leading zeros: {@code A1}. */
  @Override
  public String toString() {
    String letters = row < 26 ? "" + (char) ('A' + row) : "A" + (char) ('A' + row - 26);
    return letters + (column + 1);
  }

  /** By row, then by column. */
  @Override
  public int compareTo(WellAddress other) {
    return row != other.row ? Integer.compare(row, other.row) : Integer.compare(column, other.column);
  }
}
