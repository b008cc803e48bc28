package io.labroute.execution;

import io.labroute.lab.Finding;
import io.labroute.lab.WellAddress;
import io.labroute.tracking.wells.Well;
import io.labroute.tracking.wells.WellContents;
import io.labroute.tracking.wells.WellRepository;
import io.labroute.worklist.Contents;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Spot;
import io.labroute.worklist.WorklistPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What is in the wells of a deck now, as worklists reckon with it. */
@Component
public class WellSnapshot {

  private static final double ROUNDING = 1e-9;

  private final WellRepository wells;

  WellSnapshot(WellRepository wells) {
    this.wells = wells;
  }

  /** What is in the wells of a deck whose labels are bound to containers; of labware that is not bound, nothing is known. */
  public Ledger of(Deck deck, Map<String, Long> containers) {
    return of(deck, containers, wells::contents);
  }

  /**
   * The same of contents that were read already.
   *
   * @param contents of a container
   */
  public static Ledger of(Deck deck, Map<String, Long> containers, LongFunction<Map<WellAddress, WellContents>> contents) {
    Map<Spot, Contents> known = new HashMap<>();
    deck.all().forEach(labware -> {
      Long container = containers.get(labware.label());
      if (container != null) {
        contents.apply(container).forEach((well, there) -> {
          if (labware.has(well)) {
            known.put(new Spot(labware.label(), well), WellAccount.contents(there));
          }
        });
      }
    });
    return new Ledger(deck, known);
  }

  /** The well that is booked for a spot. */
  static Well well(Spot spot, Map<String, Long> containers) {
    return new Well(containers.get(spot.labware()), spot.well());
  }

  /**
   * Requires that the wells hold what a plan was made with; they are held.
   *
   * @param now what is in them; those that are missing are wells of which nobody knows
   * @throws io.labroute.lab.Refusal {@code release.contents-unknown}, {@code release.contents-changed}
   */
  static void requireUnchanged(WorklistPlan plan, Transfers transfers, Map<String, Long> containers, Map<Well, WellContents> now) {
    Transfers.sources(plan, transfers).forEach(spot -> {
      Contents there = contents(now.get(well(spot, containers)));
      if (there.volume() == null) {
        throw Finding.of("release.contents-unknown", "Nobody knows what is in %s, from which the worklist draws.".formatted(spot))
            .maybe("the contents of the labware are still to be stated.").refusal();
      }
      requireSame(spot, plan.before().at(spot), there);
    });
    Transfers.targets(plan, transfers).forEach(spot ->
        requireSame(spot, plan.before().at(spot), contents(now.get(well(spot, containers)))));
  }

  private static Contents contents(@Nullable WellContents known) {
    return known == null ? Contents.UNKNOWN : WellAccount.contents(known);
  }

  private static void requireSame(Spot spot, Contents planned, Contents now) {
    boolean same = planned.volume() == null || now.volume() == null ? planned.volume() == now.volume()
        : planned.volume().compareTo(now.volume()) == 0 && isSame(planned, now) && isSame(now, planned);
    if (!same) {
      throw Finding.of("release.contents-changed", "In %s is something else than the plan was made with.".formatted(spot))
          .value(told(now)).allowed(told(planned))
          .maybe("another worklist draws from it or fills it since: plan this one again.").refusal();
    }
  }

  private static boolean isSame(Contents one, Contents other) {
    return one.parts().entrySet().stream()
        .allMatch(it -> Math.abs(it.getValue() - other.parts().getOrDefault(it.getKey(), 0.0)) <= ROUNDING);
  }

  private static String told(Contents contents) {
    return contents.volume() == null ? "unknown" : "%s of %s".formatted(contents.volume(),
        contents.parts().keySet().stream().map(Contents.Liquid::substance).sorted().toList());
  }
}
