package io.labroute.campaign.proposal;

import io.labroute.campaign.proposal.LayoutRules.Dilution;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.WellAddress;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntSupplier;

/** The plates that stocks are diluted on for one plate of an assay, well after well, column by column. */
final class DilutionPlates {

  private final String owner;
  private final Dilution dilution;
  private final IntSupplier numbers;
  private final List<TreeNode> declared = new ArrayList<>();
  private final Labware kind;
  private Iterator<WellAddress> free = List.<WellAddress>of().iterator();
  private String label = "";

  /** @param numbers of all such plates of the plan, from 0: their positions go by it */
  DilutionPlates(String owner, Dilution dilution, LabwareKinds kinds, IntSupplier numbers) {
    this.owner = owner;
    this.dilution = dilution;
    this.numbers = numbers;
    this.kind = dilution.plates().known(Written.at(dilution.plates().place()).with("id", owner + "D")
        .with("type", dilution.plates().type()).node(), kinds);
    if (kind.maximum() != null && volume().compareTo(kind.maximum().microlitres()) > 0 || usable().signum() <= 0) {
      throw Finding.of("proposal.dilution-volume", "So much cannot be made in a well of the dilution plate.").at(dilution.plates().place())
          .value(Pipettable.text(volume())).allowed("above the dead volume, %s, and at most %s".formatted(kind.dead(), kind.maximum()))
          .refusal();
    }
  }

  /** What is made in a well, in microlitres. */
  BigDecimal volume() {
    return dilution.volume();
  }

  /** How often each is mixed. */
  int cycles() {
    return dilution.cycles();
  }

  /** What can be drawn from it. */
  BigDecimal usable() {
    return dilution.volume().subtract(kind.dead().microlitres());
  }

  /** The next empty well, on a further plate where the last one is full. */
  String next() {
    if (!free.hasNext()) {
      label = owner + "D" + (declared.size() + 1);
      Mapping plate = dilution.plates().declared(label, numbers.getAsInt());
      free = PlateMap.usable(kind.shape(), LayoutRules.Edge.USE).iterator();
      declared.add(plate);
    }
    return label + "/" + free.next();
  }

  List<TreeNode> declared() {
    return declared;
  }
}
