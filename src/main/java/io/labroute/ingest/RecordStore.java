package io.labroute.ingest;

import java.util.List;

/** Stores the records of one or several files of a kind inside the ledger's transaction. */
@FunctionalInterface
public interface RecordStore<R> {

  /**
   * Begins to load; several small files may share a transaction.
   *
   * <p>The thread's Spring transaction is the ledger's: whatever is written with it is committed with the ledger or not at
   * all.
   */
  Load<R> begin(List<SourceFile> files);
}
