package io.labroute.worklist;

import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
import io.labroute.worklist.Contents.Liquid;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is in each well of a deck. Planning books on a copy, so that a plan that is refused changes nothing. */
public final class Ledger {

  private final Deck deck;
  private final Map<Spot, Contents> wells;

  /** @param wells those with known contents; of all others nobody knows */
  public Ledger(Deck deck, Map<Spot, Contents> wells) {
    this.deck = deck;
    this.wells = new LinkedHashMap<>();
    wells.forEach((spot, contents) -> this.wells.put(deck.pool(spot), contents));
  }

  public Ledger copy() {
    return new Ledger(deck, wells);
  }

  public Contents at(Spot spot) {
    return wells.getOrDefault(deck.pool(spot), Contents.UNKNOWN);
  }

  /** All wells with known contents, now. */
  public Map<Spot, Contents> wells() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(wells));
  }

  /**
   * Requires that a volume could be drawn.
   *
   * @throws io.labroute.lab.Refusal {@code worklist.volume-underflow} when less than that is above the dead volume
   */
  public void requireAvailable(Spot spot, Volume volume) {
    Volume there = at(spot).volume();
    if (there == null) {
      return;
    }
    Volume available = there.minus(deck.get(spot.labware()).dead());
    if (volume.exceeds(available)) {
      throw Finding.of("worklist.volume-underflow", "There is not enough in %s.".formatted(spot)).value(volume.toString())
          .allowed("at most " + (available.isNegative() ? Volume.ZERO : available))
          .maybe("the labware is not filled as declared, or its dead volume was forgotten.").refusal();
    }
  }

  /**
   * Draws a volume.
   *
   * @return what was drawn, by its liquids
   * @throws io.labroute.lab.Refusal as {@link #requireAvailable}
   */
  public Map<Liquid, Double> draw(Spot spot, Volume volume) {
    requireAvailable(spot, volume);
    Contents before = at(spot);
    if (before.volume() != null) {
      wells.put(deck.pool(spot), before.minus(volume));
    }
    return before.parts();
  }

  /**
   * Adds a volume.
   *
   * @throws io.labroute.lab.Refusal {@code worklist.volume-overflow} when the well cannot hold it
   */
  public void add(Spot spot, Volume volume, Map<Liquid, Double> liquid) {
    Labware labware = deck.get(spot.labware());
    Contents before = at(spot);
    Contents after = before.plus(volume, liquid);
    Volume held = after.volume() == null ? volume : after.volume();
    if (labware.maximum() != null && held.exceeds(labware.maximum())) {
      throw Finding.of("worklist.volume-overflow", "There would be too much in %s.".formatted(spot)).value(held.toString())
          .allowed("at most " + labware.maximum()).refusal();
    }
    if (before.volume() != null) {
      wells.put(deck.pool(spot), after);
    }
  }
}
