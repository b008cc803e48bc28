package io.labroute.worklist.table;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Columns of what a device's method writes about a run.
 *
 * @param columns their names in the file, by what they hold
 * @param done words of the status, in lower case, that say that the liquid was moved
 * @param undone words that say that it was not
 */
public record ReportProfile(String name, Map<String, String> columns, char separator, char decimalSign, boolean nanolitres,
    Set<String> done, Set<String> undone) {

  static final List<String> NEEDED =
      List.of("source-labware", "source-well", "destination-labware", "destination-well", "volume", "status");
}
