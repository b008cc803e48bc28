package io.labroute.tracking.wells;

import io.labroute.lab.WellAddress;
import org.jspecify.annotations.Nullable;

/** A well of a container; where several places share one liquid, as in a trough, the first of them. */
public record Well(long containerId, WellAddress address) {

  /** As {@link WellAddress#equals} is written out. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Well it && containerId == it.containerId && address.equals(it.address);
  }

  /** Different for all wells of containers that were registered one after the other. */
  @Override
  public int hashCode() {
    return 1537 * Long.hashCode(containerId) + address.hashCode();
  }
}
