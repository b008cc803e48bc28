package io.labroute.lab;

import java.util.Comparator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place where something can stand.
 *
 * @param position counted from 0, whatever the device itself calls it
 */
public record DevicePosition(String device, int position) implements Comparable<DevicePosition> {

  private static final Comparator<DevicePosition> ORDER =
      Comparator.comparing(DevicePosition::device).thenComparingInt(DevicePosition::position);

  private static final Pattern FORM = Pattern.compile("0|[1-9]\\d{0,5}");

  /**
   * The position that a text names.
   *
   * @throws Refusal {@code position.malformed} when it names none
   */
  public static int parse(@Nullable String text) {
    if (text == null || !FORM.matcher(text).matches()) {
      throw Finding.of("position.malformed", "This is no position.").value(text)
          .allowed("a whole number; the first position is 0").refusal();
    }
    return Integer.parseInt(text);
  }

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
