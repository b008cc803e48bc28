package io.labroute.lab;

/** The usual plates, all of 2:3 proportion. */
public enum PlateFormat {
  WELLS_6(2, 3),
  WELLS_12(3, 4),
  WELLS_24(4, 6),
  WELLS_48(6, 8),
  WELLS_96(8, 12),
  WELLS_384(16, 24),
  WELLS_1536(32, 48);

  private final int rows;
  private final int columns;

  PlateFormat(int rows, int columns) {
    this.rows = rows;
    this.columns = columns;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public int wells() {
    return rows * columns;
  }

  /** First to last well: {@code A1–H12}. */
  public String range() {
    return "A1–" + new WellAddress(rows - 1, columns - 1);
  }
}
