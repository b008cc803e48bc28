package io.labroute.migration;

import io.labroute.ingest.Intake;
import io.labroute.ingest.format.Leaves;
import io.labroute.ingest.format.Mojibake;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.util.function.Supplier;

/**
 * Parts of a tree on their way to being records.
 *
 * @param room prefix of the codes of its messages
 */
record TreeParts<R>(String room, Intake<R> intake) {

  /** Hands on the record that a part of the tree is turned into; rejects the part if anything in it is wrong. */
  boolean record(TreeNode part, Supplier<R> record) {
    try {
      intake.record(record.get());
      return true;
    } catch (Refusal refusal) {
      intake.reject(refusal.finding(), Leaves.count(part));
      return false;
    }
  }

  Mapping mapping(TreeNode node) {
    if (node instanceof Mapping map && !map.entries().isEmpty()) {
      return map;
    }
    throw Finding.of(room + ".not-a-mapping", "A mapping from names to values is expected here.").at(node.place())
        .value(node instanceof Scalar scalar ? scalar.text() : node instanceof Mapping ? "{}" : "a list")
        .maybe("a line is indented wrongly.").refusal();
  }

  Scalar scalar(TreeNode node) {
    if (node instanceof Scalar scalar) {
      return scalar;
    }
    throw Finding.of(room + ".not-a-value", "A single value is expected here.").at(node.place())
        .maybe("a line is indented wrongly.").refusal();
  }

  String text(Scalar scalar) {
    if (Mojibake.suspected(scalar.text())) {
      intake.warn(Finding.of("text.mojibake", "The text looks as if it had been read in a wrong encoding.")
          .at(scalar.place()).value(scalar.text())
          .maybe("a program that passed it on took UTF-8 for another encoding."));
    }
    return scalar.text();
  }

  void warnUnknown(Mapping.Entry field, String of) {
    intake.warn(Finding.of(room + ".unknown-key",
            "The key %s is unknown of %s; it is kept beside the rest.".formatted(field.key(), of))
        .at(field.value().place()).maybe("it is misspelled."));
  }
}
