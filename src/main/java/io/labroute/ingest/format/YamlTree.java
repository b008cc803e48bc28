package io.labroute.ingest.format;

import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.CollectionNode;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Reads one YAML document strictly: no duplicate keys, no tags, no merge keys, no second document, limited depth and size.
 * Anchors are fine and stand for copies, up to a total of {@value YamlEvents#MOST_NODES} nodes.
 */
public final class YamlTree {

  private static final String GLOBAL_TAG = "Global tag is not allowed: ";
  private static final int LONGEST_KEY = 1_000;
  /** In characters, of all nodes together: without it, long keys above a long list would fill the memory. */
  private static final int LONGEST_POINTERS = 32 << 20;
  private static final Resolver RESOLVER = new Resolver();
  private static final Set<Tag> CORE = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ,
      Tag.TIMESTAMP, Tag.MERGE, new Tag(Tag.PREFIX + "value"));

  private int nodes;
  private long pointers;

  private YamlTree() {}

  /**
   * The root of the only document of a text.
   *
   * @throws Refusal with line and column, when it is no such document
   * @throws UncheckedIOException when the text could not be read, which is no fault of the text
   */
  public static TreeNode parse(Reader text) {
    try {
      var events = new YamlEvents(new ParserImpl(new StreamReader(new YamlText(text)), options()));
      var documents = new Composer(events, RESOLVER, options());
      TreeNode root = documents.checkNode() ? new YamlTree().convert(documents.getNode(), "", 1) : null;
      if (root == null || root instanceof Scalar scalar && scalar.isNull()) {
        throw Finding.of("yaml.empty", "The file is empty.").refusal();
      }
      if (documents.checkNode()) {
        throw Finding.of("yaml.several-documents", "The file holds more than one document.")
            .at(place(events.peekEvent().getStartMark(), "")).maybe("split it at the line with ---.").refusal();
      }
      return root;
    } catch (MarkedYAMLException syntax) {
      throw syntaxFault(syntax);
    } catch (YAMLException limit) {
      if (limit.getCause() instanceof IOException failed) {
        throw new UncheckedIOException(failed);
      }
      throw Finding.of("yaml.limit", "The file exceeds a limit: " + limit.getMessage()).refusal();
    }
  }

  private static LoaderOptions options() {
    var options = new LoaderOptions();
    options.setNestingDepthLimit(YamlEvents.DEEPEST + 2);
    options.setMaxAliasesForCollections(YamlEvents.MOST_NODES);
    options.setCodePointLimit(YamlText.MOST_CHARACTERS);
    options.setAllowRecursiveKeys(false);
    return options;
  }

  private TreeNode convert(Node node, String pointer, int depth) {
    Place place = place(node.getStartMark(), pointer);
    pointers += pointer.length();
    if (++nodes > YamlEvents.MOST_NODES || pointers > LONGEST_POINTERS) {
      throw YamlEvents.tooMany(place);
    }
    if (depth > YamlEvents.DEEPEST && node instanceof CollectionNode) {
      throw YamlEvents.tooDeep(place);
    }
    if (!CORE.contains(node.getTag())) {
      throw tag(node.getTag().getValue()).at(place).refusal();
    }
    if (node instanceof MappingNode map) {
      return map(map, place, pointer, depth);
    }
    if (node instanceof SequenceNode list) {
      var items = new ArrayList<TreeNode>();
      for (Node item : list.getValue()) {
        items.add(convert(item, pointer + "/" + items.size(), depth + 1));
      }
      return new Sequence(place, List.copyOf(items));
    }
    var scalar = (ScalarNode) node;
    return new Scalar(place, storable(scalar.getValue(), place), isPlain(scalar));
  }

  /** A text that stands without quotes, but is tagged as text, means the same as one in quotes. */
  private static boolean isPlain(ScalarNode scalar) {
    boolean taggedAsText = scalar.getTag().equals(Tag.STR)
        && !RESOLVER.resolve(NodeId.scalar, scalar.getValue(), true).equals(Tag.STR);
    return scalar.getScalarStyle() == ScalarStyle.PLAIN && !taggedAsText;
  }

  /** Escapes can spell what no database stores and no encoding writes. */
  static String storable(String text, Place place) {
    boolean isText = text.codePoints()
        .allMatch(c -> c != 0 && (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE));
    if (!isText) {
      throw Finding.of("text.escape", "An escape stands for half a character or for NUL, which no text has.").at(place)
          .value(text).maybe("the file was written by a program that escapes wrongly.").refusal();
    }
    return text;
  }

  private Mapping map(MappingNode map, Place place, String pointer, int depth) {
    Map<String, Long> lines = new HashMap<>();
    var entries = new ArrayList<Mapping.Entry>();
    for (NodeTuple tuple : map.getValue()) {
      Place at = place(tuple.getKeyNode().getStartMark(), pointer);
      String key = key(tuple.getKeyNode(), at);
      Long earlier = lines.put(key, at.line());
      if (earlier != null) {
        throw Finding.of("yaml.duplicate-key", "The key stands here for the second time; the first is in line %d."
            .formatted(earlier)).at(at).value(key).maybe("two versions were merged: keep the one that is right.")
            .refusal();
      }
      entries.add(new Mapping.Entry(key, convert(tuple.getValueNode(), pointer + "/" + escaped(key), depth + 1)));
    }
    return new Mapping(place, List.copyOf(entries));
  }

  private static String key(Node node, Place at) {
    if (node.getTag().equals(Tag.MERGE)) {
      throw Finding.of("yaml.merge-key", "Merge keys are not allowed.").at(at).value("<<")
          .maybe("write the values out.").refusal();
    }
    if (!(node instanceof ScalarNode scalar) || !CORE.contains(node.getTag())) {
      throw Finding.of("yaml.key", "A key has to be a plain text.").at(at).refusal();
    }
    if (scalar.getValue().length() > LONGEST_KEY) {
      throw Finding.of("yaml.key", "The key is too long.").at(at).value(scalar.getValue())
          .allowed("at most " + LONGEST_KEY + " characters").refusal();
    }
    return storable(scalar.getValue(), at);
  }

  /** As RFC 6901 wants it. */
  static String escaped(String key) {
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
