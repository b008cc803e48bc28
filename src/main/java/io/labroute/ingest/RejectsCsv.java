package io.labroute.ingest;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.labroute.ingest.FileRepository.Reject;
import io.labroute.ingest.format.CsvLayout;
import io.labroute.ingest.format.CsvRow;
import io.labroute.ingest.format.CsvTable;
import io.labroute.ingest.format.TextEncoding;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rejected rows of a table as they stood in the original, with the reason behind them: ready to be mended and dropped
 * again. Same columns and separator; always UTF-8 with byte order mark, which overrides whatever a folder declares.
 */
final class RejectsCsv {

  private static final Pattern RANGE = Pattern.compile("\\[(\\d+),(\\d+)\\)");

  private final Map<Long, Reject> byLine = new HashMap<>();
  private final TreeMap<Long, Range> byFirstLine = new TreeMap<>();

  private record Range(long end, Reject reject) {}

  private RejectsCsv(List<Reject> rejects) {
    for (Reject reject : rejects) {
      if (reject.lines() == null) {
        byLine.put(reject.line(), reject);
      } else {
        Matcher ranges = RANGE.matcher(reject.lines());
        while (ranges.find()) {
          byFirstLine.put(Long.parseLong(ranges.group(1)), new Range(Long.parseLong(ranges.group(2)), reject));
        }
      }
    }
  }

  static void write(SourceFile.Bytes original, FileRecord file, CsvLayout layout, List<Reject> rejects, Path target)
      throws IOException {
    Charset declared = file.declaredCharset() == null ? null : Charset.forName(file.declaredCharset());
    var reasons = new RejectsCsv(rejects);
    try (var in = original.open(); var out = Files.newBufferedWriter(target, StandardCharsets.UTF_8);
        var table = CsvTable.open(TextEncoding.open(in, declared).reader(), layout, warning -> { })) {
      out.write('\uFEFF');
      try (var writer = CsvWriter.builder().fieldSeparator(table.separator()).build(out)) {
        writer.writeRecord(with(table.columns(), CsvLayout.OURS));
        for (CsvRow row = table.next(); row != null; row = table.next()) {
          Reject reject = reasons.of(row.line());
          if (reject != null) {
            writer.writeRecord(with(row.cells(), List.of(reject.code(), reject.finding().text().replace('\n', ' '))));
          }
        }
      }
    }
  }

  private @Nullable Reject of(long line) {
    Reject own = byLine.get(line);
    if (own != null) {
      return own;
    }
    var range = byFirstLine.floorEntry(line);
    return range != null && line < range.getValue().end() ? range.getValue().reject() : null;
  }

  private static List<String> with(List<String> cells, List<String> more) {
    var all = new ArrayList<>(cells);
    all.addAll(more);
    return all;
  }
}
