package io.labroute.execution.job;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.execution.run.OrderName;
import io.labroute.lab.DevicePosition;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step of a run, and when it shall happen.
 *
 * @param attempt counted from 1; a step that failed is done again as the next one
 * @param labware what it is done with, by its id in the plan, with the barcode as soon as one is bound
 * @param parameters as the plan has them
 * @param device that does it; null for a person, or where it does not matter
 * @param held why it does not fire by itself
 * @param waits why it has not fired, although its time has come
 * @param firedAt when its worklist was released, or its device or a person was asked
 * @param worklistId of a step that moves liquid, once there is one
 */
public record Job(UUID jobId, String experimentId, String campaignId, String stepId, int attempt, String operation, Yield yields,
    Map<String, @Nullable String> labware, JsonNode parameters, @Nullable String device, long scheduleId, Instant plannedStart,
    Instant plannedEnd, String durationBasis, boolean guessed, int priority, List<String> resources, JobState state,
    @Nullable Hold held, @Nullable Reason waits, @Nullable Instant firedAt, @Nullable Instant startedAt, @Nullable Instant endedAt,
    @Nullable UUID worklistId) {

  /** Why something does not happen, with a stable code. */
  public record Reason(String code, String text) {}

  /** Why a job does not fire by itself, who said so and when. */
  public record Hold(String code, String text, String by, Instant at) {}

  /** What its device calls it in its reports ({@code run}), so that they are known to be of this attempt at this step. */
  @JsonProperty
  public String order() {
    return OrderName.of(experimentId, stepId, attempt);
  }

  /** Where a move brings its labware; null for anything else. */
  @JsonProperty
  public @Nullable DevicePosition target() {
    JsonNode to = parameters.path("to");
    return yields == Yield.MOVE ? new DevicePosition(to.path("device").asText(), to.path("position").asInt()) : null;
  }
}
