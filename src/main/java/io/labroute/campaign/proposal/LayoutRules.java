package io.labroute.campaign.proposal;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Mapping.Entry;
import io.labroute.lab.Concentration;
import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Place;
import io.labroute.lab.Volume;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How plates are laid out: what the plan says, and for the rest what is usual for its assay.
 *
 * @param plates kind and positions of the plates
 * @param device that pipettes
 * @param volume in a well before it is dosed, in microlitres
 * @param vehicle that compounds are dissolved in
 * @param fraction of the vehicle in each dosed well, 0 to 1
 * @param medium null where no source is named
 * @param dilution the plates that stocks are diluted on; null where there are none
 */
record LayoutRules(Plates plates, String device, int replicates, List<Control> controls, Edge edge, boolean randomise, BigDecimal volume,
    Source vehicle, BigDecimal fraction, @Nullable Source medium, Pipettable pipettable, @Nullable Dilution dilution, Place place) {

  static final Set<String> WORDS = Set.of("plates", "device", "replicates", "controls", "edge", "randomise", "seed", "volume",
      "vehicle", "medium", "smallest", "increment", "tolerance", "dilution", "assays");
  private static final Set<String> WORDS_OF_TEMPLATES = Set.of("plates", "device", "replicates", "controls", "edge", "randomise", "volume",
      "vehicle", "medium", "smallest", "increment", "tolerance", "dilution");
  /** Of which single words may be taken from the plan, the others from the template. */
  private static final Set<String> MERGED = Set.of("plates", "vehicle", "medium", "dilution");

  /** What becomes of the outermost wells. */
  enum Edge {
    LEAVE_EMPTY, FILL_MEDIUM, USE
  }

  /** A kind of plates, and where they stand at first; no positions where they are placed later. */
  record Plates(String type, List<TreeNode> at, Place place) {

    private static Plates read(Fields fields) {
      return new Plates(fields.text("type"), fields.items("at"), fields.node().place());
    }

    /** What is known of a piece of this kind, which has to be a plate: each of its wells holds a liquid of its own. */
    Labware known(Mapping declared, LabwareKinds kinds) {
      Labware piece = Fields.at(declared, () -> kinds.read(declared));
      if (!(piece.shape() instanceof Labware.Plate)) {
        throw Finding.of("proposal.no-plate", "This kind of labware is no plate.").at(place).value(type).refusal();
      }
      return piece;
    }

    /** The declaration of the piece with this number, from 0. */
    Mapping declared(String label, int number) {
      Written piece = Written.at(place).with("id", label).with("type", type);
      if (!at.isEmpty()) {
        if (number >= at.size()) {
          throw Finding.of("proposal.too-few-positions", "There is no position for the plate %s.".formatted(label)).at(place)
              .value(at.size() + (at.size() == 1 ? " position" : " positions")).allowed("a position for each plate")
              .maybe("list more of them under at, or make fewer plates with fewer replicates or controls.").refusal();
        }
        piece.with("at", at.get(number));
      }
      return piece.node();
    }
  }

  /** Where a liquid is taken from. */
  record Source(@Nullable String substance, List<TreeNode> wells, @Nullable TreeNode volume, Place place) {

    private static Source read(Fields fields) {
      return new Source(fields.optional("substance"), List.of(fields.required("from")), fields.node().get("volume").orElse(null),
          fields.node().place());
    }
  }

  /**
   * Plates that stocks are diluted on.
   *
   * @param volume that is made in a well, in microlitres
   * @param cycles of mixing; 0 where the device's method mixes by itself
   */
  record Dilution(Plates plates, BigDecimal volume, int cycles) {}

  /** The words of a layout, completed by those of a template. */
  static Mapping merged(Mapping plan, Mapping template) {
    Mapping merged = plan;
    for (Entry usual : template.entries()) {
      TreeNode own = plan.get(usual.key()).orElse(null);
      if (own == null) {
        merged = Written.with(merged, usual.key(), usual.value());
      } else if (MERGED.contains(usual.key()) && own instanceof Mapping words && usual.value() instanceof Mapping others) {
        merged = Written.with(merged, usual.key(), merged(words, others));
      }
    }
    return merged;
  }

  /** Refuses what is wrong in the words of a template, which need not be complete. */
  static void check(Mapping template) {
    Fields.of(template, WORDS_OF_TEMPLATES);
    Place nowhere = Place.UNKNOWN;
    Mapping rest = Written.at(nowhere).with("plates", Written.at(nowhere).with("type", "any").node()).with("device", "any")
        .with("volume", "1 mL")
        .with("vehicle", Written.at(nowhere).with("substance", "any").with("from", "any/A1").with("fraction", "1 %").node())
        .with("medium", Written.at(nowhere).with("from", "any/A1").node()).with("smallest", "1 uL").with("increment", "0.1 uL")
        .with("tolerance", "5 %").with("dilution", Written.at(nowhere).with("type", "any").with("volume", "1 mL").node()).node();
    read(merged(template, rest));
  }

  /** Reads rules that are complete. */
  static LayoutRules read(Mapping merged) {
    Fields fields = Fields.of(merged, WORDS);
    Plates plates = Plates.read(Fields.of(fields.required("plates"), Set.of("type", "at")));
    Pipettable pipettable = Pipettable.of(positive(fields, "smallest"), positive(fields, "increment"),
        percent(fields.required("tolerance"), 50));
    Fields vehicle = Fields.of(fields.required("vehicle"), Set.of("substance", "from", "volume", "fraction"));
    vehicle.required("substance");
    BigDecimal volume = positive(fields, "volume").microlitres();
    if (pipettable.nearest(volume).compareTo(volume) != 0) {
      throw Finding.of("proposal.volume", "The device cannot dispense such a volume.").at(fields.required("volume").place())
          .value(fields.text("volume")).allowed("multiples of " + Pipettable.text(pipettable.increment())).refusal();
    }
    return new LayoutRules(plates, device(fields, plates), fields.number("replicates", 1, 1, 1536),
        fields.items("controls").stream().map(Control::read).toList(), fields.choice("edge", Edge.class, Edge.LEAVE_EMPTY),
        fields.flag("randomise", true), volume, Source.read(vehicle), percent(vehicle.required("fraction"), 50),
        fields.has("medium") ? Source.read(Fields.of(fields.required("medium"), Set.of("substance", "from", "volume"))) : null,
        pipettable, fields.has("dilution") ? dilution(fields.required("dilution"), pipettable) : null, merged.place());
  }

  private static String device(Fields fields, Plates plates) {
    if (fields.has("device")) {
      return Proposal.name(fields, "device");
    }
    if (plates.at().isEmpty()) {
      throw Finding.of("proposal.device-missing", "Nobody knows which device pipettes.").at(fields.node().place())
          .allowed("device, or plates with at").refusal();
    }
    return Proposal.name(Fields.of(plates.at().get(0)), "device");
  }

  private static Dilution dilution(TreeNode node, Pipettable pipettable) {
    Fields fields = Fields.of(node, Set.of("type", "at", "volume", "mix"));
    return new Dilution(Plates.read(fields), pipettable.nearest(positive(fields, "volume").microlitres()),
        fields.number("mix", 5, 0, 100));
  }

  private static Volume positive(Fields fields, String word) {
    Volume volume = fields.volume(word);
    if (volume.isZero() || volume.isNegative()) {
      throw Finding.of("proposal.volume", "The volume has to be more than 0.").at(fields.required(word).place())
          .value(word + ": " + fields.text(word)).refusal();
    }
    return volume;
  }

  /** A percentage as a share, more than 0. */
  private static BigDecimal percent(TreeNode node, int most) {
    Strength percent = Strength.read(node);
    if (percent.unit() != Concentration.Unit.PERCENT || percent.isZero() || percent.base().compareTo(BigDecimal.valueOf(most)) > 0) {
      throw Finding.of("proposal.percent", "This is no fitting percentage.").at(node.place()).value(Fields.scalar(node).text())
          .allowed("more than 0 %%, at most %d %%".formatted(most)).refusal();
    }
    return percent.base().scaleByPowerOfTen(-2);
  }

  /** The parameters that a plan gives for an assay, such as {@code exposure: 48 h}. */
  static Mapping parameters(Mapping layout, String assay) {
    TreeNode assays = layout.get("assays").orElse(null);
    Mapping none = new Mapping(layout.place(), List.of());
    return assays == null ? none : Fields.of(assays).node().get(assay).map(node -> Fields.of(node).node()).orElse(none);
  }
}
