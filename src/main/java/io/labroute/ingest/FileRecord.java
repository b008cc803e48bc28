package io.labroute.ingest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A row of the ledger, as people and programs read it.
 *
 * @param completedAt when it ended, whatever its end; null while it waits or is processed
 * @param owner who dropped it, by the file's owner
 */
public record FileRecord(
    long id,
    String kind,
    String name,
    @Nullable String sha256,
    @Nullable Long sizeBytes,
    String state,
    @Nullable Long replayOf,
    @Nullable Long duplicateOf,
    @Nullable String owner,
    Instant receivedAt,
    @Nullable Instant completedAt,
    long recordsIn,
    long recordsLoaded,
    long recordsUnchanged,
    long recordsRejected,
    long leavesIn,
    long leavesStored,
    long leavesUnchanged,
    long leavesExtra,
    long leavesRejected,
    long warnings,
    @Nullable String encoding,
    @Nullable String decimalSign,
    @Nullable String timeZone,
    @Nullable String declaredCharset,
    @Nullable String errorCode,
    @Nullable String error,
    @Nullable String movedTo) {}
