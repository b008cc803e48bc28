package io.labroute.ingest.format;

import io.labroute.ingest.format.YamlNode.YamlList;
import io.labroute.ingest.format.YamlNode.YamlMap;
import io.labroute.ingest.format.YamlNode.YamlScalar;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * Reads one YAML document strictly: no duplicate keys, no tags, no merge keys, no second document, limited depth and size.
 * Anchors are fine and stand for copies, up to a total of {@value #MOST_NODES} nodes.
 */
public final class YamlTree {

  private static final String GLOBAL_TAG = "Global tag is not allowed: ";
  private static final int DEEPEST = 50;
  private static final int MOST_NODES = 200_000;
  private static final int MOST_CHARACTERS = 16 << 20;
  private static final Set<Tag> CORE = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ,
      Tag.TIMESTAMP, new Tag(Tag.PREFIX + "value"));

  private int nodes;

  private YamlTree() {}

  /** The root of the only document of a text, or a refusal that tells line and column. */
  public static YamlNode parse(Reader text) {
    try {
      Iterator<Node> documents = new Yaml(options()).composeAll(text).iterator();
      Node root = documents.hasNext() ? documents.next() : null;
      if (root == null) {
        throw Finding.of("yaml.empty", "The file is empty.").refusal();
      }
      if (documents.hasNext()) {
        throw Finding.of("yaml.several-documents", "The file holds more than one document.")
            .at(place(documents.next().getStartMark(), "")).maybe("split it at the line with ---.").refusal();
      }
      return new YamlTree().convert(root, "", 1);
    } catch (MarkedYAMLException syntax) {
      throw syntaxFault(syntax);
    } catch (ReaderException unprintable) {
      throw Finding.of("yaml.unprintable", "The file holds a character that YAML does not allow, at character %d."
          .formatted(unprintable.getPosition() + 1)).value("U+%04X".formatted(unprintable.getCodePoint())).refusal();
    } catch (YAMLException limit) {
      throw Finding.of("yaml.limit", "The file exceeds a limit: " + limit.getMessage()).refusal();
    }
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(1_000);
    options.setCodePointLimit(MOST_CHARACTERS);
    options.setAllowRecursiveKeys(false);
    return options;
  }

  private YamlNode convert(Node node, String pointer, int depth) {
    Place place = place(node.getStartMark(), pointer);
    if (++nodes > MOST_NODES) {
      throw Finding.of("yaml.too-many-nodes", "The file has too many values, its aliases resolved.").at(place)
          .allowed("at most " + MOST_NODES).maybe("aliases of aliases multiply them.").refusal();
    }
    if (depth > DEEPEST) {
      throw Finding.of("yaml.too-deep", "The file is nested too deeply, or an alias holds itself.").at(place)
          .allowed("at most " + DEEPEST + " levels").refusal();
    }
    if (!CORE.contains(node.getTag())) {
      throw tag(node.getTag().getValue()).at(place).refusal();
    }
    if (node instanceof MappingNode map) {
      return map(map, place, pointer, depth);
    }
    if (node instanceof SequenceNode list) {
      var items = new ArrayList<YamlNode>();
      for (Node item : list.getValue()) {
        items.add(convert(item, pointer + "/" + items.size(), depth + 1));
      }
      return new YamlList(place, List.copyOf(items));
    }
    var scalar = (ScalarNode) node;
    return new YamlScalar(place, scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN);
  }

  private YamlMap map(MappingNode map, Place place, String pointer, int depth) {
    Map<String, Long> lines = new HashMap<>();
    var entries = new ArrayList<YamlMap.Entry>();
    for (NodeTuple tuple : map.getValue()) {
      Place at = place(tuple.getKeyNode().getStartMark(), pointer);
      String key = key(tuple.getKeyNode(), at);
      Long earlier = lines.put(key, at.line());
      if (earlier != null) {
        throw Finding.of("yaml.duplicate-key", "The key stands here for the second time; the first is in line %d."
            .formatted(earlier)).at(at).value(key).maybe("two versions were merged: keep the one that is right.")
            .refusal();
      }
      entries.add(new YamlMap.Entry(key, convert(tuple.getValueNode(), pointer + "/" + escaped(key), depth + 1)));
    }
    return new YamlMap(place, List.copyOf(entries));
  }

  private static String key(Node node, Place at) {
    if (node.getTag().equals(Tag.MERGE)) {
      throw Finding.of("yaml.merge-key", "Merge keys are not allowed.").at(at).value("<<")
          .maybe("write the values out.").refusal();
    }
    if (!(node instanceof ScalarNode scalar) || !CORE.contains(node.getTag())) {
      throw Finding.of("yaml.key", "A key has to be a plain text.").at(at).refusal();
    }
    return scalar.getValue();
  }

  /** As RFC 6901 wants it. */
  private static String escaped(String key) {
    return key.replace("~", "~0").replace("/", "~1");
  }

  private static Place place(@Nullable Mark mark, String pointer) {
    return mark == null ? Place.UNKNOWN : Place.pointer(pointer, mark.getLine() + 1L, mark.getColumn() + 1);
  }

  private static Finding tag(String tag) {
    return Finding.of("yaml.tag", "Tags are not allowed.").value(tag)
        .maybe("the file was written by a program for itself: write plain values instead.");
  }

  private static Refusal syntaxFault(MarkedYAMLException syntax) {
    String problem = String.valueOf(syntax.getProblem());
    Mark mark = syntax.getProblemMark();
    var finding = problem.startsWith(GLOBAL_TAG) ? tag(problem.substring(GLOBAL_TAG.length()))
        : problem.contains("TAB") ? Finding.of("yaml.tab", "YAML does not allow tabs here.").maybe("indent with spaces.")
        : Finding.of("yaml.syntax", "This is not YAML: " + problem + ".")
            .maybe(problem.contains("block") || problem.contains("mapping values")
                ? "a line above is indented wrongly, or a quote or bracket is left open."
                : "the file is of another kind, or damaged.");
    return finding.at(mark == null ? Place.UNKNOWN : Place.at(mark.getLine() + 1L, mark.getColumn() + 1)).refusal();
  }
}
