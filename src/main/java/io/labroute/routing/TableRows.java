package io.labroute.routing;

import io.labroute.lab.SpreadsheetText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.apache.camel.Handler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Rows of a query, one by one, as rows of a table with a heading, for camel-csv to write. What a spreadsheet would take for a
 * formula gets an apostrophe in front: texts come from files that anybody may drop.
 */
@Component("tableRows")
public class TableRows {

  TableRows() {}

  /** The heading, then the values of each row in the order of its columns; nothing when there is no row. */
  @Handler
  public Iterator<List<@Nullable Object>> of(@Body Iterator<Map<String, @Nullable Object>> rows) {
    if (!rows.hasNext()) {
      return Collections.emptyIterator();
    }
    Map<String, @Nullable Object> first = rows.next();
    Stream<Map<String, @Nullable Object>> others =
        StreamSupport.stream(((Iterable<Map<String, @Nullable Object>>) () -> rows).spliterator(), false);
    return Stream.concat(Stream.of(List.<@Nullable Object>copyOf(first.keySet())),
        Stream.concat(Stream.of(first), others).map(TableRows::values)).iterator();
  }

  private static List<@Nullable Object> values(Map<String, @Nullable Object> row) {
    var values = new ArrayList<@Nullable Object>(row.size());
    row.values().forEach(value -> values.add(
        value instanceof String text ? SpreadsheetText.of(text) : value));
    return values;
  }
}
