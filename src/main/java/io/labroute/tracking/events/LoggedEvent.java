package io.labroute.tracking.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in the log.
 *
 * @param eventId its number, the cursor for what comes after it
 * @param kind what happened: {@code registered}, {@code moved}, {@code unlidded}, {@code lidded}, {@code lid_moved},
 *     {@code relabelled}, {@code removed}, {@code started}, {@code finished}, {@code failed}, {@code worklist_picked_up},
 *     {@code barcode_read}, {@code down}, {@code up}; {@code aborted} of steps that somebody said to be so; and {@code accepted} or
 *     {@code dismissed} when a flagged event, named in {@code detail.event}, was put
 *     right or needs no more attention
 * @param occurredAt when it happened, as the teller says
 * @param recordedAt when we heard of it
 * @param reporter the device that reported it; null for what was told by a direct call or in a file of containers
 * @param actor who told of it
 * @param device from where, and {@code position}, counted from 0
 * @param detail all that was told
 * @param fileId the file that told of it, and
 * @param line its line there
 * @param flag how it contradicts the record; such an event changed nothing
 * @param resolution what became of the flag: the event fits since, or was dismissed
 * @param sameAs the event of a direct call that told the same before
 */
public record LoggedEvent(long eventId, String kind, Instant occurredAt, Instant recordedAt, @Nullable String reporter, String actor,
    @Nullable String barcode, @Nullable Long containerId, @Nullable String device, @Nullable Integer position,
    @Nullable String targetDevice, @Nullable Integer targetPosition, JsonNode detail, @Nullable Long fileId, @Nullable Long line,
    @Nullable String flag, @Nullable String flagMessage, @Nullable String resolution, @Nullable Long sameAs) {

  /** Whether it contradicted the record when it came; when it was put right later, an {@code accepted} event told of that. */
  public boolean isFlagged() {
    return flag != null;
  }
}
