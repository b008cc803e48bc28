package io.labroute.execution.run;

import org.jspecify.annotations.Nullable;

/**
 * What a device calls a step that it was asked to do, in its reports ({@code run}): {@code VIAB-2026-11.1/incubate/1}, run, step
 * and attempt. None of the three holds a slash.
 */
public final class OrderName {

  private OrderName() {}

  /** The name of an attempt at a step. */
  public static String of(String experimentId, String stepId, int attempt) {
    return experimentId + "/" + stepId + "/" + attempt;
  }

  /** The step of a run that a name is of; null when it is another run's, or a name of the device's own. */
  static @Nullable String stepOf(String experimentId, String name) {
    String[] parts = name.split("/", -1);
    return parts.length == 3 && parts[0].equals(experimentId) && parts[2].matches("[1-9]\\d{0,8}") ? parts[1] : null;
  }
}
