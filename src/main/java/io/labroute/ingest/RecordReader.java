package io.labroute.ingest;

import io.labroute.lab.Refusal;
import java.io.IOException;

/** Turns the bytes of a file into records and rejects; it opens nothing but its source. */
@FunctionalInterface
public interface RecordReader<R> {

  /**
   * Reads the whole source into the intake.
   *
   * @throws Refusal when the file cannot be read as this kind at all
   */
  void read(SourceFile source, Intake<R> intake) throws IOException;
}
