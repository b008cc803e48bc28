package io.labroute.worklist.table;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.CsvLine;
import io.labroute.worklist.table.TableProfile.Column;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a table that anybody may have written for a device, and tells what its method could stumble over, line by line. */
public final class TableLint {

  private TableLint() {}

  /** The profile whose header a text has. */
  public static Optional<TableProfile> profileOf(String text, Collection<TableProfile> profiles) {
    return profiles.stream().filter(TableProfile::header).filter(profile -> {
      String header = String.join(String.valueOf(profile.separator()), profile.columns().stream().map(Column::header).toList());
      return text.lines().skip(profile.preamble().size()).findFirst().map(line -> line.strip().equals(header)).orElse(false);
    }).findFirst();
  }

  /** All findings, by line. */
  public static List<Finding> findings(String text, TableProfile profile) {
    var findings = new ArrayList<Finding>();
    List<CsvLine> lines = CsvLine.read(text, profile.separator());
    int before = profile.preamble().size() + (profile.header() ? 1 : 0);
    if (lines.size() <= before) {
      return List.of(Finding.of("worklist.empty", "The table has no rows."));
    }
    List<CsvLine> rows = lines.subList(before, lines.size());
    for (CsvLine row : rows) {
      if (row.fields().size() != profile.columns().size()) {
        findings.add(Finding.of("worklist.field-count", "The row has a wrong number of fields.").at(Place.line(row.number()))
            .value(String.valueOf(row.fields().size())).allowed(String.valueOf(profile.columns().size())));
        continue;
      }
      for (int at = 0; at < row.fields().size(); at++) {
        Column column = profile.columns().get(at);
        Finding fault = fault(column, row.field(at), profile);
        if (fault != null) {
          findings.add(fault.at(Place.field(row.number(), column.header())));
        }
      }
    }
    for (int at = 0; at < profile.columns().size(); at++) {
      int index = at;
      long numbers = rows.stream().filter(row -> row.field(index).matches("\\d+([.,]\\d+)?")).count();
      if (numbers > 0 && numbers < rows.size()) {
        findings.add(Finding.of("worklist.mixed-column-type", "The column %s has both numbers and texts."
            .formatted(profile.columns().get(at).header())).at(Place.line(rows.get(0).number())));
      }
    }
    return findings;
  }

  private static @Nullable Finding fault(Column column, String text, TableProfile profile) {
    return switch (column.field()) {
      case VOLUME, BUFFER_VOLUME -> text.matches("\\d{1,9}(\\" + profile.decimalSign() + "\\d{1,9})?") ? null
          : Finding.of("worklist.volume-not-a-number", "This is no volume.").value(text)
              .maybe("it was written with another decimal sign.");
      case SOURCE_LABWARE, DESTINATION_LABWARE, SOURCE_BARCODE, DESTINATION_BARCODE -> !text.isEmpty() ? null
          : Finding.of("worklist.label-missing", "A row names no labware.");
      case SOURCE_WELL, DESTINATION_WELL -> WellAddress.parse(text) != null || text.matches("[1-9]\\d{0,3}") ? null
          : Finding.of("worklist.well-out-of-range", "This is no well.").value(text).allowed(WellAddress.ALLOWED);
      case SOURCE_ROW, DESTINATION_ROW, SOURCE_COLUMN, DESTINATION_COLUMN -> text.matches("[1-9]\\d?") ? null
          : Finding.of("worklist.well-out-of-range", "This is no row or column.").value(text).allowed("1 to 48");
      case SOURCE_TYPE, DESTINATION_TYPE, LIQUID_CLASS, TOOL -> null;
    };
  }
}
