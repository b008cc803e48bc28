package io.labroute.execution.run;

import io.labroute.campaign.proposal.LabwareKinds;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Labware;
import io.labroute.worklist.LabwareReader;
import org.springframework.stereotype.Component;

/** Labware of plans, of the kinds that worklists know. */
@Component
class DeclaredLabware implements LabwareKinds {

  @Override
  public Labware read(Mapping declared) {
    return new LabwareReader(PlanDeck.types()).read(Fields.of(declared), null);
  }
}
