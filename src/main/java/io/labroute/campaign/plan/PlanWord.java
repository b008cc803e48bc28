package io.labroute.campaign.plan;

import io.labroute.ingest.format.TreeNode;

/** A word at the root of a plan that another room reads, such as {@code strategy}. */
public interface PlanWord {

  String word();

  /**
   * Refuses what cannot be meant.
   *
   * @throws io.labroute.lab.Refusal at its place in the plan
   */
  void check(TreeNode said);
}
