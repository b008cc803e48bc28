package io.labroute.ingest;

import org.jspecify.annotations.Nullable;

/**
 * A file in work: its ledger row, its fingerprint and bytes that stand still.
 *
 * @param drop the file in the inbox; null for a replay, which has none
 * @param actor who it came from, for the audit trail
 * @param replayOf the ledger row that is asked to be replayed
 */
record ClaimedFile(
    SourceFile source, String sha256, long size, @Nullable Drop drop, String actor, @Nullable Long replayOf) {

  long ledgerId() {
    return source.ledgerId();
  }

  /** What makes two files the same: their content and, in a folder of their own, folder and name. */
  String identity() {
    return identity(sha256, source.name());
  }

  static String identity(String sha256, String name) {
    return name.contains("/") ? sha256 + ":" + name : sha256;
  }
}
