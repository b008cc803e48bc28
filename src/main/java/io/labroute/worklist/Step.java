package io.labroute.worklist;

import io.labroute.lab.Volume;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a worklist is to do. */
public sealed interface Step {

  /**
   * Liquid from one well into another.
   *
   * @param liquidClass how the device handles it; null for its own choice
   * @param note values for columns of a table that only one device knows, such as a buffer's volume
   */
  record Transfer(Spot from, Spot to, Volume volume, @Nullable String liquidClass, Note note) implements Step {

    public Transfer(Spot from, Spot to, Volume volume) {
      this(from, to, volume, null, Note.NONE);
    }
  }

  /** What the labware's kinds are called for this transfer, and how much buffer is added by the device itself. */
  record Note(@Nullable String sourceType, @Nullable String destinationType, @Nullable Volume buffer) {

    public static final Note NONE = new Note(null, null, null);
  }

  /**
   * The same volume of one reagent into many wells by the device's own command.
   *
   * @param from any well of the source's column
   * @param wells wells of the target, in any order
   * @param volume of each well
   * @param reuses how often a tip goes back to the source
   * @param multiDispense how many wells are served by one aspiration, at the most
   * @param leftToRight whether the target is filled from the left
   */
  record Distribution(Spot from, String to, List<Spot> wells, Volume volume, @Nullable String liquidClass, int reuses,
      int multiDispense, boolean leftToRight) implements Step {}

  /** One aspiration that is dispensed into several wells. */
  record Aliquot(Spot from, List<Spot> wells, Volume volume, @Nullable String liquidClass) implements Step {}

  /** Up and down in one well. */
  record Mix(Spot at, Volume volume, int cycles, @Nullable String liquidClass) implements Step {}

  /** All that stands before is done before anything that stands behind. */
  record Pause() implements Step {}

  /** A remark for people who read the file. */
  record Remark(String text) implements Step {}
}
