package io.labroute.schedule;

/** What a step needs of a device while it runs: {@code amount} of its units' processes, at least 1. */
public record Use(String device, int amount) {

  public static Use of(String device) {
    return new Use(device, 1);
  }
}
