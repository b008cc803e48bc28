package io.labroute.execution;

import io.labroute.lab.Sha256;
import io.labroute.worklist.WorklistPlan;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order of one worklist for one device.
 *
 * @param worklistId given by who orders, so that an order can be repeated and still is one worklist
 * @param experimentId the execution that it belongs to
 * @param stepId which of its steps
 * @param remark for people
 * @param planText the canonical text of the plan, whose fingerprint the manifest holds
 * @param containers the container of each label of the deck
 * @param remainderOf the worklist whose undone transfers this one does; null for most
 */
public record WorklistOrder(UUID worklistId, String experimentId, String stepId, String device, String remark, WorklistPlan plan,
    String planText, Map<String, Long> containers, @Nullable UUID remainderOf) {

  public WorklistOrder {
    containers = Map.copyOf(containers);
  }

  /** What tells whether an order that is repeated is the same. */
  String sha256() {
    String all = String.join("\n", experimentId, stepId, device, remark, String.valueOf(new TreeMap<>(containers)),
        String.valueOf(remainderOf), planText);
    return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
  }
}
