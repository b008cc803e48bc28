package io.labroute.schedule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing to be done with one labware, or a move of it.
 *
 * @param id unique in its problem
 * @param labware what it is done with; steps of one labware are drawn and counted together
 * @param modes the ways to carry it out, at least one
 * @param hold the slot it keeps; null when it keeps none beyond its own time
 * @param release the tick before which it cannot start, at least 0
 * @param due the tick by which it should have ended; what is later is tardiness
 * @param deadline the tick by which it must have ended
 * @param priority the weight of its tardiness, at least 1
 */
public record Step(
    String id,
    String labware,
    List<Mode> modes,
    @Nullable Hold hold,
    long release,
    @Nullable Long due,
    @Nullable Long deadline,
    int priority,
    Estimate estimate,
    List<Draw> draws) {

  public Step {
    modes = List.copyOf(modes);
    draws = List.copyOf(draws);
  }

  public static Step of(String id, String labware, Mode... modes) {
    return new Step(id, labware, List.of(modes), null, 0, null, null, 1, Estimate.FIXED, List.of());
  }

  public Step hold(@Nullable Hold slot) {
    return new Step(id, labware, modes, slot, release, due, deadline, priority, estimate, draws);
  }

  public Step modes(List<Mode> ways) {
    return new Step(id, labware, ways, hold, release, due, deadline, priority, estimate, draws);
  }

  public Step times(long earliest, @Nullable Long wished, @Nullable Long latest, int weight) {
    return new Step(id, labware, modes, hold, earliest, wished, latest, weight, estimate, draws);
  }

  public Step estimate(Estimate origin) {
    return new Step(id, labware, modes, hold, release, due, deadline, priority, origin, draws);
  }

  public Step draws(List<Draw> taken) {
    return new Step(id, labware, modes, hold, release, due, deadline, priority, estimate, taken);
  }
}
