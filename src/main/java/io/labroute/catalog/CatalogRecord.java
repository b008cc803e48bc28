package io.labroute.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One versioned record as a source states it.
 *
 * @param key the values of the set's key columns, in their order
 * @param values by column; numbers exact; a missing column is null
 * @param pointer where it stands in its file
 * @param leaves how many of the source's leaves went into columns
 * @param extraLeaves how many were kept in the column {@code extra}
 */
public record CatalogRecord(
    CatalogSet set, List<String> key, ObjectNode values, String pointer, int leaves, int extraLeaves) {

  /** The key as one text, for people. */
  public String keyText() {
    return String.join(" / ", key);
  }
}
