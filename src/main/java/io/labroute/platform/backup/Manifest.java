package io.labroute.platform.backup;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an archive holds.
 *
 * @param format of the archive; this release writes and reads {@value #FORMAT}
 * @param schemaVersion the product's last migration
 * @param siteVersion the lab's own last migration; null without any
 */
public record Manifest(int format, Instant createdAt, String postgresql, String schemaVersion, @Nullable String siteVersion,
    List<Table> tables, List<Original> originals, List<Sequence> sequences) {

  static final int FORMAT = 1;

  /**
   * The rows of a table, in the text format of COPY.
   *
   * @param name schema and name, quoted where that is needed; so with the columns
   * @param entry its entry in the archive
   */
  public record Table(String name, List<String> columns, String entry, long rows, long bytes, String sha256) {}

  /** An original that is too large for the database; its entry is named by its hash. */
  public record Original(String sha256, long bytes) {

    String entry() {
      return "originals/" + sha256;
    }
  }

  /** How far a sequence had come; null when it was never used. */
  public record Sequence(String name, @Nullable Long lastValue) {}

  /** How many rows there are in all. */
  public long rows() {
    return tables.stream().mapToLong(Table::rows).sum();
  }
}
