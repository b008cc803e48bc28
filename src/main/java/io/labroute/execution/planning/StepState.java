package io.labroute.execution.planning;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a step of an open run has come, as planning sees it.
 *
 * @param device that does it, or is planned to
 * @param start when it was begun or given out; null before
 * @param end when it ended; null before
 * @param waits whether it is done only after a person has decided: it is held, or has failed
 * @param planned whether it has a job
 * @param resources what it was planned to use
 */
record StepState(Stage stage, @Nullable String device, @Nullable Instant start, @Nullable Instant end, boolean waits, boolean planned,
    List<String> resources) {

  /** A step that nothing was done for yet, and that has no job. */
  static final StepState NEW = new StepState(Stage.OPEN, null, null, null, false, false, List.of());

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
    return new StepState(Stage.STARTED, device, start, null, false, true, List.of());
  }

  static StepState over(@Nullable Instant end) {
    return new StepState(Stage.OVER, null, end, end, false, true, List.of());
  }
}
