package io.labroute.campaign.plan;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a plan.
 *
 * @param revision of the plan; it stays, whatever becomes of the plan
 * @param repeats the failed run that this one does again
 * @param status of its experiment
 * @param release who says that a worklist may appear, as the plan has it
 * @param barcodes of the labware that is bound, by its id in the plan
 */
public record Run(String experimentId, String campaignId, int revision, @Nullable String repeats, String begunBy, Instant begunAt,
    @Nullable Long fileId, String status, String release, Map<String, String> barcodes) {

  /** Labware of a run. */
  public record Bound(String experimentId, String label) {}

  /** Whether nothing more will be done for it. */
  public boolean isOver() {
    return !status.equals("pending") && !status.equals("running") && !status.equals("paused");
  }
}
