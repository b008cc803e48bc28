package io.labroute.campaign.proposal;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stocks of a compound, and those dilutions in vehicle that its doses need. Doses are asked for from the highest to the
 * lowest. A new dilution is made such that the dose takes nearly the whole addition of it, so that the lower doses find room
 * below; steps that are too steep for one dilution are made as a series.
 */
final class Ladder {

  private static final int MOST_LEVELS = 24;

  private final String compound;
  private final List<Level> levels;
  private final Pipettable pipettable;
  private final @Nullable DilutionPlates plates;

  /** @param plates that dilutions are made on; null where there are none */
  Ladder(String compound, List<Level> stocks, Pipettable pipettable, @Nullable DilutionPlates plates) {
    this.compound = compound;
    this.levels = new ArrayList<>(stocks);
    this.pipettable = pipettable;
    this.plates = plates;
  }

  /** So much of a liquid. */
  record Pick(Level level, BigDecimal microlitres) {}

  /**
   * What to add for a dose.
   *
   * @param volume that the dose is multiplied by, for the amount to be added; in microlitres
   * @param addition of compound and vehicle together, in microlitres
   */
  Pick pick(Strength dose, BigDecimal volume, BigDecimal addition, Place why) {
    BigDecimal amount = dose.base().multiply(volume);
    BigDecimal highest = addition.multiply(levels.get(0).concentration());
    if (amount.compareTo(highest.multiply(BigDecimal.ONE.add(pipettable.tolerance()))) > 0) {
      throw Finding.of("proposal.dose-too-high", "The stock of %s is too weak: this dose would take more than the vehicle's share."
          .formatted(compound)).at(why).value(dose.toString()).allowed("at most " + dose.with(highest.divide(volume, Pipettable.DIGITS)))
          .maybe("a stronger stock is there, or the vehicle's fraction can be raised.").refusal();
    }
    for (int tries = 0; tries < MOST_LEVELS; tries++) {
      Pick best = nearest(amount, addition);
      if (best != null) {
        return best;
      }
      Level next = plates == null ? null : next(amount, addition, plates);
      if (next == null || levels.stream().anyMatch(it -> it.concentration().compareTo(next.concentration()) == 0)) {
        break;
      }
      levels.add(next);
      levels.sort(Comparator.comparing(Level::concentration).reversed());
    }
    BigDecimal lowest = pipettable.smallest().multiply(levels.get(levels.size() - 1).concentration()).divide(volume, Pipettable.DIGITS);
    throw Finding.of("proposal.dose-unreachable", "This dose of %s cannot be pipetted within the tolerance.".formatted(compound)).at(why)
        .value(dose.toString()).allowed("%s to %s".formatted(dose.with(lowest), dose.with(highest.divide(volume, Pipettable.DIGITS))))
        .maybe(plates == null ? "declare plates to dilute on: dilution: {type: 96-well plate, volume: 200 uL}."
            : "dilute in a larger volume, or allow a larger tolerance.").refusal();
  }

  private @Nullable Pick nearest(BigDecimal amount, BigDecimal addition) {
    Pick best = null;
    BigDecimal least = BigDecimal.ZERO;
    for (Level level : levels) {
      BigDecimal wanted = amount.divide(level.concentration(), Pipettable.DIGITS);
      BigDecimal part = pipettable.part(wanted, addition);
      if (part != null && (best == null || Pipettable.off(part, wanted).compareTo(least) < 0)) {
        best = new Pick(level, part);
        least = Pipettable.off(part, wanted);
      }
    }
    return best;
  }

  /** A further dilution towards an amount; null if none can be made. */
  private @Nullable Level next(BigDecimal amount, BigDecimal addition, DilutionPlates made) {
    BigDecimal whole = made.volume();
    boolean leavesRoom = addition.subtract(pipettable.smallest()).compareTo(pipettable.accurate().multiply(BigDecimal.valueOf(2))) >= 0;
    BigDecimal target = leavesRoom ? addition.subtract(pipettable.smallest()) : addition;
    BigDecimal concentration = amount.divide(target, Pipettable.DIGITS);
    for (int n = levels.size() - 1; n >= 0; n--) {
      BigDecimal factor = levels.get(n).concentration().divide(concentration, Pipettable.DIGITS);
      BigDecimal share = share(factor, whole, leavesRoom);
      boolean there = levels.get(n).parent() == null || share.compareTo(made.usable()) <= 0;
      if (there && share.compareTo(pipettable.smallest()) >= 0 && whole.subtract(share).compareTo(pipettable.smallest()) >= 0) {
        return levels.get(n).diluted(share, whole);
      }
    }
    return null;
  }

  /** How much of a liquid goes into a whole, to thin it by a factor, or on the way to it by the root of the factor. */
  private BigDecimal share(BigDecimal factor, BigDecimal whole, boolean roundedUp) {
    BigDecimal steepest = whole.divide(pipettable.accurate(), Pipettable.DIGITS);
    if (factor.compareTo(steepest) <= 0) {
      BigDecimal share = whole.divide(factor, Pipettable.DIGITS);
      return roundedUp ? pipettable.up(share) : pipettable.nearest(share);
    }
    boolean two = factor.compareTo(steepest.multiply(steepest)) <= 0;
    return pipettable.nearest(whole.divide(two ? factor.sqrt(Pipettable.DIGITS) : steepest, Pipettable.DIGITS));
  }
}
