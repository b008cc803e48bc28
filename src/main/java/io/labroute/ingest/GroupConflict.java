package io.labroute.ingest;

/** Files that were loaded together concern the same record; they will be loaded one by one, in their order. */
public final class GroupConflict extends RuntimeException {

  public GroupConflict(String record) {
    super("several files of one group concern " + record, null, false, false);
  }
}
