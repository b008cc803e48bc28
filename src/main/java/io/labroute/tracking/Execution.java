package io.labroute.tracking;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An experiment with how much was done of it.
 *
 * @param process the name of the process that it executes
 * @param failed how many of its steps failed or were aborted
 * @param busySeconds how long its completed steps took together
 */
public record Execution(String experimentId, UUID processId, String process, String status, @Nullable Instant startedAt,
    @Nullable Instant finishedAt, @Nullable String errorMessage, long steps, long completed, long failed,
    @Nullable Instant firstStart, @Nullable Instant lastFinish, double busySeconds, long containers) {}
