package io.labroute.campaign.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.DevicePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan of a campaign, checked as far as it can be without a lab.
 *
 * @param campaignId letters, digits, {@code . _ -}
 * @param process what each run of it executes
 * @param urgency when its runs are wanted
 * @param content the file as JSON: what two revisions are told apart by
 * @param layout which well is what, where proposals were laid out; null for a plan that names its steps
 */
public record CampaignPlan(String campaignId, @Nullable String name, @Nullable String goal, String type, String process,
    Release release, Urgency urgency, List<PlanLabware> labware, List<PlanStep> steps, ObjectNode content, @Nullable ObjectNode layout) {

  /** Who says that a worklist may appear. */
  public enum Release {
    /** As soon as its labware stands where it has to. */
    IMMEDIATE,
    /** When a person says so. */
    MANUAL,
    /** When the schedule says so. */
    SCHEDULED
  }

  /**
   * A piece of labware.
   *
   * @param id what steps call it, and what the device's deck is told
   * @param barcode null where it is bound later, for each run
   * @param at where it stands at first; null where that does not matter
   * @param node as it was declared, with kind and contents
   */
  public record PlanLabware(String id, @Nullable String barcode, @Nullable DevicePosition at, Mapping node) {}
}
