package io.labroute.execution.run;

import io.labroute.execution.WellSnapshot;
import io.labroute.lab.Finding;
import io.labroute.lab.WellAddress;
import io.labroute.tracking.wells.WellContents;
import io.labroute.tracking.wells.WellContents.Component;
import io.labroute.tracking.wells.WellRepository;
import io.labroute.worklist.Contents;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Spot;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings together what a plan says is in wells and what is known: of a container that was never used, the plan's word holds; of
 * one that was, what was moved since.
 */
@org.springframework.stereotype.Component
class DeckContents {

  private final WellRepository wells;
  private final WellSnapshot snapshot;

  DeckContents(WellRepository wells, WellSnapshot snapshot) {
    this.wells = wells;
    this.snapshot = snapshot;
  }

  /**
   * What is in the wells of a deck, on record from now on.
   *
   * @param containers by label
   * @throws io.labroute.lab.Refusal {@code run.other-contents} when a container holds other substances than the plan says
   */
  Ledger onRecord(PlanDeck plan, Deck deck, Map<String, Long> containers, String actor, @Nullable Long fileId) {
    Map<Long, Map<WellAddress, WellContents>> contents = new HashMap<>();
    deck.all().forEach(labware -> {
      long container = containers.get(labware.label());
      Map<WellAddress, WellContents> known = wells.contents(container);
      var unknown = new TreeMap<WellAddress, WellContents>();
      plan.contents(Set.of(labware.label())).forEach((spot, stated) -> {
        WellContents there = known.get(spot.well());
        if (there == null) {
          unknown.put(spot.well(), stored(stated));
        } else if (plan.declared().containsKey(spot)) {
          requireSameSubstances(spot, stated, there);
        }
      });
      contents.put(container, unknown.isEmpty() ? known : wells.declare(container, unknown, actor, fileId, null));
    });
    return WellSnapshot.of(deck, containers, contents::get);
  }

  /** What would be in the wells, without putting anything on record. */
  Ledger supposed(PlanDeck plan, Deck deck, Map<String, Long> containers) {
    Map<Spot, Contents> supposed = plan.contents(deck.all().stream().map(it -> it.label()).collect(Collectors.toSet()));
    supposed.putAll(snapshot.of(deck, containers).wells());
    return new Ledger(deck, supposed);
  }

  private static void requireSameSubstances(Spot spot, Contents declared, WellContents there) {
    Set<String> stated = new HashSet<>();
    declared.parts().keySet().forEach(liquid -> stated.add(liquid.substance() + " " + liquid.concentration()));
    Set<String> known = there.components().stream().map(it -> it.substance() + " " + it.concentration()).collect(Collectors.toSet());
    if (!stated.equals(known) && !there.volume().isZero()) {
      throw Finding.of("run.other-contents", "%s holds something else than the plan says.".formatted(spot))
          .value(String.join(", ", new TreeSet<>(known))).allowed(String.join(", ", new TreeSet<>(stated)))
          .maybe("another container was meant, or it was used for something else since.").refusal();
    }
  }

  private static WellContents stored(Contents contents) {
    return new WellContents(Objects.requireNonNull(contents.volume()), contents.parts().entrySet().stream()
        .map(part -> new Component(part.getKey().substance(), part.getKey().concentration(), part.getValue())).toList());
  }
}
