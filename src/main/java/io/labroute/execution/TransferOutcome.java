package io.labroute.execution;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What became of a transfer. */
public enum TransferOutcome {
  /** Nothing was heard of it yet. */
  PLANNED,
  DONE,
  UNDONE,
  /** Its run ended, and nobody knows whether it was done: a report or a person decides. */
  UNKNOWN;

  /** As it stands in the database and in REST. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TransferOutcome of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
