package io.labroute.campaign.plan;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces {@code ${name}} by the parameters of the step that is filled in. */
record Placeholders(Mapping parameters) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)\\}");

  /** A copy of a node; a value that is nothing but a placeholder becomes the parameter's whole value. */
  TreeNode fill(TreeNode node) {
    if (node instanceof Mapping map) {
      return new Mapping(map.place(), map.entries().stream()
          .map(entry -> new Mapping.Entry(entry.key(), fill(entry.value()))).toList());
    }
    if (node instanceof Sequence list) {
      return new Sequence(list.place(), list.items().stream().map(this::fill).toList());
    }
    var scalar = (Scalar) node;
    Matcher placeholder = PLACEHOLDER.matcher(scalar.text());
    if (placeholder.matches()) {
      return value(placeholder.group(1), scalar);
    }
    String text = placeholder.replaceAll(found -> Matcher.quoteReplacement(Fields.scalar(value(found.group(1), scalar)).text()));
    return new Scalar(scalar.place(), text, scalar.plain());
  }

  private TreeNode value(String name, Scalar where) {
    return parameters.get(name).orElseThrow(() -> Finding.of("campaign.placeholder", "The operation has no such parameter, or the step gives none.")
        .at(where.place()).value("${" + name + "}").maybe("it is misspelled in lab/operations.yaml, or needs a usual value.").refusal());
  }
}
