package io.labroute.migration;

import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds what the block of a cell line states in two places that disagree; which of them holds is for people to say. */
final class CellLineContradictions {

  private record Pair(String one, String other) {}

  /** Places that state the same fact. */
  private static final List<Pair> PAIRS = List.of(
      new Pair("coating/reagent", "profile/coating_reagent"),
      new Pair("coating_reagent", "profile/coating_reagent"),
      new Pair("coating_required", "profile/coating_required"),
      new Pair("detach_reagent", "profile/dissociation_method"),
      new Pair("growth_media", "profile/media"),
      new Pair("growth_media", "feed/media"));

  private CellLineContradictions() {}

  static List<Finding> in(String line, Mapping block) {
    var found = new ArrayList<Finding>();
    for (Pair pair : PAIRS) {
      Scalar one = scalar(block, pair.one());
      Scalar other = scalar(block, pair.other());
      if (one != null && other != null && !agree(value(one), value(other))) {
        found.add(contradiction(line, pair.one(), one, pair.other(), other));
      }
    }
    Scalar required = scalar(block, "profile/coating_required");
    Scalar coating = scalar(block, "coating");
    Scalar reagent = scalar(block, "coating/reagent");
    if (required != null && coating != null && coating.isNull() && required.text().equals("true")) {
      found.add(contradiction(line, "coating", coating, "profile/coating_required", required));
    }
    if (required != null && reagent != null && !isNone(value(reagent)) && required.text().equals("false")) {
      found.add(contradiction(line, "coating/reagent", reagent, "profile/coating_required", required));
    }
    Scalar profiled = scalar(block, "profile/coating_reagent");
    if (coating != null && coating.isNull() && profiled != null && !isNone(value(profiled))) {
      found.add(contradiction(line, "coating", coating, "profile/coating_reagent", profiled));
    }
    return found;
  }

  private static Finding contradiction(String line, String one, Scalar first, String other, Scalar second) {
    return Finding.of("cell-line.contradiction", "%s states %s as %s, but %s as %s; both are kept."
            .formatted(line, one.replace('/', '.'), shown(first), other.replace('/', '.'), shown(second)))
        .at(second.place()).value(shown(second)).maybe("one of the two was not changed with the other.");
  }

  private static String shown(Scalar scalar) {
    return scalar.isNull() ? "null" : scalar.text();
  }

  private static @Nullable String value(Scalar scalar) {
    return scalar.isNull() ? null : scalar.text().toLowerCase(Locale.ROOT);
  }

  private static boolean isNone(@Nullable String value) {
    return value == null || value.equals("none");
  }

  /** Equal, or one a longer name of the other: trypsin and trypsin_edta. */
  private static boolean agree(@Nullable String one, @Nullable String other) {
    if (isNone(one) || isNone(other)) {
      return isNone(one) && isNone(other);
    }
    return one.equals(other) || one.startsWith(other + "_") || other.startsWith(one + "_");
  }

  private static @Nullable Scalar scalar(Mapping block, String path) {
    TreeNode node = block;
    for (String key : path.split("/")) {
      node = node instanceof Mapping map ? map.get(key).orElse(null) : null;
    }
    return node instanceof Scalar scalar ? scalar : null;
  }
}
