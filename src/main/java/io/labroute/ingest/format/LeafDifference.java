package io.labroute.ingest.format;

import io.labroute.ingest.format.TreeNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A leaf that differs between two trees.
 *
 * @param pointer its JSON pointer
 * @param from its text in the first tree; null also stands for null
 * @param to its text in the second tree
 */
public record LeafDifference(String pointer, Change change, @Nullable String from, @Nullable String to) {

  /** How a leaf differs. */
  public enum Change { ADDED, REMOVED, CHANGED }

  /**
   * What the second tree adds to, removes from or changes in the first, by pointer. Plain numbers of the same value do
   * not differ ({@code 24} and {@code 24.0}), quoted texts do ({@code "1.1"} and {@code "1.10"}).
   */
  public static List<LeafDifference> between(TreeNode first, TreeNode second) {
    Map<String, TreeNode> from = Leaves.nodes(first);
    Map<String, TreeNode> to = Leaves.nodes(second);
    var pointers = new TreeSet<>(from.keySet());
    pointers.addAll(to.keySet());
    var differences = new ArrayList<LeafDifference>();
    for (String pointer : pointers) {
      TreeNode one = from.get(pointer);
      TreeNode other = to.get(pointer);
      if (other == null) {
        differences.add(new LeafDifference(pointer, Change.REMOVED, Leaves.text(one), null));
      } else if (one == null) {
        differences.add(new LeafDifference(pointer, Change.ADDED, null, Leaves.text(other)));
      } else if (!same(one, other)) {
        differences.add(new LeafDifference(pointer, Change.CHANGED, Leaves.text(one), Leaves.text(other)));
      }
    }
    return differences;
  }

  private static boolean same(TreeNode one, TreeNode other) {
    if (!(one instanceof Scalar text) || !(other instanceof Scalar otherText)) {
      return one.getClass().equals(other.getClass());
    }
    if (Objects.equals(Leaves.text(one), Leaves.text(other))) {
      return true;
    }
    return isNumber(text) && isNumber(otherText) && text.number().compareTo(otherText.number()) == 0;
  }

  private static boolean isNumber(Scalar scalar) {
    return scalar.plain() && DecimalText.check(scalar.text(), '.') == null;
  }
}
