package io.labroute.ingest;

/**
 * One kind of file that can be dropped: how it is read and how its records are stored.
 *
 * @param <R> a record of the file as reader and store understand it
 */
public interface Kind<R> {

  /** Its name, which is also its folder's below the inbox. */
  String name();

  KindPolicy policy();

  RecordReader<R> reader();

  RecordStore<R> store();
}
