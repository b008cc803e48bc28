package io.labroute.campaign.proposal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.proposal.Ladder.Pick;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Brings compounds and vehicle into the wells of a plate. Every well of a treatment, control and blank gets the same volume, so that
 * the vehicle's fraction is the same in all of them:
 *
 * <pre>
 * addition A = f·V₀/(1−f)   of stock (or its dilution in vehicle) and vehicle;  final volume V = V₀ + A;  dose d takes v = d·V/c
 * </pre>
 *
 * <p>Where A cannot be pipetted within the tolerance, the addition is mixed with medium on a dilution plate first, one well for
 * each dose: from there T = V₀/10 goes into each well, V = V₀ + T, and the mixture has the vehicle's fraction f·V/T and the
 * compound d·V/T.
 * Volumes are rounded to the device's increment; what is reached by it is told as the achieved dose.
 */
final class Dosing {

  private static final MathContext PERCENT = new MathContext(6);

  private final LayoutRules rules;
  private final PlateMap map;
  private final SourceWells sources;
  private final Stocks stocks;
  private final List<SourceWells.Well> vehicle;
  private final List<SourceWells.Well> medium;
  private final @Nullable DilutionPlates plates;
  private final BigDecimal addition;
  private final boolean direct;
  /** What goes from a mixture into each well; nothing where doses are added directly. */
  private final BigDecimal carried;

  private final DosingMoves moves = new DosingMoves();
  private final Map<WellAddress, Strength> achieved = new HashMap<>();

  Dosing(LayoutRules rules, PlateMap map, SourceWells sources, Stocks stocks, List<SourceWells.Well> vehicle,
      List<SourceWells.Well> medium, @Nullable DilutionPlates plates) {
    this.rules = rules;
    this.map = map;
    this.sources = sources;
    this.stocks = stocks;
    this.vehicle = vehicle;
    this.medium = medium;
    this.plates = plates;
    BigDecimal into = rules.volume();
    BigDecimal exact = into.multiply(rules.fraction()).divide(BigDecimal.ONE.subtract(rules.fraction()), Pipettable.DIGITS);
    this.addition = rules.pipettable().nearest(exact);
    this.direct = rules.pipettable().meets(addition, exact);
    this.carried = direct ? BigDecimal.ZERO
        : rules.pipettable().up(into.divide(BigDecimal.TEN, Pipettable.DIGITS)).max(rules.pipettable().smallest());
    Volume maximum = map.labware().maximum();
    if (maximum != null && finalVolume().compareTo(maximum.microlitres()) > 0) {
      throw Finding.of("proposal.well-overflows", "The wells of %s cannot hold so much.".formatted(map.label())).at(map.place())
          .value(Pipettable.text(finalVolume())).allowed("at most " + maximum).maybe("seed in a smaller volume.").refusal();
    }
    if (direct) {
      dose();
    } else {
      doseByMixtures();
    }
  }

  /** In a dosed well, in microlitres. */
  private BigDecimal finalVolume() {
    return rules.volume().add(direct ? addition : carried);
  }

  /** The share of vehicle in a dosed well, 0 to 1. */
  private BigDecimal fraction() {
    BigDecimal added = direct ? addition
        : rules.pipettable().nearest(mixedVehicle()).multiply(carried).divide(dilution().volume(), Pipettable.DIGITS);
    return added.divide(finalVolume(), Pipettable.DIGITS);
  }

  /** Puts what is in the wells after they are dosed into the description of the plate; doses as they come out of rounded volumes. */
  void describe(ObjectNode plate) {
    plate.put("final_volume", Pipettable.text(finalVolume()));
    plate.putObject("vehicle").put("substance", rules.vehicle().substance())
        .put("percent", fraction().scaleByPowerOfTen(2).round(PERCENT).stripTrailingZeros());
    map.describe(plate, achieved);
  }

  private void dose() {
    Map<Recipe, Pick> picks = picks(finalVolume(), addition);
    map.wells().forEach((well, treatment) -> {
      Pick pick = picks.get(Recipe.of(treatment));
      add(moves.doses(), pick, map.spot(well), addition, treatment.place());
      if (pick != null && treatment.dose() != null) {
        achieved.put(well, treatment.dose().with(pick.level().concentration().multiply(pick.microlitres())
            .divide(finalVolume(), Pipettable.DIGITS)));
      }
    });
  }

