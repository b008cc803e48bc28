package io.labroute.campaign.proposal;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Concentration;
import io.labroute.lab.Labware;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.worklist.LabwareTypes;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bench that does what steps say, and knows of each well how much of what is in it: an account of its own, which shares nothing
 * with the arithmetic that it checks. A stock is its compound in vehicle.
 */
final class Bench {

  private static final MathContext DIGITS = MathContext.DECIMAL128;

  /** Volume in microlitres, and amounts: of compounds in base unit times microlitre, of everything else in microlitres. */
  record Content(BigDecimal volume, Map<String, BigDecimal> amounts) {

    static final Content EMPTY = new Content(BigDecimal.ZERO, Map.of());

    Content plus(Content other, int sign) {
      var sum = new TreeMap<>(amounts);
      other.amounts.forEach((name, amount) -> sum.merge(name, sign > 0 ? amount : amount.negate(), BigDecimal::add));
      return new Content(sign > 0 ? volume.add(other.volume) : volume.subtract(other.volume), sum);
    }

    Content part(BigDecimal microlitres) {
      var part = new TreeMap<String, BigDecimal>();
      amounts.forEach((name, amount) -> part.put(name, amount.multiply(microlitres).divide(volume, DIGITS)));
      return new Content(microlitres, part);
    }

    /** Of a compound in base units, of another liquid its share of the volume. */
    double concentration(String name) {
      return amounts.getOrDefault(name, BigDecimal.ZERO).divide(volume, DIGITS).doubleValue();
    }
  }

  private final Map<String, Content> wells = new HashMap<>();
  private final Map<String, Labware> labware = new LinkedHashMap<>();
  private final String vehicle;
  private int moves;
  private BigDecimal smallestMove;

  Bench(List<TreeNode> pieces, String vehicle) {
    this.vehicle = vehicle;
    for (TreeNode node : pieces) {
      Fields fields = Fields.of(node);
      Labware piece = LABWARE.read(fields.node());
      if (labware.put(piece.label(), piece) != null) {
        throw new AssertionError("labware twice: " + piece.label());
      }
      fields.node().get("contents").ifPresent(contents -> Fields.of(contents).node().entries().forEach(entry -> {
        Fields content = Fields.of(entry.value());
        if (entry.key().equals("all")) {
          return;
        }
        BigDecimal volume = content.volume("volume").microlitres();
        var amounts = new TreeMap<String, BigDecimal>();
        String substance = content.text("substance");
        Concentration strength = content.has("concentration") ? Concentration.parse(content.text("concentration")) : null;
        if (strength == null) {
          amounts.put(substance, volume);
        } else if (strength.dimension().equals("cells/mL")) {
          amounts.put(substance, BigDecimal.valueOf(strength.base()).scaleByPowerOfTen(-3).multiply(volume));
        } else {
          amounts.put(substance, new BigDecimal(content.text("concentration").split(" ")[0])
              .multiply(BigDecimal.valueOf(new Concentration(1, strength.unit()).base())).multiply(volume));
          amounts.put(vehicle, volume);
        }
        wells.put(pool(piece.label() + "/" + entry.key()), new Content(volume, amounts));
      }));
    }
  }

  /** Labware as it is declared in {@code lab/labware.yaml}. */
  static final LabwareKinds LABWARE = new LabwareKinds() {
    private final LabwareTypes types = types();

    @Override
    public Labware read(Mapping declared) {
      Fields fields = Fields.of(declared);
      LabwareTypes.Type type = types.get(fields.text("type"));
      return new Labware(fields.text("id"), null, fields.text("type"), type.shape(), type.dead(), type.maximum());
    }

    private LabwareTypes types() {
      try {
        return LabwareTypes.read(LabwareTypes.FILE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  };

  static Mapping yaml(String text) {
    return (Mapping) YamlTree.parse(new StringReader(text));
  }

  static AssayTemplates templates() {
    try {
      return AssayTemplates.read(AssayTemplates.FOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ProposalExpansion.Expanded expanded(String plan) {
    return new ProposalExpansion(templates(), LABWARE).expand(yaml(plan));
  }

  static String refused(String plan) {
    try {
      expanded(plan);
    } catch (Refusal refusal) {
      return refusal.finding().text();
    }
    throw new AssertionError("it was not refused");
  }

  /** Does all steps that move liquid; others are nothing to it. */
  Bench doing(List<TreeNode> steps) {
    for (TreeNode node : steps) {
      Fields step = Fields.of(node);
      switch (step.text("operation")) {
        case "transfer" -> step.items("transfers").forEach(it -> {
          Fields transfer = Fields.of(it);
          move(transfer.text("from"), transfer.text("to"), transfer.volume("volume"));
        });
        case "seed", "distribute" -> step.texts("wells").forEach(well ->
            move(step.text("from"), step.text("to") + "/" + well, step.volume("volume")));
        default -> { }
      }
    }
    return this;
  }

  private void move(String from, String to, Volume volume) {
    Content source = wells.get(pool(from));
    if (source == null) {
      throw new AssertionError("nothing is in " + from);
    }
    BigDecimal microlitres = volume.microlitres();
    moves++;
    smallestMove = smallestMove == null ? microlitres : smallestMove.min(microlitres);
    Content drawn = source.part(microlitres);
    Content rest = source.plus(drawn, -1);
    if (rest.volume().compareTo(piece(from).dead().microlitres()) < 0) {
      throw new AssertionError("%s is overdrawn: %s".formatted(from, rest.volume()));
    }
    wells.put(pool(from), rest);
    Content filled = wells.getOrDefault(pool(to), Content.EMPTY).plus(drawn, 1);
    Volume most = piece(to).maximum();
    if (most != null && filled.volume().compareTo(most.microlitres()) > 0) {
      throw new AssertionError("%s overflows: %s".formatted(to, filled.volume()));
    }
    wells.put(pool(to), filled);
  }

  private String pool(String spot) {
    Labware piece = piece(spot);
    return piece.label() + "/" + piece.pool(piece.well(spot.substring(spot.lastIndexOf('/') + 1)));
  }

  private Labware piece(String spot) {
    return labware.get(spot.substring(0, spot.lastIndexOf('/')));
  }

  Content at(String spot) {
    return wells.getOrDefault(pool(spot), Content.EMPTY);
  }

  int moves() {
    return moves;
  }

  BigDecimal smallestMove() {
    return smallestMove;
  }
}
