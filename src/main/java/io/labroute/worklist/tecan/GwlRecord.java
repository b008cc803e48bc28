package io.labroute.worklist.tecan;

import io.labroute.lab.Finding;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of a GWL worklist. Fields are as the manual has them; see the rules for their ranges. */
public sealed interface GwlRecord {

  /**
   * One tip aspirates or dispenses.
   *
   * @param position 1-based, column by column
   * @param microlitres with the digits that are written
   * @param tipMask a bit for each tip that may be used; null for any
   * @param minimumDetected the liquid level's least volume; null where it is not looked at
   */
  record Pipetting(boolean aspirates, String rackLabel, String rackId, String rackType, int position, String tubeId,
      BigDecimal microlitres, String liquidClass, @Nullable Integer tipMask, String forcedRackType,
      @Nullable BigDecimal minimumDetected) implements GwlRecord {}

  /** A rack of a distribution. */
  record Rack(String label, String id, String type, int first, int last) {}

  /**
   * One reagent into many wells.
   *
   * @param excluded positions of the target that are left out, ascending
   */
  record Distribution(Rack source, Rack target, BigDecimal microlitres, String liquidClass, int reuses, int multiDispense,
      boolean leftToRight, List<Integer> excluded) implements GwlRecord {}

  /** Wash of fixed tips, or change of disposable ones; scheme 0 is the plain form. */
  record Wash(int scheme) implements GwlRecord {}

  /** Decontamination of fixed tips. */
  record Decontaminate() implements GwlRecord {}

  /** Tips are emptied into the waste. */
  record Flush() implements GwlRecord {}

  /** All that was queued is done now. */
  record Break() implements GwlRecord {}

  /** Another type of disposable tip, 1-based. */
  record SetDiti(int index) implements GwlRecord {}

  record Comment(String text) implements GwlRecord {}

  /** A command of the script language, {@code B;Name(...);}. */
  record Script(String text) implements GwlRecord {}

  record StartTimer(int timer) implements GwlRecord {}

  record WaitForTimer(int timer, int seconds) implements GwlRecord {}

  /**
   * The mask of some tips.
   *
   * @param tips 1 to 8
   * @throws io.labroute.lab.Refusal {@code worklist.tip-mask-out-of-range}
   */
  static int tipMask(List<Integer> tips) {
    int mask = 0;
    for (int tip : tips) {
      if (tip < 1 || tip > 8) {
        throw Finding.of("worklist.tip-mask-out-of-range", "There is no such tip.").value(String.valueOf(tip)).allowed("1 to 8").refusal();
      }
      mask |= 1 << tip - 1;
    }
    return mask;
  }

  /** Whether it moves liquid. */
  default boolean pipettes() {
    return this instanceof Pipetting || this instanceof Distribution;
  }

  /** Its fields that hold texts, with their names. */
  default List<TextField> texts() {
    if (this instanceof Pipetting it) {
      return List.of(new TextField("The rack label", it.rackLabel()), new TextField("The rack id", it.rackId()),
          new TextField("The rack type", it.rackType()), new TextField("The tube id", it.tubeId()),
          new TextField("The liquid class", it.liquidClass()), new TextField("The forced rack type", it.forcedRackType()));
    }
    if (this instanceof Distribution it) {
      return List.of(new TextField("The source's label", it.source().label()), new TextField("The source's id", it.source().id()),
          new TextField("The source's type", it.source().type()), new TextField("The target's label", it.target().label()),
          new TextField("The target's id", it.target().id()), new TextField("The target's type", it.target().type()),
          new TextField("The liquid class", it.liquidClass()));
    }
    return List.of();
  }

  /** A field that holds a text. */
  record TextField(String name, String text) {}
}
