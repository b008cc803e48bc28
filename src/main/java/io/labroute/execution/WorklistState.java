package io.labroute.execution;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a worklist stands. */
public enum WorklistState {
  /** On its way into the device's folder; with a reason while it waits for its turn. */
  PLACING,
  /** Offered to the device. */
  RELEASED,
  /** Taken by the device, as its acknowledgement says. */
  PICKED_UP,
  /** The device works on it. */
  STARTED,
  /** Everything was done, as far as is known. */
  FINISHED,
  /** It ended, and not everything was done for sure. */
  FAILED,
  /** Its file vanished, and nothing says that the device has it. */
  GONE,
  /** Taken back before a device had it. */
  WITHDRAWN;

  /** The states that may follow by what devices and people say; an ended one follows what is known of its transfers. */
  Set<WorklistState> next() {
    return switch (this) {
      case PLACING -> EnumSet.of(RELEASED, WITHDRAWN);
      case RELEASED -> EnumSet.of(PICKED_UP, STARTED, FINISHED, FAILED, GONE, WITHDRAWN);
      case GONE -> EnumSet.of(RELEASED, PICKED_UP, STARTED, FINISHED, FAILED, WITHDRAWN);
      case PICKED_UP -> EnumSet.of(STARTED, FINISHED, FAILED);
      case STARTED -> EnumSet.of(FINISHED, FAILED);
      case FINISHED, FAILED, WITHDRAWN -> EnumSet.noneOf(WorklistState.class);
    };
  }

  /** Whether nothing more is to come of it but reports. */
  boolean hasEnded() {
    return this == FINISHED || this == FAILED || this == WITHDRAWN;
  }

  /** As it stands in the database and in REST. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of a text of the database. */
  static WorklistState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
