package io.labroute.worklist;

import io.labroute.lab.WellAddress;

/**
 * Where a tip goes: a well of a labware.
 *
 * @param labware its label
 */
public record Spot(String labware, WellAddress well) {

  /** For people: {@code CompoundPlate/A1}. */
  @Override
  public String toString() {
    return labware + "/" + well;
  }
}
