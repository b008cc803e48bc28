package io.labroute.ingest;

import java.util.Map;

/** A load under way: records in, then one outcome for each file. Closing it unfinished leaves nothing behind. */
public interface Load<R> extends AutoCloseable {

  void add(SourceFile file, R record);

  /**
   * Stores what was added.
   *
   * @param again reads a file once more; too many records to be held in memory are better read twice
   * @return the outcome of each file that the load was begun with
   * @throws GroupConflict when files of this load touch the same records and have to be loaded one after the other
   */
  Map<SourceFile, Outcome> finish(Rereading<R> again);

  @Override
  void close();
}
