package io.labroute.schedule;

import java.util.List;

/**
 * One way to carry out a step.
 *
 * @param duration shortest duration in ticks
 * @param longest longest duration, at least {@code duration}; the plan may choose in between, as with an incubation
 * @param uses the devices it needs; the first one is where the labware lies
 * @param reaches what it asks of the ways in which other steps are carried out
 */
public record Mode(long duration, long longest, List<Use> uses, List<Reach> reaches) {

  public Mode {
    uses = List.copyOf(uses);
    reaches = List.copyOf(reaches);
  }

  public static Mode of(long duration, Use... uses) {
    return new Mode(duration, duration, List.of(uses), List.of());
  }
}
