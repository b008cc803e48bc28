package io.labroute.tracking.steps;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.labroute.lab.Finding;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far a step has come. */
public enum StepStatus {
  PLANNED, RUNNING, COMPLETED, FAILED, ABORTED;

  /** The status of a word. */
  @JsonCreator
  public static StepStatus of(String text) {
    return Arrays.stream(values()).filter(status -> status.text().equals(text)).findFirst()
        .orElseThrow(() -> Finding.of("step.status", "There is no such status.").value(text)
            .allowed(Arrays.stream(values()).map(StepStatus::text).collect(Collectors.joining(", "))).refusal());
  }

  /** As it stands in the database and in REST. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether a step may go from this to another. */
  public boolean mayBecome(StepStatus next) {
    return switch (this) {
      case PLANNED -> next == RUNNING || next == ABORTED;
      case RUNNING -> next == COMPLETED || next == FAILED || next == ABORTED;
      case COMPLETED, FAILED, ABORTED -> false;
    };
  }

  String followers() {
    String all = Arrays.stream(values()).filter(this::mayBecome).map(StepStatus::text).collect(Collectors.joining(", "));
    return all.isEmpty() ? "nothing: it is over" : all;
  }
}
