package io.labroute.ingest.format;

import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The leaves of a tree: its scalars, null included, and its empty collections. */
public final class Leaves {

  private Leaves() {}

  /** How many leaves a node holds. */
  public static int count(TreeNode node) {
    if (node instanceof Mapping map) {
      return map.entries().isEmpty() ? 1 : map.entries().stream().mapToInt(entry -> count(entry.value())).sum();
    }
    if (node instanceof Sequence list) {
      return list.items().isEmpty() ? 1 : list.items().stream().mapToInt(Leaves::count).sum();
    }
    return 1;
  }

  /** The leaves by JSON pointer: texts, null for null, {@code {}} and {@code []} for empty collections. */
  public static Map<String, @Nullable String> byPointer(TreeNode node) {
    var texts = new LinkedHashMap<String, @Nullable String>();
    nodes(node).forEach((pointer, leaf) -> texts.put(pointer, text(leaf)));
    return texts;
  }

  static Map<String, TreeNode> nodes(TreeNode node) {
    var leaves = new LinkedHashMap<String, TreeNode>();
    gather(node, leaves);
    return leaves;
  }

  static @Nullable String text(TreeNode leaf) {
    if (leaf instanceof Scalar scalar) {
      return scalar.isNull() ? null : scalar.text();
    }
    return leaf instanceof Mapping ? "{}" : "[]";
  }

  private static void gather(TreeNode node, Map<String, TreeNode> leaves) {
    if (node instanceof Mapping map && !map.entries().isEmpty()) {
      map.entries().forEach(entry -> gather(entry.value(), leaves));
    } else if (node instanceof Sequence list && !list.items().isEmpty()) {
      list.items().forEach(item -> gather(item, leaves));
    } else {
      leaves.put(node.pointer(), node);
    }
  }
}
