package io.labroute.ingest;

import io.labroute.lab.Finding;
import org.jspecify.annotations.Nullable;

/**
 * Records of a file that are not stored, and why.
 *
 * @param finding the reason, placed where it was found
 * @param lines all lines concerned when they are more than the finding's, as a PostgreSQL {@code int8multirange}
 * @param records how many records
 * @param leaves how many leaves
 */
public record Rejection(Finding finding, @Nullable String lines, long records, long leaves) {

  public static Rejection ofOne(Finding finding, long leaves) {
    return new Rejection(finding, null, 1, leaves);
  }
}
