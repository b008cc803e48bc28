package io.labroute.tracking;

import java.util.Locale;

/** How far an experiment has come. */
public enum ExperimentStatus {
  PENDING, RUNNING, PAUSED, COMPLETED, FAILED, ABORTED;

  /** As it stands in the database and in REST. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
