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
    var texts = new LinkedHashMap<String, @Nullable String>();
    nodes(node).forEach((pointer, leaf) -> texts.put(pointer, text(leaf)));
    return texts;
  }

  static Map<String, YamlNode> nodes(YamlNode node) {
    var leaves = new LinkedHashMap<String, YamlNode>();
    gather(node, leaves);
    return leaves;
  }

  static @Nullable String text(YamlNode leaf) {
    if (leaf instanceof YamlScalar scalar) {
      return scalar.isNull() ? null : scalar.text();
    }
    return leaf instanceof YamlMap ? "{}" : "[]";
  }

  private static void gather(YamlNode node, Map<String, YamlNode> leaves) {
    if (node instanceof YamlMap map && !map.entries().isEmpty()) {
      map.entries().forEach(entry -> gather(entry.value(), leaves));
    } else if (node instanceof YamlList list && !list.items().isEmpty()) {
      list.items().forEach(item -> gather(item, leaves));
    } else {
      leaves.put(node.pointer(), node);
    }
  }
}
