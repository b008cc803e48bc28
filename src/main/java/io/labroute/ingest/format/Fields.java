package io.labroute.ingest.format;

import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The words of a mapping in a plan, profile or declaration, read strictly: what is wrong is told with line, column and pointer. */
public record Fields(Mapping node) {

  /** The mapping of a node, which may have only some words. */
  public static Fields of(TreeNode node, Set<String> words) {
    Fields fields = of(node);
    for (var entry : fields.node.entries()) {
      if (!words.contains(entry.key())) {
        throw Finding.of("tree.unknown-word", "There is no such word here.").at(entry.value().place()).value(entry.key())
            .allowed(String.join(", ", words.stream().sorted().toList())).maybe("it is misspelled.").refusal();
      }
    }
    return fields;
  }

  /** The mapping of a node. */
  public static Fields of(TreeNode node) {
    if (node instanceof Mapping map) {
      return new Fields(map);
    }
    throw wrong("Words with values are expected here.", node.place(), null);
  }

  /** A refusal at this mapping. */
  public Refusal wrong(String what, @Nullable String value) {
    return wrong(what, node.place(), value);
  }

  private static Refusal wrong(String what, Place place, @Nullable String value) {
    return Finding.of("tree.malformed", what).at(place).value(value).refusal();
  }

  public boolean has(String word) {
    return node.get(word).isPresent();
  }

  /** The node of a word that has to be there. */
  public TreeNode required(String word) {
    return node.get(word).orElseThrow(() -> wrong("A word is missing.", node.place(), word));
  }

  public String text(String word) {
    return scalar(required(word)).text();
  }

  public String text(String word, String usual) {
    return node.get(word).map(it -> scalar(it).text()).orElse(usual);
  }

  /** A text, or null where the word is not there. */
  public @Nullable String optional(String word) {
    return node.get(word).map(it -> scalar(it).text()).orElse(null);
  }

  /** A whole number within bounds. */
  public int number(String word, int usual, int least, int most) {
    if (!has(word)) {
      return usual;
    }
    long value = scalar(required(word)).integer();
    if (value < least || value > most) {
      throw Finding.of("tree.malformed", "The number is out of range.").at(required(word).place()).value(word + ": " + value)
          .allowed(least + " to " + most).refusal();
    }
    return (int) value;
  }

  public boolean flag(String word, boolean usual) {
    return node.get(word).map(it -> scalar(it).bool()).orElse(usual);
  }

  /** A volume with its unit. */
  public Volume volume(String word) {
    return at(required(word), () -> Volume.parse(text(word)));
  }

  public @Nullable Volume volumeOrNull(String word) {
    return has(word) ? volume(word) : null;
  }

  /** A choice by its name in lower case with hyphens. */
  public <E extends Enum<E>> E choice(String word, Class<E> type, E usual) {
    return has(word) ? choice(required(word), type) : usual;
  }

  public static <E extends Enum<E>> E choice(TreeNode node, Class<E> type) {
    String text = scalar(node).text();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text)) {
        return constant;
      }
    }
    throw Finding.of("tree.malformed", "There is no such choice.").at(node.place()).value(text)
        .allowed(List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT).replace('_', '-')).refusal();
  }

  /** The items of a list; none where the word is not there; one where a single thing stands. */
  public List<TreeNode> items(String word) {
    return node.get(word).map(it -> it instanceof Sequence list ? list.items() : List.of(it)).orElse(List.of());
  }

  public List<String> texts(String word) {
    return items(word).stream().map(item -> scalar(item).text()).toList();
  }

  public static Scalar scalar(TreeNode node) {
    if (node instanceof Scalar scalar) {
      return scalar;
    }
    throw wrong("A single value is expected here.", node.place(), null);
  }

  /** What comes of a node; a refusal that does not say where is told at the node. */
  public static <T> T at(TreeNode node, Supplier<T> made) {
    try {
      return made.get();
    } catch (Refusal refusal) {
      throw refusal.finding().where().equals(Place.UNKNOWN) ? refusal.finding().at(node.place()).refusal() : refusal;
    }
  }
}
