package io.labroute.lab;

import java.util.Comparator;

/**
 * A place where something can stand.
 *
 * @param position counted from 0, whatever the device itself calls it
 */
public record DevicePosition(String device, int position) implements Comparable<DevicePosition> {

  private static final Comparator<DevicePosition> ORDER =
      Comparator.comparing(DevicePosition::device).thenComparingInt(DevicePosition::position);

  @Override
  public int compareTo(DevicePosition other) {
    return ORDER.compare(this, other);
  }

  /** For people and messages: {@code Hotel2[5]}. */
  @Override
  public String toString() {
    return device + "[" + position + "]";
  }
}
