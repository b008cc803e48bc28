package io.labroute.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.writer.CsvWriter;
import io.labroute.lab.SpreadsheetText;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;

/**
 * Writes any answer as a table, for whoever accepts {@code text/csv}: a row for each element of a list, the same names and values
 * as in JSON, what is nested as JSON text. Errors stay problem details.
 */
final class CsvAnswers implements HttpMessageConverter<Object> {

  static final MediaType CSV = new MediaType("text", "csv", StandardCharsets.UTF_8);

  private final ObjectMapper json;

  CsvAnswers(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public boolean canRead(Class<?> type, @Nullable MediaType mediaType) {
    return false;
  }

  @Override
  public boolean canWrite(Class<?> type, @Nullable MediaType mediaType) {
    boolean table = !ProblemDetail.class.isAssignableFrom(type) && !CharSequence.class.isAssignableFrom(type) && !type.isArray();
    return table && (mediaType == null || CSV.isCompatibleWith(mediaType));
  }

  @Override
  public List<MediaType> getSupportedMediaTypes() {
    return List.of(CSV);
  }

  @Override
  public Object read(Class<?> type, HttpInputMessage message) {
    throw new HttpMessageNotReadableException("tables are only written", message);
  }

  @Override
  public void write(Object answer, @Nullable MediaType mediaType, HttpOutputMessage message) throws IOException {
    message.getHeaders().setContentType(CSV);
    JsonNode tree = json.valueToTree(answer);
    List<JsonNode> rows = new ArrayList<>();
    if (tree.isArray()) {
      tree.forEach(rows::add);
    } else {
      rows.add(tree);
    }
    Set<String> columns = new LinkedHashSet<>();
    rows.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
    try (var writer = CsvWriter.builder().build(new OutputStreamWriter(message.getBody(), StandardCharsets.UTF_8))) {
      writer.writeRecord(columns);
      for (JsonNode row : rows) {
        writer.writeRecord(columns.stream().map(column -> cell(row.get(column))).toList());
      }
    }
  }

  private static String cell(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "";
    }
    return value.isTextual() ? SpreadsheetText.of(value.textValue()) : value.isValueNode() ? value.asText() : value.toString();
  }
}
