package io.labroute.execution.report;

import io.labroute.ingest.Intake;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.TextEncoding;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.worklist.CsvLine;
import io.labroute.worklist.RunReport;
import io.labroute.worklist.echo.EchoReport;
import io.labroute.worklist.table.ReportProfile;
import io.labroute.worklist.table.TableProfiles;
import io.labroute.worklist.table.TableReport;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads a report of an Echo, or of any profile of {@code lab/table-profiles.yaml}, told by its heading. */
final class RunReportsReader {

  private static final int LARGEST = 64 << 20;

  private final SourceFile source;
  private final Intake<ReportLine> intake;

  RunReportsReader(SourceFile source, Intake<ReportLine> intake) {
    this.source = source;
    this.intake = intake;
  }

  void read() throws IOException {
    String text = text(source, intake::encoding);
    List<ReportProfile> profiles = TableProfiles.read(TableProfiles.FILE).reports().values().stream()
        .filter(profile -> hasColumns(text, profile)).toList();
    if (isOfEcho(text)) {
      take(EchoReport.read(text), CsvLine.read(text, ','));
    } else if (profiles.size() == 1) {
      take(TableReport.read(text, profiles.get(0)), CsvLine.read(text, profiles.get(0).separator()));
    } else if (profiles.isEmpty()) {
      throw Finding.of("report.unknown-format", "This is no report that the lab has described.")
          .value(text.lines().findFirst().orElse(""))
          .allowed("a transfer report of an Echo, or a table with the columns of a profile under reports in lab/table-profiles.yaml")
          .maybe("a profile of its columns is still to be written.").refusal();
    } else {
      throw Finding.of("report.ambiguous-format", "Several profiles have the columns of this report.")
          .value(String.join(", ", profiles.stream().map(ReportProfile::name).toList()))
          .maybe("two profiles in lab/table-profiles.yaml are the same.").refusal();
    }
  }

  private void take(RunReport report, List<CsvLine> lines) {
    Map<Long, Long> cells = new HashMap<>();
    lines.forEach(line -> cells.put(line.number(), (long) line.fields().size()));
    if (report.entries().isEmpty()) {
      throw Finding.of("report.empty", "The report speaks of no transfer.").refusal();
    }
    report.entries().forEach(entry -> {
      long leaves = cells.getOrDefault(entry.line(), 1L);
      intake.leaves(leaves);
      intake.record(new ReportLine(entry, leaves));
    });
  }

  private static boolean isOfEcho(String text) {
    return text.lines().anyMatch(line -> line.strip().toUpperCase(Locale.ROOT).startsWith("[DETAILS]"));
  }

  private static boolean hasColumns(String text, ReportProfile profile) {
    List<CsvLine> lines = quietly(() -> CsvLine.read(text.lines().findFirst().orElse(""), profile.separator()));
    return !lines.isEmpty() && lines.get(0).fields().stream().map(String::strip).toList()
        .containsAll(profile.columns().entrySet().stream().filter(it -> !it.getKey().equals("actual-volume"))
            .map(Map.Entry::getValue).toList());
  }

  private static List<CsvLine> quietly(Supplier<List<CsvLine>> lines) {
    try {
      return lines.get();
    } catch (Refusal noTable) {
      return List.of();
    }
  }

  /** The whole text of a report. */
  static String text(SourceFile source, Consumer<String> encoding) throws IOException {
    try (var in = source.open()) {
      var decoded = TextEncoding.open(in, source.reading().charset());
      encoding.accept(decoded.encoding());
      var text = new StringWriter();
      var buffer = new char[1 << 14];
      for (int n = decoded.reader().read(buffer); n >= 0; n = decoded.reader().read(buffer)) {
        text.write(buffer, 0, n);
        if (text.getBuffer().length() > LARGEST) {
          throw Finding.of("report.too-large", "The report is too large.").allowed("at most " + LARGEST + " characters").refusal();
        }
      }
      return text.toString();
    }
  }
}
