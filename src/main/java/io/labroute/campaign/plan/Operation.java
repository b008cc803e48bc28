package io.labroute.campaign.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.ingest.format.TreeNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a step can be, as an administrator declares it.
 *
 * @param yields what comes of it
 * @param category of devices that do it, as the lab's configuration sorts them; null for any
 * @param as the word of the worklist language that it is done by
 * @param parameters by name
 * @param steps that a composite operation stands for, with {@code ${name}} for its parameters
 */
record Operation(String name, Yield yields, @Nullable String category, String as, Map<String, Parameter> parameters,
    List<TreeNode> steps) {

  /** What comes of a step. */
  enum Yield {
    WORKLIST, MOVE, RUN, CONFIRMATION, STEPS
  }

  /** What a parameter can be. */
  enum Type {
    TEXT, TEXTS, NUMBER, COUNT, FLAG, CHOICE, DURATION, TEMPERATURE, LENGTH, ROTATION, ACCELERATION, VOLUME, CONCENTRATION,
    LABWARE, PLACE, LIQUID
  }

  /**
   * A parameter.
   *
   * @param from the least value, as it is written; null for none
   * @param usual the value where a step gives none
   * @param note whether it is for people only, and nothing that a device is told
   */
  record Parameter(Type type, boolean required, @Nullable String from, @Nullable String to, List<String> values,
      @Nullable TreeNode usual, boolean note) {}

  /** What a step gives for the parameters: as it was written, and the quantities in base units for those who calculate. */
  record Given(ObjectNode written, ObjectNode quantities, List<String> labware) {}
}
