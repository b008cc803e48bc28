package io.labroute.ingest;

import io.labroute.ingest.format.LeafDifference;
import io.labroute.ingest.format.Tree;
import io.labroute.ingest.format.TreeNode;
import io.labroute.lab.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.List;
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

  /** What the second file adds to, removes from or changes in the first; numbers of the same value do not differ. */
  public List<LeafDifference> compare(FileRecord first, FileRecord second) {
    if (!first.kind().equals(second.kind()) || kinds.get(first.kind()).policy().table() != null) {
      throw Finding.of("file.not-comparable", "Only files of the same kind that hold a tree can be compared.")
          .value(first.kind() + ", " + second.kind()).refusal();
    }
    return LeafDifference.between(tree(first), tree(second));
  }

  private TreeNode tree(FileRecord file) {
    var original = files.content(file).orElseThrow(() -> Finding.of("ingest.no-original",
        "The file was never read, so there is nothing to compare.").value(String.valueOf(file.id())).refusal());
    Charset declared = file.declaredCharset() == null ? null : Charset.forName(file.declaredCharset());
    try (var in = original.open()) {
      return Tree.read(in, declared).root();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
