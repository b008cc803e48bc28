package io.labroute.campaign.plan;

import io.labroute.lab.Finding;
import java.util.function.Consumer;

/** What only those know to check who know liquid handlers: labware, wells, contents, volumes, tips, files. */
public interface PlanCheck {

  /** Tells what is wrong with a plan, and what is doubtful. */
  void check(CampaignPlan plan, Consumer<Finding> faults, Consumer<Finding> warnings);
}
