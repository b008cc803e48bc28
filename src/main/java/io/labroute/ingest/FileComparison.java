package io.labroute.ingest;

import io.labroute.ingest.format.DecimalText;
import io.labroute.ingest.format.Leaves;
import io.labroute.ingest.format.TextEncoding;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Compares the kept originals of two files leaf by leaf. */
@Component
public class FileComparison {

  private final FileRepository files;
  private final Kinds kinds;

  FileComparison(FileRepository files, Kinds kinds) {
    this.files = files;
    this.kinds = kinds;
  }

  /** How a leaf differs. */
  public enum Change { ADDED, REMOVED, CHANGED }

  /**
   * A leaf that differs between two files.
   *
   * @param pointer its JSON pointer
   * @param from its text in the first file; null also stands for null
   * @param to its text in the second file
   */
  public record Difference(String pointer, Change change, @Nullable String from, @Nullable String to) {}

  /** What the second file adds to, removes from or changes in the first; numbers of the same value do not differ. */
  public List<Difference> compare(FileRecord first, FileRecord second) {
    if (!first.kind().equals(second.kind()) || kinds.get(first.kind()).policy().table() != null) {
      throw Finding.of("file.not-comparable", "Only files of the same kind that hold a tree can be compared.")
          .value(first.kind() + ", " + second.kind()).refusal();
    }
    Map<String, @Nullable String> from = leaves(first);
    Map<String, @Nullable String> to = leaves(second);
    var pointers = new TreeSet<>(from.keySet());
    pointers.addAll(to.keySet());
    var differences = new ArrayList<Difference>();
    for (String pointer : pointers) {
      if (!to.containsKey(pointer)) {
        differences.add(new Difference(pointer, Change.REMOVED, from.get(pointer), null));
      } else if (!from.containsKey(pointer)) {
        differences.add(new Difference(pointer, Change.ADDED, null, to.get(pointer)));
      } else if (!equal(from.get(pointer), to.get(pointer))) {
        differences.add(new Difference(pointer, Change.CHANGED, from.get(pointer), to.get(pointer)));
      }
    }
    return differences;
  }

  private Map<String, @Nullable String> leaves(FileRecord file) {
    var original = files.content(file).orElseThrow(() -> Finding.of("ingest.no-original",
        "The file was never read, so there is nothing to compare.").value(String.valueOf(file.id())).refusal());
    Charset declared = file.declaredCharset() == null ? null : Charset.forName(file.declaredCharset());
    try (var in = original.open()) {
      return Leaves.byPointer(YamlTree.parse(TextEncoding.open(in, declared).reader()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean equal(@Nullable String one, @Nullable String other) {
    if (one == null || other == null || one.equals(other)) {
      return one == null ? other == null : one.equals(other);
    }
    boolean numbers = DecimalText.check(one, '.') == null && DecimalText.check(other, '.') == null;
    return numbers && DecimalText.value(one).compareTo(DecimalText.value(other)) == 0;
  }
}
