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

  /** The order in which files of a versioned kind take effect: of settling, ties by modification time, then by name. */
  public static final Comparator<Drop> ORDER = Comparator.comparingLong(Drop::settling)
      .thenComparingLong(drop -> drop.stamp().modifiedNanos())
      .thenComparing(Drop::name);
}
