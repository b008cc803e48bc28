package io.labroute.worklist.table;

import java.util.List;

/**
 * Columns of a table that a device reads.
 *
 * @param preamble lines before everything else
 * @param header whether the columns' names are written
 * @param separator between fields
 * @param decimalSign of volumes
 * @param decimals of volumes, always all of them
 * @param nanolitres whether volumes are in nL instead of uL
 * @param mostRows what the device takes at the most
 */
public record TableProfile(String name, List<String> preamble, boolean header, List<Column> columns, char separator,
    char decimalSign, int decimals, boolean nanolitres, Positions positions, int mostRows) {

  /** A column: its name and what stands in it. */
  public record Column(String header, Field field) {}

  /** What a column can hold. */
  public enum Field {
    SOURCE_LABWARE,
    SOURCE_BARCODE,
    SOURCE_TYPE,
    SOURCE_WELL,
    SOURCE_ROW,
    SOURCE_COLUMN,
    DESTINATION_LABWARE,
    DESTINATION_BARCODE,
    DESTINATION_TYPE,
    DESTINATION_WELL,
    DESTINATION_ROW,
    DESTINATION_COLUMN,
    VOLUME,
    BUFFER_VOLUME,
    LIQUID_CLASS,
    TOOL
  }

  /** How wells are written. */
  public enum Positions {
    NAME,
    PADDED,
    INDEX,
    AS_GIVEN
  }

  /** With wells written in another way. */
  public TableProfile with(Positions other) {
    return new TableProfile(name, preamble, header, columns, separator, decimalSign, decimals, nanolitres, other, mostRows);
  }
}
