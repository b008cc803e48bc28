package io.labroute.campaign.proposal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.WellAddress;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Brings cells and medium into the wells of a plate, the same volume into each. A line whose suspension is declared is pipetted:
 * so much of it as holds the cells, and medium for the rest. The others are seeded by a person, who is told the wells.
 */
final class Seeding {

  private static final int LONGEST_LIST = 1_500;

  /** How it is told to the device: a table, such as Hamilton's, has transfers only. */
  enum By {
    DISTRIBUTE, TRANSFER
  }

  private final LayoutRules rules;
  private final PlateMap map;
  private final SourceWells sources;
  private final List<SourceWells.Well> medium;
  private final Place place;
  private final List<Mapping> manual = new ArrayList<>();
  private final List<Mapping> cells = new ArrayList<>();
  private final List<Mapping> mediums = new ArrayList<>();
  private final Map<BigDecimal, List<WellAddress>> fills = new TreeMap<>();
  private final By by;
  /** By line, the cells that a well gets with volumes that can be pipetted. */
  private final Map<String, BigDecimal> achieved = new LinkedHashMap<>();

  /** @param number of cells in a well */
  Seeding(LayoutRules rules, PlateMap map, SourceWells sources, Cells suspensions, List<SourceWells.Well> medium, long number, By by,
      @Nullable String liquidClass, Consumer<Finding> warnings) {
    this.rules = rules;
    this.map = map;
    this.sources = sources;
    this.medium = medium;
    this.by = by;
    this.place = map.place();
    for (String line : map.cellLines()) {
      List<SourceWells.Well> from = suspensions.of(line);
      if (from.isEmpty()) {
        warnings.accept(Finding.of("proposal.cells-by-hand", "No suspension of this cell line is declared: a person seeds it on %s."
            .formatted(map.label())).at(place).value(line).maybe("its line is missing under cells."));
        byHand("Seed %s: %d cells in".formatted(line, number), "with " + line, map.wellsOf(line));
      } else {
        suspended(line, from, number, liquidClass);
      }
    }
    List<WellAddress> without = map.wellsWithoutCells();
    if (!without.isEmpty() && medium.isEmpty()) {
      byHand("Fill in medium alone:", "without cells", without);
    } else if (!without.isEmpty()) {
      fills.computeIfAbsent(rules.volume(), volume -> new ArrayList<>()).addAll(without);
    }
    fills.forEach((volume, wells) -> distribute(wells, volume, liquidClass));
  }

  private void suspended(String line, List<SourceWells.Well> from, long number, @Nullable String liquidClass) {
    BigDecimal perMicrolitre = Objects.requireNonNull(from.get(0).strength()).base().scaleByPowerOfTen(-3);
    BigDecimal wanted = BigDecimal.valueOf(number).divide(perMicrolitre, Pipettable.DIGITS);
    BigDecimal volume = rules.pipettable().part(wanted, rules.volume());
    if (volume == null) {
      boolean thin = wanted.compareTo(rules.volume()) > 0;
      throw Finding.of("proposal.cells-volume", "So many cells of %s cannot be seeded from this suspension.".formatted(line)).at(place)
          .value("%d cells in %s".formatted(number, Pipettable.text(wanted.round(new MathContext(6)))))
          .allowed("%s to %s".formatted(Pipettable.text(rules.pipettable().smallest()), Pipettable.text(rules.volume())))
          .maybe(thin ? "the suspension is too thin: spin it down, or seed fewer cells." : "the suspension is too dense: thin it.")
          .refusal();
    }
    achieved.put(line, volume.multiply(perMicrolitre));
    BigDecimal rest = rules.volume().subtract(volume);
    List<WellAddress> wells = map.wellsOf(line);
    if (rest.signum() > 0) {
      if (medium.isEmpty()) {
        throw Finding.of("proposal.medium-missing", "The suspension of %s has to be made up with medium, of which no source is named."
            .formatted(line)).at(rules.place()).value(Pipettable.text(rest)).maybe("add it to the layout: medium: {from: Reservoir/A1}; "
            + "or bring the suspension to the concentration that fills the well.").refusal();
      }
      fills.computeIfAbsent(rest, it -> new ArrayList<>()).addAll(wells);
    }
    bySource(from, wells, volume).forEach((spot, targets) -> cells.add(by == By.TRANSFER ? transfers(spot, targets, volume, liquidClass)
        : distribution("seed", spot, targets, volume, liquidClass).with("cells", number).with("cell_line", line).node()));
  }

  private void distribute(List<WellAddress> wells, BigDecimal volume, @Nullable String liquidClass) {
    bySource(medium, PlateMap.inColumns(wells), volume)
        .forEach((spot, targets) -> mediums.add(by == By.TRANSFER ? transfers(spot, targets, volume, liquidClass)
            : distribution("distribute", spot, targets, volume, liquidClass).node()));
  }

  private Mapping transfers(String from, List<String> wells, BigDecimal volume, @Nullable String liquidClass) {
    return Written.at(place).with("operation", "transfer").with("transfers", new Sequence(place, wells.stream()
        .map(well -> new Move(from, map.label() + "/" + well, volume, place).written(liquidClass)).toList())).node();
  }

  private Map<String, List<String>> bySource(List<SourceWells.Well> from, List<WellAddress> wells, BigDecimal volume) {
    Map<String, List<String>> targets = new LinkedHashMap<>();
    wells.forEach(well -> targets.computeIfAbsent(sources.draw(from, volume), spot -> new ArrayList<>()).add(well.toString()));
    return targets;
  }

  private Written distribution(String operation, String from, List<String> wells, BigDecimal volume, @Nullable String liquidClass) {
    Written step = Written.at(place).with("operation", operation).with("from", from).with("to", map.label()).with("wells", wells)
        .with("volume", volume);
    return liquidClass == null ? step : step.with("liquid_class", liquidClass);
  }

  private void byHand(String what, String which, List<WellAddress> wells) {
    String list = wells.stream().map(WellAddress::toString).collect(Collectors.joining(", "));
    String where = list.length() <= LONGEST_LIST ? "wells " + list : "the %d wells %s of the plate map".formatted(wells.size(), which);
    manual.add(Written.at(place).with("operation", "manual").with("labware", map.label())
        .with("prompt", "%s %s in each of %s, plate %s".formatted(what, Pipettable.text(rules.volume()), where, map.label())).node());
  }

  /** Puts what is in the wells before they are dosed into the description of the plate. */
  void describe(ObjectNode plate) {
    plate.put("volume", Pipettable.text(rules.volume()));
    ObjectNode lines = plate.putObject("cells");
    achieved.forEach((line, number) -> lines.put(line, number.stripTrailingZeros()));
  }

  /** Medium, cells, and what a person does, in this order; as yet without id. */
  List<Mapping> steps() {
    var steps = new ArrayList<>(mediums);
    steps.addAll(cells);
    steps.addAll(manual);
    return steps;
  }
}
