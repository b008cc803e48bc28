package io.labroute.measurement;

import io.labroute.ingest.Rejection;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.PlateFormat;
import io.labroute.lab.WellAddress;
import io.labroute.measurement.PlateRepository.PlateContent;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What has been seen of one plate of a file while its rows stream by. */
final class PlateTally {

  private final BitSet wells = new BitSet();
  private final LineRanges lines = new LineRanges();
  private int rows;
  private int lastRow;
  private int lastColumn;
  private long firstLineOutside96;
  private final Set<String> cellLines = new TreeSet<>();
  private final Set<String> compounds = new TreeSet<>();
  private @Nullable String lastCellLine;
  private @Nullable String lastCompound;
  private @Nullable String dateBefore;
  private @Nullable String firstDate;
  private @Nullable String lastDate;
  private long leaves;
  private long extraLeaves;
  private @Nullable Finding firstFault;

  /** Counts a well; false when the plate has it already. */
  boolean add(PlateRow.Well well) {
    int index = well.address().row() * PlateFormat.WELLS_1536.columns() + well.address().column();
    if (wells.get(index)) {
      return false;
    }
    wells.set(index);
    lines.add(well.line());
    rows++;
    leaves += well.leaves();
    extraLeaves += well.extraLeaves();
    lastRow = Math.max(lastRow, well.address().row());
    lastColumn = Math.max(lastColumn, well.address().column());
    if (firstLineOutside96 == 0 && well.address().row() >= PlateFormat.WELLS_96.rows()) {
      firstLineOutside96 = well.line();
    }
    note(well);
    return true;
  }

  /** Equal texts of neighbouring rows are mostly one object, so that a look at it suffices. */
  private void note(PlateRow.Well well) {
    if (well.cellLine() != lastCellLine) {
      lastCellLine = well.cellLine();
      cellLines.add(lastCellLine);
    }
    if (well.compound() != lastCompound) {
      lastCompound = well.compound();
      if (lastCompound != null) {
        compounds.add(lastCompound);
      }
    }
    String date = well.date();
    if (date != dateBefore && date != null) {
      dateBefore = date;
      firstDate = firstDate == null || date.compareTo(firstDate) < 0 ? date : firstDate;
      lastDate = lastDate == null || date.compareTo(lastDate) > 0 ? date : lastDate;
    }
  }

  /** What the plate holds at all. */
  PlateContent content() {
    return new PlateContent(cellLines, compounds, firstDate, lastDate);
  }

  void spoil(Finding finding) {
    if (firstFault == null) {
      firstFault = finding;
    }
  }

  /** Why the plate is rejected, if it is. */
  @Nullable Finding fault() {
    return firstFault;
  }

  /** The rows that are rejected only because another row of the plate is bad. */
  Rejection companions(String plateId, Finding fault) {
    var finding = Finding.of("plate.rejected", "Plate %s is rejected as a whole because of line %d: %s"
            .formatted(plateId, fault.where().line(), fault.what()))
        .at(Place.line(lines.first())).maybe("mend that line and drop the .rejects.csv again.");
    return new Rejection(finding, lines.multirange(), rows, leaves);
  }

  int rows() {
    return rows;
  }

  long leaves() {
    return leaves;
  }

  long extraLeaves() {
    return extraLeaves;
  }

  /** Up to 96 wells in up to 12 columns are a 96-well plate, and that ends at row H. */
  Optional<Finding> wellsOutsideThePlate(String plateId) {
    PlateFormat format = PlateFormat.WELLS_96;
    boolean meant = rows <= format.wells() && lastColumn < format.columns() && lastColumn >= format.columns() / 2;
    if (!meant || lastRow < format.rows()) {
      return Optional.empty();
    }
    return Optional.of(Finding.of("plate.well-outside",
            "Plate %s looks like a 96-well plate, but has wells down to row %s."
                .formatted(plateId, new WellAddress(lastRow, 0).toString().replaceAll("\\d", "")))
        .at(Place.field(firstLineOutside96, "well_id")).allowed(format.range())
        .maybe("the rows are shifted, or it is a 384-well plate that was read in part."));
  }
}
