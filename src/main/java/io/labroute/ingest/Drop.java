package io.labroute.ingest;

import java.nio.file.Path;
import java.util.Comparator;

/**
 * A settled file in an inbox folder.
 *
 * @param name below the inbox folder; of a file in a folder of its own {@code folder/file}
 * @param settling when it was first seen in the state in which it settled, on the engine's monotonic clock, in nanoseconds
 */
public record Drop(Path path, String name, FileStamp stamp, long settling) {

  /** The order in which files take effect: in which they began to settle, as their file system has it, then by modification time and name. */
  public static final Comparator<Drop> ORDER = Comparator.<Drop>comparingLong(drop -> drop.stamp().changedNanos())
      .thenComparingLong(drop -> drop.stamp().modifiedNanos())
      .thenComparing(Drop::name);
}
