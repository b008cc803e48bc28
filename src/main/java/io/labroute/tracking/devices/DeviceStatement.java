package io.labroute.tracking.devices;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file or a person says a device is.
 *
 * @param device its name
 * @param category what sort of device it is
 * @param resource what a process asks for when it needs one of the category
 * @param capacity how many positions it has
 * @param minCapacity how many containers must be there before it can work
 * @param processCapacity how many processes it can run at a time
 * @param allowsOverlap whether it can be loaded while it works
 * @param firstPosition the number that the device itself gives its first position, which is 0 for us
 * @param uri where it is to be reached
 * @param deepWellPositions positions that take deep-well plates
 * @param extra whatever else is said of it
 */
public record DeviceStatement(String device, @Nullable String category, @Nullable String resource, int capacity, int minCapacity,
    int processCapacity, boolean allowsOverlap, int firstPosition, @Nullable String uri, List<Integer> deepWellPositions,
    JsonNode extra) {

  /** The most positions of one device. */
  public static final int MOST_POSITIONS = 100_000;

  public DeviceStatement {
    LabName.of("device's name", device);
    between("capacity", capacity, 1, MOST_POSITIONS);
    between("minimal capacity", minCapacity, 0, capacity);
    between("process capacity", processCapacity, 1, MOST_POSITIONS);
    between("first position", firstPosition, 0, MOST_POSITIONS);
    deepWellPositions = List.copyOf(deepWellPositions);
    for (int position : deepWellPositions) {
      between("deep-well position", position, 0, capacity - 1);
    }
  }

  private static void between(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw Finding.of("device.impossible", "The %s is impossible.".formatted(what)).value(String.valueOf(value))
          .allowed("%d to %d".formatted(least, most)).refusal();
    }
  }
}
