package io.labroute.ingest.format;

import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills a template: {@code ${name}} becomes the value of that name. What comes out stands where the thing stands that it is filled
 * for: findings about it are told in the file that its author has before them.
 *
 * @param values by name
 * @param place where what comes out stands
 * @param missing what is wrong when a name has no value
 */
public record Placeholders(Map<String, TreeNode> values, Place place, Function<String, Finding> missing) {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)\\}");

  /** A copy of a node; a text that is nothing but a placeholder becomes the whole value. */
  public TreeNode fill(TreeNode node) {
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
    throw Finding.of("tree.placeholder", "This stands for more than a text, so nothing can stand beside it.").at(place)
        .value("${" + name + "}").refusal();
  }

  private TreeNode value(String name) {
    TreeNode value = values.get(name);
    if (value == null) {
      throw missing.apply(name).at(place).value("${" + name + "}").refusal();
    }
    return value;
  }

  /** Tells all names that a node asks for. */
  public static void names(TreeNode node, Consumer<String> each) {
    if (node instanceof Mapping map) {
      map.entries().forEach(entry -> names(entry.value(), each));
    } else if (node instanceof Sequence list) {
      list.items().forEach(item -> names(item, each));
    } else {
      PLACEHOLDER.matcher(((Scalar) node).text()).results().forEach(found -> each.accept(found.group(1)));
    }
  }
}
