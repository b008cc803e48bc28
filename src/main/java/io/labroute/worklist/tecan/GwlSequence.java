package io.labroute.worklist.tecan;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.worklist.tecan.GwlRecord.Break;
import io.labroute.worklist.tecan.GwlRecord.Decontaminate;
import io.labroute.worklist.tecan.GwlRecord.Flush;
import io.labroute.worklist.tecan.GwlRecord.Pipetting;
import io.labroute.worklist.tecan.GwlRecord.SetDiti;
import io.labroute.worklist.tecan.GwlRecord.StartTimer;
import io.labroute.worklist.tecan.GwlRecord.WaitForTimer;
import io.labroute.worklist.tecan.GwlRecord.Wash;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What records have to keep to one after the other: where the tip type changes, and that what is aspirated is dispensed. */
final class GwlSequence {

  /** What a tip holds. */
  private static final class Held {

    private final long line;
    private final @Nullable Integer mask;
    private BigDecimal rest;
    private boolean dispensed;

    private Held(long line, Pipetting aspirated) {
      this.line = line;
      this.mask = aspirated.tipMask();
      this.rest = aspirated.microlitres();
    }
  }

  private final Deque<Held> held = new ArrayDeque<>();
  private @Nullable GwlRecord last;
  private boolean first = true;
  private long neverDispensed;

  /** What is wrong with a record where it stands; it counts for those behind it all the same. */
  List<Finding> next(long line, GwlRecord record) {
    var faults = new ArrayList<Finding>();
    if (record instanceof SetDiti it && !first && !(last instanceof Break)) {
      faults.add(Finding.of("worklist.diti-switch-position", "The tip type can only change in the first line or directly after a break.")
          .value(GwlText.line(it)).maybe("a B; is missing before it."));
    } else if (record instanceof Pipetting it) {
      pipetting(line, it, faults);
    } else if (record instanceof Wash || record instanceof Decontaminate || record instanceof Flush) {
      ended(!(record instanceof Flush), faults);
    } else if ((record instanceof StartTimer || record instanceof WaitForTimer) && !held.isEmpty()) {
      faults.add(Finding.of("worklist.timer-with-full-tip", "A timer stands between an aspiration and its dispense.")
          .value(GwlText.line(record)));
    }
    first = false;
    last = record;
    return faults;
  }

  /** The last aspiration that was never dispensed, told once for the file; and what is left in tips at its end. */
  List<Finding> end() {
    var faults = new ArrayList<Finding>();
    ended(true, faults);
    if (neverDispensed > 0) {
      faults.add(Finding.of("worklist.aspirated-never-dispensed", "What is aspirated here is never dispensed.")
          .at(Place.line(neverDispensed)).maybe("the line behind it was lost."));
    }
    return faults;
  }

  private void pipetting(long line, Pipetting it, List<Finding> faults) {
    if (it.aspirates()) {
      held.push(new Held(line, it));
      return;
    }
    Held from = held.stream().filter(tip -> tip.mask == null || it.tipMask() == null || tip.mask.equals(it.tipMask()))
        .findFirst().orElse(null);
    if (from == null) {
      faults.add(Finding.of("worklist.dispense-without-aspirate", "Nothing was aspirated that could be dispensed here.")
          .maybe("the line before it was lost."));
      return;
    }
    from.dispensed = true;
    from.rest = from.rest.subtract(it.microlitres());
    if (from.rest.signum() < 0) {
      faults.add(Finding.of("worklist.dispensed-more-than-aspirated", "More is dispensed than was aspirated in line %d."
          .formatted(from.line)).value(it.microlitres().toPlainString()));
    }
    if (from.rest.signum() <= 0) {
      held.remove(from);
    }
  }

  private void ended(boolean lost, List<Finding> faults) {
    for (Held tip : held) {
      if (!tip.dispensed) {
        neverDispensed = Math.max(neverDispensed, tip.line);
      } else if (lost) {
        faults.add(Finding.of("worklist.aspirated-not-all-dispensed", "Not all that is aspirated here is dispensed.")
            .at(Place.line(tip.line)).value(tip.rest.toPlainString() + " uL stay"));
      }
    }
    held.clear();
  }
}
