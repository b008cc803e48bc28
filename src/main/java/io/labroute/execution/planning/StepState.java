package io.labroute.execution.planning;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a step of an open run has come, as planning sees it.
 *
 * @param device that does it, or is planned to
 * @param start when it was begun or given out; null before
 * @param end when it ended; null before
 * @param waits whether it is done only after a person has done something: it is held, has failed, or its plate is missing
 * @param job its job; null where it has none
 */
record StepState(Stage stage, @Nullable String device, @Nullable Instant start, @Nullable Instant end, boolean waits,
    @Nullable PlannedJob job) {

  /** A step that nothing was done for yet, and that has no job. */
  static final StepState NEW = new StepState(Stage.OPEN, null, null, null, false, null);

  /**
   * The job of a step.
   *
   * @param planned whether it can be given another time; one that failed gets one when it is to be done again
   * @param timed whether its time stands: it was not missed, and waits for no choice
   */
  record PlannedJob(UUID jobId, Instant start, Instant end, boolean planned, boolean timed) {}

  /** What is still to be planned of a step. */
  enum Stage {
    /** All of it. */
    OPEN,
    /** Its end: it has started, or was given out, and stays as it is. */
    STARTED,
    /** Nothing. */
    OVER
  }

  static StepState started(@Nullable String device, Instant start) {
    return new StepState(Stage.STARTED, device, start, null, false, null);
  }

  static StepState over(@Nullable Instant end) {
    return new StepState(Stage.OVER, null, end, end, false, null);
  }
}
