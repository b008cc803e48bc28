package io.labroute.execution;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The file of a worklist, as far as its way into and out of the device's folder goes.
 *
 * @param profile of the device as it was when the worklist was ordered
 * @param tempName hidden name; null while it waits for its turn
 * @param tempMark what tells whether the hidden file was placed
 * @param withdrawingBy who is just taking it back; null for nobody
 * @param since when it came into its state
 */
record DoorstepFile(UUID worklistId, String device, String profile, String fileName, @Nullable String tempName,
    @Nullable String tempMark, String sha256, WorklistState state, @Nullable String reason, @Nullable String withdrawingBy,
    @Nullable String withdrawingWhy, Instant since, @Nullable Instant overdueSince) {

  boolean waits() {
    return state == WorklistState.PLACING && tempName == null;
  }

  boolean isBeingPlaced() {
    return state == WorklistState.PLACING && tempName != null;
  }
}
