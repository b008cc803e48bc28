package io.labroute.worklist;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode.Mapping.Entry;
import io.labroute.lab.Concentration;
import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads labware with what is in its wells. */
public final class LabwareReader {

  /** The words of a piece of labware. */
  public static final Set<String> WORDS =
      Set.of("id", "barcode", "type", "kind", "rows", "columns", "dead", "maximum", "rack-type", "contents");

  private final LabwareTypes types;

  public LabwareReader(LabwareTypes types) {
    this.types = types;
  }

  /** A piece of labware; its barcode is the one that is given, or the declared one. */
  public Labware read(Fields fields, @Nullable String barcode) {
    LabwareTypes.Type type = fields.has("type") ? Fields.at(fields.required("type"), () -> types.get(fields.text("type")))
        : LabwareTypes.type(fields);
    Volume dead = fields.volumeOrNull("dead");
    Volume maximum = fields.volumeOrNull("maximum");
    return new Labware(fields.text("id"), barcode == null ? fields.optional("barcode") : barcode, fields.optional("rack-type"), type.shape(),
        dead == null ? type.dead() : dead, maximum == null ? type.maximum() : maximum);
  }

  /** The declared contents of a piece of labware on a deck: of all wells, then of single ones, in whatever order they stand. */
  public static void contents(Fields fields, Deck deck, Map<Spot, Contents> wells) {
    if (!fields.has("contents")) {
      return;
    }
    Labware labware = deck.get(fields.text("id"));
    Comparator<Entry> allFirst = Comparator.comparing(entry -> !entry.key().equals("all"));
    for (Entry entry : Fields.of(fields.required("contents")).node().entries().stream().sorted(allFirst).toList()) {
      Fields well = Fields.of(entry.value(), Set.of("substance", "concentration", "volume"));
      Volume volume = well.volume("volume");
      String concentration = well.optional("concentration");
      Contents contents = volume.isZero() ? Contents.EMPTY : Contents.of(new Contents.Liquid(well.text("substance"),
          concentration == null ? null : Fields.at(well.required("concentration"), () -> Concentration.parse(concentration))), volume);
      List<WellAddress> places = entry.key().equals("all") ? labware.wells()
          : List.of(Fields.at(entry.value(), () -> labware.well(entry.key())));
      places.forEach(place -> wells.put(new Spot(labware.label(), place), contents));
    }
  }
}
