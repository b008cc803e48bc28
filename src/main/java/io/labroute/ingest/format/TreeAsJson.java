package io.labroute.ingest.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;

/** Parts of a tree that have no column of their own, as JSON that can be kept beside the columns. */
public final class TreeAsJson {

  private TreeAsJson() {}

  /** The node as JSON: plain numbers and truth values as such, everything else as text. */
  public static JsonNode json(TreeNode node) {
    return json(node, false);
  }

  /**
   * The node as JSON that reads as the node does: a number with an exponent is kept as text, since it may be a barcode such as
   * {@code 12E4}, which would come back as another one.
   */
  public static JsonNode readable(TreeNode node) {
    return json(node, true);
  }

  private static JsonNode json(TreeNode node, boolean readable) {
    var factory = JsonNodeFactory.instance;
    if (node instanceof Mapping map) {
      var object = factory.objectNode();
      map.entries().forEach(entry -> object.set(entry.key(), json(entry.value(), readable)));
      return object;
    }
    if (node instanceof Sequence list) {
      var array = factory.arrayNode();
      list.items().forEach(item -> array.add(json(item, readable)));
      return array;
    }
    var scalar = (Scalar) node;
    if (scalar.isNull()) {
      return factory.nullNode();
    }
    if (scalar.plain() && (scalar.text().equals("true") || scalar.text().equals("false"))) {
      return factory.booleanNode(scalar.bool());
    }
    boolean exponent = readable && (scalar.text().indexOf('e') >= 0 || scalar.text().indexOf('E') >= 0);
    return scalar.plain() && !exponent && DecimalText.isNumber(scalar.text(), '.')
        ? factory.numberNode(scalar.number()) : factory.textNode(scalar.text());
  }
}
