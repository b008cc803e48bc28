package io.labroute.worklist;

import io.labroute.lab.WellAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where a tip goes: a well of a labware.
 *
 * @param labware its label
 */
public record Spot(String labware, WellAddress well) {

  /** As {@link WellAddress#equals} is written out. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Spot it && well.equals(it.well) && labware.equals(it.labware);
  }

  /** Different for all wells of a deck whose labels are counted up, as L1 and L2: with less of a factor they would collide. */
  @Override
  public int hashCode() {
    return 1537 * labware.hashCode() + well.hashCode();
  }

  /** For people: {@code CompoundPlate/A1}. */
  @Override
  public String toString() {
    return labware + "/" + well;
  }
}
