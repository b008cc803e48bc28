package io.labroute.lab;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of labware on a deck.
 *
 * @param label what the device's deck calls it; unique on a deck
 * @param barcode of this very piece; null when it has none, or none yet
 * @param type what the device's configuration calls its kind
 * @param dead what cannot be drawn from a well
 * @param maximum what a well can hold; null when unknown
 */
public record Labware(String label, @Nullable String barcode, @Nullable String type, Shape shape, Volume dead,
    @Nullable Volume maximum) {

  /** How its wells are arranged. */
  public sealed interface Shape {

    int rows();

    int columns();

    /** Places that a tip can go to; several tips can go to one column of a trough. */
    default int positions() {
      return rows() * columns();
    }
  }

  /** Wells in rows and columns, 1536 at the most. */
  public record Plate(int rows, int columns) implements Shape {

    public Plate {
      if (rows < 1 || rows > PlateFormat.WELLS_1536.rows() || columns < 1 || columns > PlateFormat.WELLS_1536.columns()) {
        throw Finding.of("labware.shape", "There is no plate of this shape.").value(rows + " x " + columns)
            .allowed("1 to 32 rows, 1 to 48 columns").refusal();
      }
    }
  }

  /** One pool of liquid for each column, which as many tips as there are virtual rows can go into. */
  public record Trough(int rows, int columns) implements Shape {

    public Trough {
      if (rows < 1 || rows > PlateFormat.WELLS_1536.rows() || columns < 1 || columns > PlateFormat.WELLS_1536.columns()) {
        throw Finding.of("labware.shape", "There is no trough of this shape.").value(rows + " x " + columns)
            .allowed("1 to 32 virtual rows, 1 to 48 columns").refusal();
      }
    }
  }

  /** One tube. */
  public record Tube() implements Shape {

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public int columns() {
      return 1;
    }
  }

  /** Labware without declared limits. */
  public static Labware of(String label, Shape shape) {
    return new Labware(label, null, null, shape, Volume.ZERO, null);
  }

  public boolean has(WellAddress well) {
    return well.row() < shape.rows() && well.column() < shape.columns();
  }

  /** All its wells, column by column. */
  public List<WellAddress> wells() {
    var wells = new ArrayList<WellAddress>();
    for (int column = 0; column < shape.columns(); column++) {
      for (int row = 0; row < shape.rows(); row++) {
        wells.add(new WellAddress(row, column));
      }
    }
    return wells;
  }

  /** The well whose liquid a place shares: in a trough, the column's first. */
  public WellAddress pool(WellAddress well) {
    return shape instanceof Trough ? new WellAddress(0, well.column()) : well;
  }

  /**
   * The well of a text: {@code A1}, {@code A01}; or its number, of a plate column by column, of a trough that of the column.
   *
   * @throws Refusal {@code worklist.well-out-of-range} when it has no such well
   */
  public WellAddress well(String text) {
    WellAddress well = WellAddress.parse(text);
    if (well == null && text.matches("[1-9]\\d{0,3}")) {
      int number = Integer.parseInt(text) - 1;
      int rows = shape instanceof Plate ? shape.rows() : 1;
      well = number < rows * shape.columns() ? new WellAddress(number % rows, number / rows) : null;
    }
    if (well == null || !has(well)) {
      throw Finding.of("worklist.well-out-of-range", "The labware %s has no such well.".formatted(label)).value(text)
          .allowed("A1–" + new WellAddress(shape.rows() - 1, shape.columns() - 1)).refusal();
    }
    return well;
  }
}
