package io.labroute.execution.planning;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a device is not there.
 *
 * @param until null when nobody knows
 * @param saidBy who said so
 * @param eventId the event that told it; null when it was said over REST
 */
public record Downtime(long closureId, String device, Instant from, @Nullable Instant until, String reason, String saidBy,
    Instant saidAt, @Nullable Instant liftedAt, @Nullable Long eventId) {}
