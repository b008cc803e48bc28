package io.labroute.tracking;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a container.
 *
 * @param until when it was over; null while it lasts, and for what has no duration
 * @param what {@code container} and {@code lid} for where they were, {@code step} and {@code move} for what was done, else what
 *     was told, such as {@code barcode_read}
 * @param position counted from 0
 * @param detail what was done, or why a report is flagged
 * @param status how far a step came, or the code of a report's flag
 * @param actor who told of it
 * @param fileId the file that told of it, and
 * @param line its line there
 */
public record HistoryEntry(Instant at, @Nullable Instant until, String what, @Nullable String device, @Nullable Integer position,
    @Nullable String detail, @Nullable String status, @Nullable String actor, @Nullable Long eventId, @Nullable UUID stepId,
    @Nullable Long fileId, @Nullable Long line) {}
