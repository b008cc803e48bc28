package io.labroute.execution.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.lab.Finding;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a step of a run has come; derived from what is recorded, never stored.
 *
 * @param waitsFor why it is not done now, the first reason first
 * @param worklistId of a step that moves liquid, once there is one
 * @param file name of the worklist's file
 */
public record StepProgress(String stepId, String operation, String yields, @Nullable String device, List<String> labware,
    JsonNode parameters, List<String> after, State state, List<Finding> waitsFor, @Nullable UUID worklistId, @Nullable String file,
    @Nullable Instant startedAt, @Nullable Instant finishedAt, @Nullable String message) {

  /** How far a step can have come. */
  public enum State {
    /** Something has to happen first. */
    WAITING,
    /** Nothing stands against it. */
    READY,
    /** Its worklist lies where the device looks, or was picked up. */
    RELEASED,
    RUNNING,
    COMPLETED,
    /** Somebody said that the run goes on without it. */
    SKIPPED,
    FAILED,
    ABORTED;

    /** Whether nothing more happens to it by itself. */
    public boolean isOver() {
      return isPassed() || this == FAILED || this == ABORTED;
    }

    /** Whether steps after it may begin. */
    public boolean isPassed() {
      return this == COMPLETED || this == SKIPPED;
    }
  }

  StepProgress waitingFor(List<Finding> reasons) {
    return new StepProgress(stepId, operation, yields, device, labware, parameters, after,
        reasons.isEmpty() ? State.READY : State.WAITING, reasons, worklistId, file, startedAt, finishedAt, message);
  }
}
