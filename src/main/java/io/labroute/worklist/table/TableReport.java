package io.labroute.worklist.table;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.CsvLine;
import io.labroute.worklist.RunReport;
import io.labroute.worklist.RunReport.Entry;
import io.labroute.worklist.RunReport.Outcome;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what a method has written about a run, by its profile. */
public final class TableReport {

  private TableReport() {}

  /**
   * Reads a report.
   *
   * @throws Refusal with the line, when a column or a value is missing
   */
  public static RunReport read(String text, ReportProfile profile) {
    List<CsvLine> lines = CsvLine.read(text, profile.separator());
    if (lines.isEmpty()) {
      throw Finding.of("worklist.empty", "The report is empty.").refusal();
    }
    for (String field : ReportProfile.NEEDED) {
      if (index(lines.get(0), profile, field) < 0) {
        throw Finding.of("worklist.column-missing", "The report lacks a column.").at(Place.line(lines.get(0).number()))
            .value(profile.columns().get(field)).refusal();
      }
    }
    var entries = new ArrayList<Entry>();
    for (CsvLine line : lines.subList(1, lines.size())) {
      entries.add(entry(lines.get(0), line, profile));
    }
    return new RunReport(entries);
  }

  private static Entry entry(CsvLine header, CsvLine line, ReportProfile profile) {
    String status = field(header, line, profile, "status");
    String word = status.toLowerCase(Locale.ROOT);
    Outcome outcome = profile.done().contains(word) ? Outcome.DONE : profile.undone().contains(word) ? Outcome.UNDONE : Outcome.UNKNOWN;
    String actual = field(header, line, profile, "actual-volume");
    return new Entry(line.number(), spot(header, line, profile, "source"), spot(header, line, profile, "destination"),
        volume(field(header, line, profile, "volume"), line, profile), actual.isEmpty() ? null : volume(actual, line, profile), outcome,
        outcome == Outcome.DONE ? null : status.isEmpty() ? "the report gives no status" : status);
  }

  private static String spot(CsvLine header, CsvLine line, ReportProfile profile, String side) {
    String labware = field(header, line, profile, side + "-labware");
    String well = field(header, line, profile, side + "-well");
    if (labware.isEmpty() || well.isEmpty()) {
      throw Finding.of("worklist.label-missing", "A line names no %s.".formatted(side)).at(Place.line(line.number())).refusal();
    }
    WellAddress address = WellAddress.parse(well);
    return labware + "/" + (address == null ? well : address);
  }

  private static Volume volume(String text, CsvLine line, ReportProfile profile) {
    try {
      BigDecimal amount = Volume.number(text.replace(profile.decimalSign(), '.'));
      return profile.nanolitres() ? Volume.ofNanolitres(amount) : new Volume(amount);
    } catch (Refusal refusal) {
      throw refusal.finding().at(Place.line(line.number())).refusal();
    }
  }

  private static String field(CsvLine header, CsvLine line, ReportProfile profile, String field) {
    return line.field(index(header, profile, field));
  }

  private static int index(CsvLine header, ReportProfile profile, String field) {
    String name = profile.columns().get(field);
    return name == null ? -1 : header.fields().stream().map(String::strip).toList().indexOf(name);
  }
}
