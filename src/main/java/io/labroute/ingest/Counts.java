package io.labroute.ingest;

/** What went into a file's records and leaves; the leaves must balance. */
record Counts(
    long recordsIn,
    long recordsLoaded,
    long recordsUnchanged,
    long recordsRejected,
    long leavesIn,
    long leavesStored,
    long leavesUnchanged,
    long leavesExtra,
    long leavesRejected) {

  static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

  boolean balance() {
    return leavesIn == leavesStored + leavesUnchanged + leavesExtra + leavesRejected;
  }
}
