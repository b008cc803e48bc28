package io.labroute.ingest;

import java.util.function.Consumer;

/** Reads a file of a load once more, for a store that has to know the whole before it writes the first record. */
@FunctionalInterface
public interface Rereading<R> {

  /** Hands over the records of a file again, in their order; they are the same as the first time. */
  void records(SourceFile file, Consumer<R> into);
}
