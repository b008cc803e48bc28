package io.labroute.worklist.echo;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.CsvLine;
import io.labroute.worklist.RunReport;
import io.labroute.worklist.RunReport.Entry;
import io.labroute.worklist.RunReport.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads transfer reports of an Echo: a preamble, then sections {@code [EXCEPTIONS]} and {@code [DETAILS]} with columns each. */
public final class EchoReport {

  private EchoReport() {}

  /**
   * Reads a report. What stands under exceptions, or moved nothing, was not done; what moved another volume than planned was
   * done with that volume.
   *
   * @throws Refusal {@code worklist.not-a-report} when it has no section of details
   */
  public static RunReport read(String text) {
    var entries = new ArrayList<Entry>();
    String section = "";
    List<String> header = List.of();
    boolean details = false;
    for (CsvLine line : CsvLine.read(text, ',')) {
      String first = line.field(0);
      if (first.startsWith("[") && first.endsWith("]")) {
        section = first.toUpperCase(Locale.ROOT);
        header = List.of();
        details |= section.equals("[DETAILS]");
      } else if ((section.equals("[DETAILS]") || section.equals("[EXCEPTIONS]")) && !first.isEmpty() || !header.isEmpty()) {
        if (header.isEmpty()) {
          header = line.fields().stream().map(field -> field.strip().toLowerCase(Locale.ROOT)).toList();
        } else if (line.fields().stream().anyMatch(field -> !field.isBlank()) && has(header, line, "source well")
            && has(header, line, "destination well")) {
          entries.add(entry(header, line, section.equals("[EXCEPTIONS]")));
        }
      }
    }
    if (!details && entries.isEmpty()) {
      throw Finding.of("worklist.not-a-report", "The file has no section [DETAILS].")
          .maybe("it is a picklist, or a report of another kind.").refusal();
    }
    return new RunReport(entries);
  }

  private static Entry entry(List<String> header, CsvLine line, boolean exception) {
    Volume requested = volume(header, line, "transfer volume");
    Volume actual = has(header, line, "actual volume") ? volume(header, line, "actual volume") : null;
    String status = field(header, line, "transfer status");
    boolean failed = exception || actual != null && actual.isZero() && !requested.isZero();
    Outcome outcome = failed ? Outcome.UNDONE : actual == null ? Outcome.UNKNOWN : Outcome.DONE;
    return new Entry(line.number(), spot(header, line, "source"), spot(header, line, "destination"), requested, actual, outcome,
        outcome == Outcome.DONE ? null : status.isEmpty() ? "the report gives no reason" : status);
  }

  private static String spot(List<String> header, CsvLine line, String side) {
    String plate = field(header, line, side + " plate name");
    String name = plate.isEmpty() ? field(header, line, side + " plate barcode") : plate;
    String well = field(header, line, side + " well");
    WellAddress address = WellAddress.parse(well);
    if (address == null) {
      throw Finding.of("worklist.well-out-of-range", "This is no well.").at(Place.line(line.number())).value(well).refusal();
    }
    return name + "/" + address;
  }

  private static Volume volume(List<String> header, CsvLine line, String name) {
    try {
      return Volume.ofNanolitres(Volume.number(field(header, line, name)));
    } catch (Refusal refusal) {
      throw refusal.finding().at(Place.line(line.number())).refusal();
    }
  }

  private static boolean has(List<String> header, CsvLine line, String name) {
    return !field(header, line, name).isEmpty();
  }

  private static String field(List<String> header, CsvLine line, String name) {
    return line.field(header.indexOf(name));
  }
}
