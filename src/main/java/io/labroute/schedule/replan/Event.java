package io.labroute.schedule.replan;

import io.labroute.schedule.Lag;
import io.labroute.schedule.Seat;
import io.labroute.schedule.Step;
import java.util.List;

/** Something that happened and was not planned. */
public sealed interface Event {

  /**
   * A unit cannot be used. Labware that is on it is taken away in time; until then it lies there without a seat of its own, since
   * the step {@code down/device/unit} has them all, or the device is closed.
   *
   * @param until the first tick at which it works again
   */
  record Down(Seat unit, long until) implements Event {}

  /** A step that runs will end at another tick than planned. */
  record Overrun(String step, long end) implements Event {}

  /** A step that runs has failed, and is done again from now on. */
  record Failed(String step) implements Event {}

  /** A labware is taken out; what has not started of it is not done. */
  record Aborted(String labware) implements Event {}

  /** Further labware has to be worked on, before what has not started yet. */
  record Urgent(List<Step> steps, List<Lag> lags) implements Event {

    public Urgent {
      steps = List.copyOf(steps);
      lags = List.copyOf(lags);
    }
  }
}
