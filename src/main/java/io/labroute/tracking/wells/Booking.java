package io.labroute.tracking.wells;

import io.labroute.lab.Volume;
import io.labroute.tracking.wells.WellContents.Component;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A volume that a worklist moves from one well to another.
 *
 * @param act its place in the order of all that was stated and booked
 * @param number of the transfer in its worklist
 * @param volume what counts; zero when it is taken back
 * @param components what the liquid consists of; null when nobody knows
 */
public record Booking(long act, UUID worklistId, int number, Well source, Well target, Volume volume,
    @Nullable List<Component> components, State state) {

  /** How sure it is. */
  public enum State {
    PLANNED, RELEASED, CONFIRMED, TAKEN_BACK;

    /** As it stands in the database. */
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A booking that is to be made.
   *
   * @param components what the liquid consists of; null when nobody knows
   */
  public record Planned(int number, Well source, Well target, Volume volume, @Nullable List<Component> components) {}

  /**
   * A booking that becomes surer, or is taken back.
   *
   * @param volume what was really moved; null for what was planned; of no meaning when it is taken back
   */
  public record Change(int number, State state, @Nullable Volume volume) {}
}
