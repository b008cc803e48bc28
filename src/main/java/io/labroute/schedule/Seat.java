package io.labroute.schedule;

/**
 * One unit of a device.
 *
 * @param unit counted from 1
 */
public record Seat(String device, int unit) {

  @Override
  public String toString() {
    return device + "/" + unit;
  }
}