  private void doseByMixtures() {
    BigDecimal whole = dilution().volume();
    BigDecimal part = rules.pipettable().nearest(mixedVehicle());
    BigDecimal rest = whole.subtract(part);
    if (!rules.pipettable().meets(part, mixedVehicle()) || !rules.pipettable().can(rest)) {
      throw Finding.of("proposal.vehicle-too-little", "The vehicle's fraction cannot be pipetted, not even by way of a mixture.")
          .at(rules.place()).value(Pipettable.text(part)).allowed("at least " + Pipettable.text(rules.pipettable().accurate()))
          .maybe("dilute in a larger volume, or raise the vehicle's fraction.").refusal();
    }
    int wellsOfOne = dilution().usable().divide(carried, 0, RoundingMode.DOWN).intValue();
    if (wellsOfOne == 0) {
      throw tooLittle(carried);
    }
    Map<Recipe, Pick> picks = picks(finalVolume().multiply(whole).divide(carried, Pipettable.DIGITS), part);
    Map<Recipe, String> mixture = new HashMap<>();
    Map<Recipe, Integer> left = new HashMap<>();
    map.wells().forEach((well, treatment) -> {
      Recipe key = Recipe.of(treatment);
      Pick pick = picks.get(key);
      if (left.getOrDefault(key, 0) == 0) {
        String spot = dilution().next();
        mixture.put(key, spot);
        left.put(key, wellsOfOne);
        if (rest.signum() > 0) {
          moves.fills().add(new Move(sources.draw(medium(), rest), spot, rest, treatment.place()));
        }
        add(moves.mixtures(), pick, spot, part, treatment.place());
      }
      left.merge(key, -1, Integer::sum);
      moves.doses().add(new Move(mixture.get(key), map.spot(well), carried, treatment.place()));
      if (pick != null && treatment.dose() != null) {
        achieved.put(well, treatment.dose().with(pick.level().concentration().multiply(pick.microlitres()).multiply(carried)
            .divide(whole.multiply(finalVolume()), Pipettable.DIGITS)));
      }
    });
  }

  /** How much of a mixture is to be vehicle, with the compound in it. */
  private BigDecimal mixedVehicle() {
    return rules.fraction().multiply(finalVolume()).multiply(dilution().volume()).divide(carried, Pipettable.DIGITS);
  }

  /** One for each compound and dose, whatever the cells; the highest doses are picked first. */
  private Map<Recipe, Pick> picks(BigDecimal volume, BigDecimal whole) {
    Map<String, Ladder> ladders = new HashMap<>();
    Map<Recipe, Pick> picks = new HashMap<>();
    map.wells().values().stream().filter(Treatment::dosed)
        .sorted(Comparator.comparing((Treatment it) -> Recipe.of(it).dose()).reversed())
        .forEach(it -> picks.computeIfAbsent(Recipe.of(it), recipe -> {
          Strength dose = Objects.requireNonNull(it.dose());
          return ladders.computeIfAbsent(recipe.compound() + " " + recipe.dimension(), name -> new Ladder(recipe.compound(),
              stocks.levels(recipe.compound(), dose, it.place()), rules.pipettable(), plates))
              .pick(dose, volume, whole, it.place());
        }));
    return picks;
  }

  /** Compound and the vehicle that makes up for the rest of the whole. */
  private void add(List<Move> into, @Nullable Pick pick, String to, BigDecimal whole, Place why) {
    BigDecimal rest = pick == null ? whole : whole.subtract(pick.microlitres());
    if (rest.signum() > 0) {
      into.add(new Move(sources.draw(vehicle, rest), to, rest, why));
    }
    if (pick != null) {
      into.add(new Move(draw(pick.level(), pick.microlitres(), why), to, pick.microlitres(), why));
    }
  }

  private String draw(Level level, BigDecimal microlitres, Place why) {
    Level parent = level.parent();
    if (parent == null) {
      return sources.draw(level.stock(), microlitres);
    }
    String spot = level.take(microlitres);
    if (spot != null) {
      return spot;
    }
    if (microlitres.compareTo(dilution().usable()) > 0) {
      throw tooLittle(microlitres);
    }
    String from = draw(parent, level.share(), why);
    String made = dilution().next();
    BigDecimal diluent = dilution().volume().subtract(level.share());
    moves.fills().add(new Move(sources.draw(vehicle, diluent), made, diluent, why));
    moves.dilutions(level.depth()).add(new Move(from, made, level.share(), why));
    level.made(made, dilution().usable().subtract(microlitres));
    return made;
  }

  private Refusal tooLittle(BigDecimal microlitres) {
    return Finding.of("proposal.dilution-volume", "A well of the dilution plate has too little to draw from.").at(rules.place())
        .value(Pipettable.text(microlitres)).allowed("at most " + Pipettable.text(dilution().usable()))
        .maybe("dilute in a larger volume.").refusal();
  }

  private DilutionPlates dilution() {
    if (plates == null) {
      throw Finding.of("proposal.vehicle-too-little", "The vehicle's fraction of a well is less than can be pipetted.").at(rules.place())
          .value(Pipettable.text(addition)).allowed("at least " + Pipettable.text(rules.pipettable().accurate()))
          .maybe("declare plates to mix on: dilution: {type: 96-well plate, volume: 200 uL}.").refusal();
    }
    return plates;
  }

  private List<SourceWells.Well> medium() {
    if (medium.isEmpty()) {
      throw Finding.of("proposal.medium-missing", "Mixtures are made with medium, of which no source is named.").at(rules.place())
          .maybe("add it to the layout: medium: {substance: medium, from: Reservoir/A1}.").refusal();
    }
    return medium;
  }

  /** The steps in their order, as yet without id. */
  List<Mapping> steps(@Nullable String liquidClass) {
    return moves.steps(map.place(), plates, liquidClass);
  }
}
