package io.labroute.tracking.devices;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A device as it is now.
 *
 * @param firstPosition the number that the device itself gives its first position, which is 0 here
 * @param occupied how many of its positions are taken
 * @param retiredAt since when it is no longer used
 * @param fileId the file that stated it
 */
public record Device(String device, @Nullable String category, @Nullable String resource, int capacity, int minCapacity,
    int processCapacity, boolean allowsOverlap, int firstPosition, @Nullable String uri, JsonNode extra, int occupied, int version,
    Instant validFrom, @Nullable Instant retiredAt, @Nullable Long fileId) {

  /** What was stated of a device, and from when to when. */
  public record Version(int version, JsonNode stated, Instant validFrom, @Nullable Instant validTo, @Nullable Long fileId,
      @Nullable String pointer) {}

  /**
   * A position and what stands there.
   *
   * @param position counted from 0
   * @param shownAs as the device itself counts
   * @param empty whether neither a container nor a lid is there
   * @param container the container that stands there, by its barcode
   * @param lidOf the container whose lid lies there
   * @param since when it came there
   */
  public record Position(int position, int shownAs, boolean deepWellSuited, boolean empty, @Nullable String container,
      @Nullable String lidOf, @Nullable Instant since) {}
}
