package io.labroute.execution;

import io.labroute.lab.Finding;
import io.labroute.tracking.wells.Well;
import io.labroute.tracking.wells.WellRepository;
import io.labroute.worklist.Contents;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Spot;
import io.labroute.worklist.WorklistPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
    Map<Spot, Contents> known = new HashMap<>();
    deck.all().forEach(labware -> {
      Long container = containers.get(labware.label());
      if (container != null) {
        wells.contents(container).forEach((well, contents) -> {
          if (labware.has(well)) {
            known.put(new Spot(labware.label(), well), WellAccount.contents(contents));
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
   * @throws io.labroute.lab.Refusal {@code release.contents-unknown}, {@code release.contents-changed}
   */
  void requireUnchanged(WorklistPlan plan, Transfers transfers, Map<String, Long> containers) {
    Ledger now = of(plan.deck(), containers);
    Set<Spot> sources = Transfers.sources(plan, transfers);
    sources.forEach(spot -> {
      if (now.at(spot).volume() == null) {
        throw Finding.of("release.contents-unknown", "Nobody knows what is in %s, from which the worklist draws.".formatted(spot))
            .maybe("the contents of the labware are still to be stated.").refusal();
      }
      requireSame(spot, plan.before().at(spot), now.at(spot));
    });
    Transfers.targets(plan, transfers).forEach(spot -> requireSame(spot, plan.before().at(spot), now.at(spot)));
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
