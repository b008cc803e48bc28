package io.labroute.ingest;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import org.jspecify.annotations.Nullable;

/** What a reader tells of a file while it reads. */
public interface Intake<R> {

  /** A record for the store, which will account for its leaves. */
  void record(R record);

  /** A record that is not stored, with the number of leaves that go with it. */
  void reject(Finding finding, long leaves);

  /** A doubt that keeps nothing from being stored. */
  void warn(Finding finding);

  /** A leaf that the kind has no place for; it is kept under its JSON pointer. */
  void extra(String pointer, @Nullable String value);

  /**
   * Something that the file speaks of without stating it; once for each is enough.
   *
   * @param where the first place of it
   */
  void refers(Reference.Target target, String id, Place where);

  /** Adds to the number of leaves that the file holds: scalars and empty collections of a tree, cells of data rows. */
  void leaves(long count);

  /** How the file's text was encoded, for the record. */
  void encoding(String name);
}
