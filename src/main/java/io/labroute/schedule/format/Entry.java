package io.labroute.schedule.format;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** A node of a YAML or JSON text that knows where it stands. What is asked of it and not there is told with line and column. */
record Entry(Node node, String pointer) {

  private static final int MOST_CHARACTERS = 64 << 20;

  /** The root of a text, which has to be a mapping. */
  static Entry root(String text) {
    var options = new LoaderOptions();
    options.setCodePointLimit(MOST_CHARACTERS);
    options.setMaxAliasesForCollections(50);
    Node root;
    try {
      root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    } catch (MarkedYAMLException broken) {
      var mark = broken.getProblemMark();
      throw Finding.of("schedule.syntax", "This is neither YAML nor JSON: " + broken.getProblem() + ".")
          .at(mark == null ? Place.UNKNOWN : Place.at(mark.getLine() + 1L, mark.getColumn() + 1)).refusal();
    } catch (YAMLException broken) {
      throw Finding.of("schedule.syntax", "This is neither YAML nor JSON: " + broken.getMessage()).refusal();
    }
    var entry = new Entry(root == null ? new Yaml().represent(Map.of()) : root, "");
    entry.fields();
    return entry;
  }

  Place place() {
    var mark = node.getStartMark();
    return mark == null ? Place.UNKNOWN : Place.pointer(pointer, mark.getLine() + 1L, mark.getColumn() + 1);
  }

  Finding finding(String code, String what) {
    return Finding.of(code, what).at(place()).value(node instanceof ScalarNode scalar ? scalar.getValue() : null);
  }

  boolean isText() {
    return node instanceof ScalarNode;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  String text() {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw finding("schedule.shape", "A single value belongs here.").refusal();
  }

  List<Entry> items() {
    if (!(node instanceof SequenceNode sequence)) {
      throw finding("schedule.shape", "A list belongs here.").refusal();
    }
    List<Entry> items = new ArrayList<>();
    for (int i = 0; i < sequence.getValue().size(); i++) {
      items.add(new Entry(sequence.getValue().get(i), pointer + "/" + i));
    }
    return items;
  }

  Map<String, Entry> fields() {
    if (!(node instanceof MappingNode mapping)) {
      throw finding("schedule.shape", "Keys with values belong here.").refusal();
    }
    Map<String, Entry> fields = new LinkedHashMap<>();
    mapping.getValue().forEach(tuple -> {
      String key = new Entry(tuple.getKeyNode(), pointer).text();
      var value = new Entry(tuple.getValueNode(), pointer + "/" + key.replace("~", "~0").replace("/", "~1"));
      if (fields.put(key, value) != null) {
        throw value.finding("schedule.duplicate-key", "The key \"%s\" stands here twice.".formatted(key)).refusal();
      }
    });
    return fields;
  }

  /** Refuses keys that nothing would read, so that a typing error does not silently drop a constraint. */
  Entry allowing(Set<String> keys) {
    fields().forEach((key, value) -> {
      if (!keys.contains(key)) {
        throw value.finding("schedule.unknown-key", "The key \"%s\" is unknown here.".formatted(key))
            .allowed(String.join(", ", keys.stream().sorted().toList())).refusal();
      }
    });
    return this;
  }

  /** The value of a key; null when it is absent or empty. */
  @Nullable Entry find(String key) {
    Entry value = fields().get(key);
    return value == null || value.isText() && value.text().isEmpty() ? null : value;
  }

  Entry get(String key) {
    Entry value = find(key);
    if (value == null) {
      throw finding("schedule.missing-key", "The key \"%s\" is missing.".formatted(key)).refusal();
    }
    return value;
  }

  List<Entry> list(String key) {
    Entry value = find(key);
    return value == null ? List.of() : value.items();
  }

  String text(String key, String otherwise) {
    Entry value = find(key);
    return value == null ? otherwise : value.text();
  }

  int whole(String key, int otherwise) {
    Entry value = find(key);
    return value == null ? otherwise : value.whole();
  }

  int whole() {
    try {
      return Integer.parseInt(text());
    } catch (NumberFormatException notWhole) {
      throw finding("schedule.number", "This is no whole number.").allowed("a whole number such as 4").refusal();
    }
  }

  boolean flag(String key, boolean otherwise) {
    Entry value = find(key);
    if (value == null) {
      return otherwise;
    }
    return switch (value.text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw value.finding("schedule.flag", "This is neither true nor false.").allowed("true or false").refusal();
    };
  }
}
