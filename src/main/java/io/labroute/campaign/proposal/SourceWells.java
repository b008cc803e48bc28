package io.labroute.campaign.proposal;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Place;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labware that a plan declares, what its wells hold, and how much of it has been promised. Wells whose content is stated
 * beside the labware (under {@code stocks}, {@code cells} or the vehicle) have it written into the labware's own declaration.
 */
final class SourceWells {

  private static final Comparator<Mapping.Entry> ALL_FIRST = Comparator.comparing(entry -> !entry.key().equals("all"));

  private final Map<String, Mapping> declared = new LinkedHashMap<>();
  private final Map<String, Labware> labware = new LinkedHashMap<>();
  private final Map<String, Well> wells = new LinkedHashMap<>();

  /** A well with known content. */
  static final class Well {

    private final String spot;
    private final @Nullable String substance;
    private @Nullable Strength strength;
    private final Place place;
    private BigDecimal left;
    private boolean drawn;

    private Well(String spot, @Nullable String substance, @Nullable Strength strength, BigDecimal left, Place place) {
      this.spot = spot;
      this.substance = substance;
      this.strength = strength;
      this.left = left;
      this.place = place;
    }

    @Nullable Strength strength() {
      return strength;
    }
  }

  SourceWells(List<TreeNode> pieces, LabwareKinds kinds) {
    for (TreeNode node : pieces) {
      Fields fields = Fields.of(node);
      Labware piece = Fields.at(node, () -> kinds.read(fields.node()));
      declared.put(piece.label(), fields.node());
      labware.put(piece.label(), piece);
      fields.node().get("contents").ifPresent(contents -> Fields.of(contents).node().entries().stream().sorted(ALL_FIRST)
          .forEach(entry -> declared(piece, entry)));
    }
  }

  private void declared(Labware piece, Mapping.Entry entry) {
    Fields content = Fields.of(entry.value());
    if (!entry.key().equals("all")) {
      put(piece, Fields.at(entry.value(), () -> piece.well(entry.key())), content);
      return;
    }
    for (int row = 0; row < piece.shape().rows(); row++) {
      for (int column = 0; column < piece.shape().columns(); column++) {
        put(piece, new WellAddress(row, column), content);
      }
    }
  }

  private void put(Labware piece, WellAddress address, Fields content) {
    String spot = piece.label() + "/" + piece.pool(address);
    if (content.volume("volume").isZero()) {
      wells.remove(spot);
      return;
    }
    wells.put(spot, new Well(spot, content.optional("substance"),
        content.has("concentration") ? Strength.read(content.required("concentration")) : null,
        content.volume("volume").minus(piece.dead()).microlitres(), content.node().place()));
  }

  boolean has(String label) {
    return labware.containsKey(label);
  }

  /** The labware of the plan, with all that is stated of its contents. */
  List<TreeNode> declared() {
    return new ArrayList<>(declared.values());
  }

  /**
   * The well of a spot such as {@code Stocks/A1}.
   *
   * @param substance that it has to hold; null for whatever is in it
   * @param strength of it; null where the labware's contents say it
   * @param volume in it; null where the labware's contents say it
   */
  Well well(TreeNode where, String spot, @Nullable String substance, @Nullable Strength strength, @Nullable Volume volume) {
    int slash = spot.lastIndexOf('/');
    if (slash < 1) {
      throw Finding.of("proposal.spot", "This is no well of a labware.").at(where.place()).value(spot)
          .allowed("labware/well, such as Stocks/A1").refusal();
    }
    Labware piece = labware.get(spot.substring(0, slash));
    if (piece == null) {
      throw Finding.of("proposal.unknown-labware", "The plan declares no such labware.").at(where.place())
          .value(spot.substring(0, slash)).allowed(String.join(", ", labware.keySet())).maybe("it is misspelled.").refusal();
    }
    WellAddress address = Fields.at(where, () -> piece.well(spot.substring(slash + 1)));
    String pool = piece.label() + "/" + piece.pool(address);
    if (volume != null) {
      state(where, piece, address, pool, substance, strength, volume);
    }
    Well well = wells.get(pool);
    if (well == null) {
      throw Finding.of("proposal.source-without-contents", "Nobody knows what is in this well.").at(where.place()).value(spot)
          .allowed("contents under the labware, or a volume here").refusal();
    }
    boolean other = substance != null && well.substance != null && !substance.equals(well.substance)
        || strength != null && well.strength != null && strength.base().compareTo(well.strength.base()) != 0;
    if (other) {
      throw Finding.of("proposal.other-contents", "The labware declares that the well holds something else.").at(where.place())
          .value("%s: %s %s".formatted(spot, substance, strength == null ? "" : strength).strip())
          .allowed("%s %s".formatted(well.substance, well.strength == null ? "" : well.strength).strip()).refusal();
    }
    well.strength = well.strength == null ? strength : well.strength;
    return well;
  }

  private void state(TreeNode where, Labware piece, WellAddress address, String pool, @Nullable String substance,
      @Nullable Strength strength, Volume volume) {
    if (wells.containsKey(pool)) {
      throw Finding.of("proposal.contents-twice", "The content of this well is stated twice.").at(where.place()).value(pool)
          .maybe("the labware's contents say it already: leave the volume out here; or two lines name the same well.").refusal();
    }
    wells.put(pool, new Well(pool, substance, strength, volume.minus(piece.dead()).microlitres(), where.place()));
    Written content = Written.at(where.place());
    if (substance != null) {
      content.with("substance", substance);
    }
    if (strength != null) {
      content.with("concentration", strength.exact());
    }
    content.with("volume", volume.microlitres());
    Mapping before = declared.get(piece.label());
    Mapping contents = before.get("contents").map(node -> Fields.of(node).node()).orElse(new Mapping(before.place(), List.of()));
    declared.put(piece.label(), Written.with(before, "contents", Written.with(contents, address.toString(), content.node())));
  }

  /** Promises a volume of the first well that has it; of the last one, if none has, which {@link #requireEnough} tells. */
  String draw(List<Well> from, BigDecimal microlitres) {
    Well well = from.stream().filter(it -> it.left.compareTo(microlitres) >= 0).findFirst().orElse(from.get(from.size() - 1));
    well.left = well.left.subtract(microlitres);
    well.drawn = true;
    return well.spot;
  }

  /** Refuses when more has been promised than there is. */
  void requireEnough() {
    for (Well well : wells.values()) {
      if (well.drawn && well.left.signum() < 0) {
        throw Finding.of("proposal.stock-too-little", "There is too little %s in %s above its dead volume.".formatted(
            well.substance == null ? "liquid" : well.substance, well.spot)).at(well.place)
            .value(Pipettable.text(well.left.negate()) + " are missing").maybe("fill more in, or name another well of it.").refusal();
      }
    }
  }
}
