package io.labroute.ingest;

import io.labroute.ingest.format.CsvLayout;
import org.jspecify.annotations.Nullable;

/**
 * What a kind promises.
 *
 * @param inOrder whether its files take effect one at a time, in the order in which they settle
 * @param statesThePresent whether its files say how things are now: then content that was current once becomes current again
 *     when it is dropped again
 * @param table the columns of its files when they are tables, so that rejected rows are given back as {@code .rejects.csv};
 *     null for files that are trees
 * @param inFolders whether files may lie in a folder of their own, one level deep, whose name says what they belong to: folder
 *     and name are then part of what a file is, so that equal files in two folders are two
 * @param rejects what one bad record takes with it, a sentence for people
 */
public record KindPolicy(boolean inOrder, boolean statesThePresent, @Nullable CsvLayout table, boolean inFolders, String rejects) {

  /** Files that are trees and state how things are now. */
  public static KindPolicy statements(String rejects) {
    return new KindPolicy(true, true, null, false, rejects);
  }

  /** Tables of facts. */
  public static KindPolicy tables(CsvLayout table, String rejects) {
    return new KindPolicy(false, false, table, false, rejects);
  }

  /** Tables of what was done, one thing after the other. */
  public static KindPolicy tablesInOrder(CsvLayout table, String rejects) {
    return new KindPolicy(true, false, table, false, rejects);
  }

  /** Trees that tell of one thing together, in a folder of its own. */
  public static KindPolicy folders(String rejects) {
    return new KindPolicy(false, false, null, true, rejects);
  }
}
