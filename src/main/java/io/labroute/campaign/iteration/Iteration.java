package io.labroute.campaign.iteration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a plan that lays out proposals.
 *
 * @param number from 1
 * @param run the experiment
 * @param runStatus of the experiment
 * @param closed whether a person said that no more results will come
 * @param layout by plate and well what was laid out
 * @param plates the containers that labware of the run is
 * @param restsOn run, plates and versions of results in one text: while it is the same, nothing has changed
 */
record Iteration(String campaignId, int number, String run, String runStatus, boolean closed, JsonNode layout, List<Plate> plates,
    String restsOn) {

  /**
   * A container of the run.
   *
   * @param version of its results; null while there are none
   */
  record Plate(String label, String barcode, @Nullable Integer version, @Nullable Long fileId) {}

  boolean isRunOver() {
    return !runStatus.equals("pending") && !runStatus.equals("running") && !runStatus.equals("paused");
  }

  @Nullable Plate plate(String label) {
    return plates.stream().filter(plate -> plate.label().equals(label)).findFirst().orElse(null);
  }
}
