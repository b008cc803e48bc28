package io.labroute.tracking;

import io.labroute.lab.Finding;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How far an experiment has come. */
public enum ExperimentStatus {
  PENDING, RUNNING, PAUSED, COMPLETED, FAILED, ABORTED;

  /** The status of a word. */
  public static ExperimentStatus of(String text) {
    return Arrays.stream(values()).filter(status -> status.text().equals(text)).findFirst()
        .orElseThrow(() -> Finding.of("experiment.status", "There is no such status.").value(text)
            .allowed(Arrays.stream(values()).map(ExperimentStatus::text).collect(Collectors.joining(", "))).refusal());
  }

  /** As it stands in the database and in REST. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether nothing follows it. */
  public boolean isOver() {
    return this == COMPLETED || this == FAILED || this == ABORTED;
  }

  /** Whether an experiment may go from this to another. */
  public boolean mayBecome(ExperimentStatus next) {
    return switch (this) {
      case PENDING -> next == RUNNING || next == ABORTED;
      case RUNNING -> next == PAUSED || next.isOver();
      case PAUSED -> next == RUNNING || next == FAILED || next == ABORTED;
      case COMPLETED, FAILED, ABORTED -> false;
    };
  }

  /** What may follow, for people. */
  String followers() {
    String all = Arrays.stream(values()).filter(this::mayBecome).map(ExperimentStatus::text).collect(Collectors.joining(", "));
    return all.isEmpty() ? "nothing: it is over" : all;
  }
}
