package io.labroute.ingest.format;

import io.labroute.ingest.format.YamlNode.YamlList;
import io.labroute.ingest.format.YamlNode.YamlMap;
import io.labroute.ingest.format.YamlNode.YamlScalar;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The leaves of a tree: its scalars, null included, and its empty collections. */
public final class Leaves {

  private Leaves() {}

  /** How many leaves a node holds. */
  public static int count(YamlNode node) {
    if (node instanceof YamlMap map) {
      return map.entries().isEmpty() ? 1 : map.entries().stream().mapToInt(entry -> count(entry.value())).sum();
    }
    if (node instanceof YamlList list) {
      return list.items().isEmpty() ? 1 : list.items().stream().mapToInt(Leaves::count).sum();
    }
    return 1;
  }

  /** The leaves by JSON pointer: texts, null for null, {@code {}} and {@code []} for empty collections. */
  public static Map<String, @Nullable String> byPointer(YamlNode node) {
    var leaves = new LinkedHashMap<String, @Nullable String>();
    gather(node, leaves);
    return leaves;
  }

  private static void gather(YamlNode node, Map<String, @Nullable String> leaves) {
    if (node instanceof YamlMap map) {
      map.entries().forEach(entry -> gather(entry.value(), leaves));
      if (map.entries().isEmpty()) {
        leaves.put(node.pointer(), "{}");
      }
    } else if (node instanceof YamlList list) {
      list.items().forEach(item -> gather(item, leaves));
      if (list.items().isEmpty()) {
        leaves.put(node.pointer(), "[]");
      }
    } else if (node instanceof YamlScalar scalar) {
      leaves.put(node.pointer(), scalar.isNull() ? null : scalar.text());
    }
  }
}
