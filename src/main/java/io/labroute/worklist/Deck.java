package io.labroute.worklist;

import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labware that a worklist may name, by label. */
public final class Deck {

  private final Map<String, Labware> byLabel = new LinkedHashMap<>();

  /**
   * A deck.
   *
   * @throws io.labroute.lab.Refusal {@code worklist.label-twice} when two pieces have one label
   */
  public Deck(Collection<Labware> labware) {
    for (Labware piece : labware) {
      if (byLabel.put(piece.label(), piece) != null) {
        throw Finding.of("worklist.label-twice", "Two pieces of labware have this label.").value(piece.label()).refusal();
      }
    }
  }

  /**
   * The labware of a label.
   *
   * @throws io.labroute.lab.Refusal {@code worklist.unknown-labware} when there is none on the deck
   */
  public Labware get(String label) {
    Labware labware = byLabel.get(label);
    if (labware == null) {
      throw Finding.of("worklist.unknown-labware", "There is no such labware on the deck.").value(label)
          .allowed(String.join(", ", byLabel.keySet())).maybe("the label is misspelled, or the labware is not declared.").refusal();
    }
    return labware;
  }

  /** The labware of a label, or null. */
  public @Nullable Labware find(String label) {
    return byLabel.get(label);
  }

  /** The well of a labware, by their names. */
  public Spot spot(String label, String well) {
    return new Spot(label, get(label).well(well));
  }

  /** The spot whose liquid a spot shares: of a trough, the column's first. */
  public Spot pool(Spot spot) {
    return new Spot(spot.labware(), get(spot.labware()).pool(spot.well()));
  }

  public Collection<Labware> all() {
    return byLabel.values();
  }
}
