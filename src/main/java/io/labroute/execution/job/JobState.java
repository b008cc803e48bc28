package io.labroute.execution.job;

import com.fasterxml.jackson.annotation.JsonValue;
import io.labroute.execution.run.StepProgress;
import io.labroute.lab.Finding;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a job has come. */
public enum JobState {
  /** Its time has not come, or something stands against it still. */
  PLANNED,
  /** It is to be done now: its worklist was released, or its device or a person was asked. */
  DUE,
  RUNNING,
  DONE,
  FAILED,
  /** The run goes on without it. */
  SKIPPED,
  ABORTED;

  /** The state of a word. */
  public static JobState of(String text) {
    return Arrays.stream(values()).filter(state -> state.text().equals(text)).findFirst()
        .orElseThrow(() -> Finding.of("job.state", "There is no such state.").value(text)
            .allowed(Arrays.stream(values()).map(JobState::text).collect(Collectors.joining(", "))).refusal());
  }

  /** The state that follows from what is on record of the step; a planned job stays so until anything is. */
  JobState following(StepProgress.State step) {
    return switch (step) {
      case WAITING, READY -> this == DUE ? DUE : PLANNED;
      case RELEASED -> DUE;
      case RUNNING -> RUNNING;
      case COMPLETED -> DONE;
      case SKIPPED -> SKIPPED;
      case FAILED -> FAILED;
      case ABORTED -> ABORTED;
    };
  }

  /** Whether its step has not begun. */
  boolean isBeforeStart() {
    return this == PLANNED || this == DUE;
  }

  /** Whether nothing more happens to it. */
  public boolean isOver() {
    return this == DONE || this == SKIPPED || this == ABORTED;
  }

  /** As it stands in the database and in REST. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
