package io.labroute.schedule;

import java.util.List;

/**
 * How long the labware of a step keeps its slot on the step's device: from the start of one step (the move in) to the end of
 * another (the move out). The slot is reserved when the move towards it starts and free when the move away has ended, so that
 * moves in the order of the plan never deadlock.
 *
 * @param seats the units whose slots are reserved, once the move towards them has started; empty before
 */
public record Hold(String from, String until, List<Seat> seats) {

  public Hold {
    seats = List.copyOf(seats);
  }

  public Hold(String from, String until) {
    this(from, until, List.of());
  }
}
