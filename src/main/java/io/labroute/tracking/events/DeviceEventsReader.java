package io.labroute.tracking.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.ingest.CsvRecords;
import io.labroute.ingest.Intake;
import io.labroute.ingest.SourceFile;
import io.labroute.ingest.format.CsvLayout;
import io.labroute.ingest.format.CsvRow;
import io.labroute.ingest.format.TextEncoding;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads events: a file that begins with a brace is JSON lines, any other is CSV. */
final class DeviceEventsReader {

  private static final CsvLayout LAYOUT = new CsvLayout(DeviceEvent.FIELDS.subList(0, DeviceEvent.REQUIRED),
      DeviceEvent.FIELDS.subList(DeviceEvent.REQUIRED, DeviceEvent.FIELDS.size()));
  private static final int LONGEST_LINE = 100_000;
  private static final ObjectMapper JSON = JsonMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private final SourceFile source;
  private final Intake<EventRow> intake;

  DeviceEventsReader(SourceFile source, Intake<EventRow> intake) {
    this.source = source;
    this.intake = intake;
  }

  void read() throws IOException {
    try (var in = source.open()) {
      var text = TextEncoding.open(in, source.reading().charset());
      intake.encoding(text.encoding());
      var reader = new BufferedReader(text.reader());
      reader.mark(1);
      int first = reader.read();
      reader.reset();
      if (first == '{') {
        readJsonLines(reader);
      } else {
        CsvRecords.read(reader, LAYOUT, intake, this::event);
      }
    }
  }

  private EventRow event(CsvRow row) {
    try {
      var event = DeviceEvent.of(field -> emptyAsNull(row.get(LAYOUT.columns().indexOf(field))), source.reading().zone());
      return new EventRow(event, row.line(), row.leaves() - row.extras().size(), row.extras().size());
    } catch (Refusal refusal) {
      throw inLine(refusal.finding(), row.line()).refusal();
    }
  }

  private void readJsonLines(BufferedReader reader) throws IOException {
    long number = 0;
    for (String line = line(reader); line != null; line = line(reader)) {
      number++;
      if (!line.isBlank()) {
        readJson(line, number);
      }
    }
  }

  private void readJson(String line, long number) {
    JsonNode tree;
    try {
      tree = JSON.readTree(line);
      if (line.length() > LONGEST_LINE || !(tree instanceof ObjectNode)) {
        throw Finding.of("event.not-an-object", "An event is a JSON object in one line.").value(line)
            .allowed("at most " + LONGEST_LINE + " characters").refusal();
      }
    } catch (JsonProcessingException | Refusal malformed) {
      intake.leaves(1);
      reject(malformed instanceof Refusal refusal ? refusal.finding()
          : Finding.of("json.syntax", "The line is no JSON.").value(line).maybe("it was cut off."), number, 1);
      return;
    }
    long leaves = leaves(tree);
    intake.leaves(leaves);
    try {
      var event = DeviceEvent.of(field -> text(tree.get(field)), source.reading().zone());
      long extras = 0;
      for (var field : tree.properties()) {
        if (!DeviceEvent.FIELDS.contains(field.getKey())) {
          extras += leaves(field.getValue());
          intake.warn(Finding.of("event.unknown-field", "The field %s is unknown; it stays in the original only."
              .formatted(field.getKey())).at(Place.line(number)).maybe("it is misspelled."));
        }
      }
      intake.record(new EventRow(event, number, leaves - extras, extras));
    } catch (Refusal refusal) {
      reject(refusal.finding(), number, leaves);
    }
  }

  private void reject(Finding finding, long line, long leaves) {
    intake.reject(inLine(finding, line), leaves);
  }

  private static Finding inLine(Finding finding, long line) {
    return finding.at(new Place(line, null, finding.where().field(), null, null));
  }

  /** A line, its rest read over where it is too long for an event. */
  private static @Nullable String line(BufferedReader reader) throws IOException {
    var line = new StringBuilder();
    int c = reader.read();
    if (c == -1) {
      return null;
    }
    for (; c != -1 && c != '\n'; c = reader.read()) {
      if (line.length() <= LONGEST_LINE) {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node.isValueNode() ? emptyAsNull(node.asText()) : node.toString();
  }

  private static @Nullable String emptyAsNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static long leaves(JsonNode node) {
    if (node.isValueNode() || node.isEmpty()) {
      return 1;
    }
    long leaves = 0;
    for (JsonNode child : node) {
      leaves += leaves(child);
    }
    return leaves;
  }
}
