package io.labroute.campaign.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Quantity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step as it is intended.
 *
 * @param stepId unique in its plan; a step of a composite operation is called after it, {@code cool-down.1}
 * @param device the very device; null where any of the operation's category may do it
 * @param category of devices that can do it; null for any
 * @param parameters as they were written
 * @param quantities those that are measured, in base units, such as {@code duration_s}
 * @param labware what it is done with, as far as the operation names it
 * @param after what has to be over before
 * @param liquid the step in the worklist language; null where it moves no liquid
 * @param tips which tips it asks for; null for the device's own choice
 */
public record PlanStep(String stepId, String operation, Yield yields, @Nullable String device, @Nullable String category,
    ObjectNode parameters, ObjectNode quantities, List<String> labware, List<After> after, @Nullable Mapping liquid,
    @Nullable Mapping tips) {

  /** What comes of a step. */
  public enum Yield {
    /** A file for a liquid handler. */
    WORKLIST,
    /** A container in another place. */
    MOVE,
    /** A device does it. */
    RUN,
    /** A person does it. */
    CONFIRMATION
  }

  /**
   * What has to be over before.
   *
   * @param within the longest wait after it; null for any
   * @param atLeast the shortest wait after it; null for none
   */
  public record After(String stepId, @Nullable Quantity within, @Nullable Quantity atLeast) {}
}
