package io.labroute.campaign.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.labroute.ingest.format.TreeNode.Mapping;

/** What can be dropped for a campaign. */
public sealed interface CampaignFile {

  /** How many leaves the file has. */
  int leaves();

  /** A plan ({@code campaign}), a further run of one ({@code run}), or the proposals of its next iteration ({@code iteration}). */
  record Document(Mapping root, int leaves) implements CampaignFile {}

  /**
   * A table of transfers that plans name as {@code transfers: {file: NAME}}.
   *
   * @param transfers its rows in the words of the worklist language
   */
  record TransfersFile(String name, ArrayNode transfers, int leaves) implements CampaignFile {}
}
