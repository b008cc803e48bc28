package io.labroute.ingest;

/** Points that a group of files passes on its way; a crash between any two of them loses nothing. */
public enum IngestMilestone {
  CLAIMED,
  BEFORE_COMMIT,
  AFTER_COMMIT,
  BEFORE_MOVE,
  AFTER_MOVE
}
