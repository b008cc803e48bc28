package io.labroute.campaign.proposal;

import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Labware;

/** What is known of a piece of labware that a plan declares: the shape, the dead volume and the maximum of its wells. */
@FunctionalInterface
public interface LabwareKinds {

  /**
   * Reads a declaration such as {@code {id: P1, type: 96-well plate}}.
   *
   * @throws io.labroute.lab.Refusal when there is no such kind
   */
  Labware read(Mapping declared);
}
