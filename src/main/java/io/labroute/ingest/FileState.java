package io.labroute.ingest;

import java.util.Locale;

/** How far a file has come. */
public enum FileState {
  /** Known, and waiting for another attempt. */
  RECEIVED,
  /** Being read and stored right now. */
  PROCESSING,
  /** Stored, wholly or but for its rejects. */
  COMPLETED,
  /** Its content was stored before, or is what is current. */
  DUPLICATE,
  /** Not stored, with a reason. */
  REJECTED;

  /** As it stands in the database and in REST. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
