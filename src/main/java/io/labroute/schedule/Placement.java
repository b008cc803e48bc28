package io.labroute.schedule;

import java.util.List;

/**
 * When, how and where a step is carried out.
 *
 * @param end first tick after it
 * @param mode index into the step's modes
 * @param seats the units it uses, one for each unit of each amount; the labware keeps the first while it is held
 */
public record Placement(String step, long start, long end, int mode, List<Seat> seats) {

  public Placement {
    seats = List.copyOf(seats);
  }
}
