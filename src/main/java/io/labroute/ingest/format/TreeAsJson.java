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
    var factory = JsonNodeFactory.instance;
    if (node instanceof Mapping map) {
      var object = factory.objectNode();
      map.entries().forEach(entry -> object.set(entry.key(), json(entry.value())));
      return object;
    }
    if (node instanceof Sequence list) {
      var array = factory.arrayNode();
      list.items().forEach(item -> array.add(json(item)));
      return array;
    }
    var scalar = (Scalar) node;
    if (scalar.isNull()) {
      return factory.nullNode();
    }
    if (scalar.plain() && (scalar.text().equals("true") || scalar.text().equals("false"))) {
      return factory.booleanNode(scalar.bool());
    }
    return scalar.plain() && DecimalText.isNumber(scalar.text(), '.')
        ? factory.numberNode(scalar.number()) : factory.textNode(scalar.text());
  }
}
