package io.labroute.worklist;

import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.Step.Mix;
import io.labroute.worklist.Step.Transfer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Patterns of transfers that people name by one word. */
final class Patterns {

  private Patterns() {}

  /**
   * A serial dilution: each well gets diluent first, then a part of the well before it, and is mixed.
   *
   * @param wells the first holds what is diluted; at least two
   * @param volume in each well but the first, before the next draws from it
   * @param factor more than 1
   * @param cycles of mixing; 0 for none
   */
  static List<Step> serial(List<Spot> wells, Spot diluent, Volume volume, BigDecimal factor, int cycles, @Nullable String liquidClass) {
    if (wells.size() < 2 || factor.compareTo(BigDecimal.ONE) <= 0) {
      throw Finding.of("worklist.dilution", "A dilution needs two wells or more and a factor above 1.")
          .value("%d wells, factor %s".formatted(wells.size(), factor)).refusal();
    }
    Volume part = new Volume(volume.microlitres().divide(factor, MathContext.DECIMAL64)).inHundredths();
    Volume fill = volume.inHundredths().minus(part);
    var steps = new ArrayList<Step>();
    wells.subList(1, wells.size()).forEach(well -> steps.add(new Transfer(diluent, well, fill, liquidClass, Step.Note.NONE)));
    steps.add(new Step.Pause());
    for (int i = 1; i < wells.size(); i++) {
      steps.add(new Transfer(wells.get(i - 1), wells.get(i), part, liquidClass, Step.Note.NONE));
      if (cycles > 0) {
        steps.add(new Mix(wells.get(i), part, cycles, liquidClass));
      }
      steps.add(new Step.Pause());
    }
    return steps;
  }

  /**
   * A whole plate onto another.
   *
   * @param quadrant 1 to 4 where the target has four times as many wells, else 0; 1 starts in A1, 2 in A2, 3 in B1, 4 in B2
   */
  static List<Step> stamp(Labware source, Labware target, Volume volume, int quadrant, @Nullable String liquidClass) {
    int spread = quadrant == 0 ? 1 : 2;
    boolean fits = source.shape().rows() * spread == target.shape().rows()
        && source.shape().columns() * spread == target.shape().columns();
    if (!fits) {
      throw Finding.of("worklist.stamp", "The plates do not fit onto each other.").value("%s onto %s".formatted(source.label(), target.label()))
          .maybe(quadrant == 0 ? "a quadrant of the target is meant." : "the plates are of one size.").refusal();
    }
    var steps = new ArrayList<Step>();
    for (int column = 0; column < source.shape().columns(); column++) {
      for (int row = 0; row < source.shape().rows(); row++) {
        var to = new WellAddress(row * spread + (quadrant > 2 ? 1 : 0), column * spread + (quadrant > 0 && quadrant % 2 == 0 ? 1 : 0));
        steps.add(new Transfer(new Spot(source.label(), new WellAddress(row, column)), new Spot(target.label(), to), volume, liquidClass,
            Step.Note.NONE));
      }
    }
    return steps;
  }
}
