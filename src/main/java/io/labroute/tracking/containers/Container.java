package io.labroute.tracking.containers;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.labroute.lab.DevicePosition;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A container as it is now, in the words of the predecessor's interface.
 *
 * @param currentDevice where it stands; null once it is removed
 * @param currentPos counted from 0
 * @param startDevice where it stood first
 * @param lidded false while its lid is off, or when it has none
 * @param lidSite where its lid lies, as device and position; null while it is on, or when nobody knows
 * @param since when it came to where it stands
 */
public record Container(String barcode, @Nullable String name, @Nullable String currentDevice, @Nullable Integer currentPos,
    @Nullable String startDevice, @Nullable Integer startPos, boolean lidded, @Nullable LidSite lidSite,
    @Nullable Boolean filled, @Nullable String content, @Nullable String labwareType, @Nullable UUID labwareUuid,
    @Nullable Boolean isReagent, boolean removed, @Nullable Instant since) {

  /** Where a lid lies: {@code ["LidHotel", 3]}. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  public record LidSite(String device, int position) {}

  /** What a container is, wherever it stands. */
  public record Labware(@Nullable String name, @Nullable String labwareType, @Nullable UUID labwareUuid,
      @Nullable String content, @Nullable Boolean filled, @Nullable Boolean isReagent) {

    public static final Labware UNKNOWN = new Labware(null, null, null, null, null, null);
  }

  /** A stay of the container or of its lid, as its history tells it. */
  public record Stay(String what, @Nullable String device, @Nullable Integer position, Instant since, @Nullable Instant until,
      String actor, @Nullable Long fileId, @Nullable Long line) {}

  /** What stood somewhere at a moment. */
  public record Standee(String device, int position, String what, String barcode, Instant since, @Nullable Instant until) {

    /** Where. */
    public DevicePosition place() {
      return new DevicePosition(device, position);
    }
  }
}
