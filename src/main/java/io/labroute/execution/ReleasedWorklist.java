package io.labroute.execution;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A worklist and where it stands.
 *
 * @param folder of the device
 * @param reason why it waits, was withdrawn, or did not come to a good end; null when there is nothing to say
 * @param remainderOf the worklist whose undone transfers it does; null for most
 * @param remainder the worklist that does its undone transfers; null when there is none
 * @param overdueSince since when its pick-up, or its report, is awaited in vain; null when it is not
 * @param placingAt when it was ordered
 * @param transfers how many of its transfers became what
 */
public record ReleasedWorklist(UUID worklistId, String experimentId, String stepId, String device, String remark, String format,
    String folder, String fileName, long sizeBytes, String sha256, WorklistState state, @Nullable String reason,
    @Nullable UUID remainderOf, @Nullable UUID remainder, @Nullable Instant overdueSince, Instant placingAt,
    @Nullable Instant releasedAt, @Nullable Instant pickedUpAt, @Nullable Instant startedAt, @Nullable Instant finishedAt,
    Transfers transfers) {

  /** Numbers of transfers, parts counted each. */
  public record Transfers(int all, int planned, int done, int undone, int unknown) {}
}
