package io.labroute.campaign.proposal;

import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the steps of a template for a plate. What comes out stands where its proposal stands: findings about it are told in the
 * plan, which is the file that its author has before them.
 *
 * @param values by name
 */
record Placeholders(Map<String, TreeNode> values, Place place) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)\\}");

  TreeNode fill(TreeNode node) {
    if (node instanceof Mapping map) {
      return new Mapping(place, map.entries().stream().map(entry -> new Mapping.Entry(entry.key(), fill(entry.value()))).toList());
    }
    if (node instanceof Sequence list) {
      return new Sequence(place, list.items().stream().map(this::fill).toList());
    }
    var scalar = (Scalar) node;
    Matcher placeholder = PLACEHOLDER.matcher(scalar.text());
    if (placeholder.matches()) {
      return value(placeholder.group(1));
    }
    return new Scalar(place, placeholder.replaceAll(found -> Matcher.quoteReplacement(text(found.group(1)))), scalar.plain());
  }

  private String text(String name) {
    if (value(name) instanceof Scalar scalar) {
      return scalar.text();
    }
    throw Finding.of("proposal.placeholder", "This stands for more than a text, so nothing can stand beside it.").at(place)
        .value("${" + name + "}").refusal();
  }

  private TreeNode value(String name) {
    TreeNode value = values.get(name);
    if (value == null) {
      throw Finding.of("proposal.position-missing", "The assay's steps need to know where the plates stand at first.").at(place)
          .value("${" + name + "}").maybe("add it to the layout, such as plates: {at: {device: Tecan_EVO, position: 0}}.").refusal();
    }
    return value;
  }

  /** Tells all names that a node asks for. */
  static void names(TreeNode node, Consumer<String> each) {
    if (node instanceof Mapping map) {
      map.entries().forEach(entry -> names(entry.value(), each));
    } else if (node instanceof Sequence list) {
      list.items().forEach(item -> names(item, each));
    } else {
      PLACEHOLDER.matcher(((Scalar) node).text()).results().forEach(found -> each.accept(found.group(1)));
    }
  }
}
