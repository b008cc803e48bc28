package io.labroute.campaign.strategy;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.lab.Finding;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** From a least to a greatest number. */
record Bounds(double from, double to) {

  /** {@code {from: 0.3, to: 5}}. */
  static Bounds read(TreeNode node, ToDoubleFunction<TreeNode> number) {
    Fields fields = Fields.of(node, Set.of("from", "to"));
    var bounds = new Bounds(number.applyAsDouble(fields.required("from")), number.applyAsDouble(fields.required("to")));
    if (bounds.from >= bounds.to) {
      throw Finding.of("strategy.bounds", "The lower bound is not below the upper one.").at(node.place())
          .value("%s to %s".formatted(fields.text("from"), fields.text("to"))).refusal();
    }
    return bounds;
  }

  double width() {
    return to - from;
  }

  double nearest(double number) {
    return Math.min(Math.max(number, from), to);
  }

  /** Whether a number is one of the bounds, as far as an optimiser can tell. */
  boolean isAt(double number) {
    double near = 1e-6 * (1 + width());
    return number <= from + near || number >= to - near;
  }
}
