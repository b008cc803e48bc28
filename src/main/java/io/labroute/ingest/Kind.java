package io.labroute.ingest;

import java.util.Set;

/**
 * One kind of file that can be dropped: how it is read and how its records are stored.
 *
 * @param <R> a record of the file as reader and store understand it
 */
public interface Kind<R> {

  /** Its name, which is also its folder's below the inbox. */
  String name();

  KindPolicy policy();

  /** Kinds whose files go first when both lie in the inbox, because files of this kind speak of what those state. */
  default Set<String> after() {
    return Set.of();
  }

  RecordReader<R> reader();

  RecordStore<R> store();
}
