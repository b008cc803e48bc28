package io.labroute.worklist.echo;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.CsvLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The text of picklists, and picklists of a text. */
public final class EchoPicklist {

  static final List<String> HEADER = List.of("Source Plate Name", "Source Plate Type", "Source Well", "Destination Plate Name",
      "Destination Well", "Transfer Volume");

  private EchoPicklist() {}

  /**
   * A line of a picklist.
   *
   * @param nanolitres without needless digits
   */
  public record Row(String source, String sourceType, WellAddress sourceWell, String destination, WellAddress destinationWell,
      BigDecimal nanolitres) {}

  static List<String> lines(List<Row> rows) {
    var lines = new ArrayList<String>(rows.size() + 1);
    lines.add(String.join(",", HEADER));
    rows.forEach(row -> lines.add(String.join(",", row.source(), row.sourceType(), row.sourceWell().toString(),
        row.destination(), row.destinationWell().toString(), row.nanolitres().toPlainString())));
    return lines;
  }

  /**
   * Reads a picklist, also one whose columns stand in another order, or that names plates by barcode.
   *
   * @throws Refusal at the first thing that is wrong
   */
  static List<Row> read(String text) {
    var rows = new ArrayList<Row>();
    findings(text, rows, null);
    return rows;
  }

  /**
   * All that is wrong with a picklist that anybody may have written.
   *
   * @param profile droplets and largest transfer of the device
   */
  public static List<Finding> lint(String text, EchoProfile profile) {
    return findings(text, new ArrayList<>(), profile);
  }

  private static List<Finding> findings(String text, List<Row> rows, @Nullable EchoProfile profile) {
    var findings = new ArrayList<Finding>();
    List<CsvLine> lines = CsvLine.read(text, ',');
    if (lines.isEmpty()) {
      return List.of(Finding.of("worklist.empty", "The file is empty."));
    }
    var header = new Header(lines.get(0));
    List<String> missing = header.missing();
    if (!missing.isEmpty()) {
      return List.of(Finding.of("worklist.column-missing", "The picklist lacks columns.").at(Place.line(1))
          .value(String.join(", ", missing)).allowed(String.join(", ", HEADER)));
    }
    for (CsvLine line : lines.subList(1, lines.size())) {
      try {
        Row row = header.row(line);
        rows.add(row);
        if (profile != null) {
          requireTransfer(row.nanolitres(), profile);
        }
      } catch (Refusal refusal) {
        if (profile == null) {
          throw refusal;
        }
        findings.add(refusal.finding().at(Place.line(line.number())));
      }
    }
    return findings;
  }

  private static void requireTransfer(BigDecimal nanolitres, EchoProfile profile) {
    if (nanolitres.compareTo(profile.increment().nanolitres()) < 0) {
      throw Finding.of("worklist.volume-below-resolution", "The volume is less than a droplet.").value(nanolitres.toPlainString())
          .allowed(profile.increment().nanolitres().toPlainString() + " nL or more").refusal();
    }
    if (nanolitres.remainder(profile.increment().nanolitres()).signum() != 0) {
      throw Finding.of("worklist.volume-not-on-grid", "The volume is no whole number of droplets.")
          .value(nanolitres.toPlainString()).allowed("a multiple of " + profile.increment().nanolitres().toPlainString()).refusal();
    }
    if (nanolitres.compareTo(profile.most().nanolitres()) > 0) {
      throw Finding.of("worklist.volume-above-tip-maximum", "The volume is larger than one transfer.")
          .value(nanolitres.toPlainString()).allowed("at most " + profile.most().nanolitres().toPlainString()).refusal();
    }
  }

  /** Where the columns stand. Names and barcodes of plates may stand for each other, also under the heading "Source plate". */
  private record Header(int source, int sourceType, int sourceWell, int destination, int destinationWell, int volume) {

    Header(CsvLine line) {
      this(index(line, "source plate name", "source plate barcode", "source plate"), index(line, "source plate type"), index(line, "source well"),
          index(line, "destination plate name", "destination plate barcode",
              "destination plate"), index(line, "destination well"),
          index(line, "transfer volume"));
    }

    private static int index(CsvLine header, String... names) {
      List<String> present = header.fields().stream().map(field -> field.strip().toLowerCase(Locale.ROOT)).toList();
      for (String name : names) {
        if (present.contains(name)) {
          return present.indexOf(name);
        }
      }
      return -1;
    }

    List<String> missing() {
      var missing = new ArrayList<String>();
      int[] needed = {source, 0, sourceWell, destination, destinationWell, volume};
      for (int i = 0; i < needed.length; i++) {
        if (needed[i] < 0) {
          missing.add(HEADER.get(i));
        }
      }
      return missing;
    }

    Row row(CsvLine line) {
      if (line.isAbsurd() || line.field(source).isEmpty() || line.field(destination).isEmpty()) {
        throw Finding.of("worklist.label-missing", "A plate has no name, or an absurd one.").refusal();
      }
      BigDecimal nanolitres = Volume.number(line.field(volume));
      return new Row(line.field(source), line.field(sourceType), well(line.field(sourceWell)), line.field(destination),
          well(line.field(destinationWell)), nanolitres.signum() == 0 ? BigDecimal.ZERO : nanolitres.stripTrailingZeros());
    }

    private static WellAddress well(String text) {
      WellAddress well = WellAddress.parse(text);
      if (well == null) {
        throw Finding.of("worklist.well-out-of-range", "This is no well.").value(text).allowed(WellAddress.ALLOWED).refusal();
      }
      return well;
    }
  }
}
