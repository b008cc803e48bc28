package io.labroute.tracking.steps;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step of an experiment, or one that stands alone.
 *
 * @param fct what is done, as processes call it
 * @param processName what people call it
 * @param device the device that does it
 * @param container the barcode of the container that it is done with
 * @param isSimulation whether it was done in a simulated lab only
 * @param parameters whatever it was asked to do
 * @param excludedBecause why estimates leave it out, beside failure and simulation
 * @param move from where to where, when it is a move
 */
public record Step(UUID stepId, @Nullable String experimentId, String fct, String processName, @Nullable String device,
    @Nullable String container, StepStatus status, @Nullable Instant start, @Nullable Instant finish, @Nullable Double duration,
    boolean isSimulation, JsonNode parameters, @Nullable String errorMessage, @Nullable String excludedBecause,
    @JsonUnwrapped @Nullable Moving move) {

  /**
   * From where to where a step moves its container.
   *
   * @param barcodeRead whether its barcode was read on the way
   * @param uriFormat how the devices' servers name positions
   */
  public record Moving(String originDevice, int originPos, String destinationDevice, int destinationPos,
      @Nullable Boolean liddedBefore, @Nullable Boolean liddedAfter, @Nullable Boolean barcodeRead, @Nullable String uriFormat) {}

  /**
   * A step as it is told for the first time: planned without times, running with its start, over with both.
   *
   * @param status null for what the times say
   */
  public record New(@Nullable String experimentId, @Nullable String fct, @Nullable String processName, @Nullable String device,
      @Nullable String container, @Nullable StepStatus status, @Nullable Instant start, @Nullable Instant finish,
      boolean isSimulation, @Nullable JsonNode parameters, @Nullable String errorMessage, @Nullable Moving move) {

    New simulated() {
      return new New(experimentId, fct, processName, device, container, status, start, finish, true, parameters, errorMessage, move);
    }

    StepStatus effectiveStatus() {
      return status != null ? status : finish != null ? StepStatus.COMPLETED : start != null ? StepStatus.RUNNING : StepStatus.PLANNED;
    }
  }
}
