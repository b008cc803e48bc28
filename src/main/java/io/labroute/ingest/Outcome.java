package io.labroute.ingest;

import io.labroute.lab.Finding;
import java.util.List;

/**
 * What became of a file's records in the store.
 *
 * @param recordsLoaded records stored anew
 * @param recordsUnchanged records that were equal to what is current
 * @param leavesStored leaves that went into columns of their own
 * @param leavesUnchanged leaves of unchanged records
 * @param leavesExtra leaves kept beside the columns, as extra
 * @param rejections what the store did not take, with the records and leaves that go with it
 * @param warnings doubts that only the stored data raise
 */
public record Outcome(
    long recordsLoaded,
    long recordsUnchanged,
    long leavesStored,
    long leavesUnchanged,
    long leavesExtra,
    List<Rejection> rejections,
    List<Finding> warnings) {

  public Outcome withWarnings(List<Finding> all) {
    return new Outcome(recordsLoaded, recordsUnchanged, leavesStored, leavesUnchanged, leavesExtra, rejections, all);
  }
}
