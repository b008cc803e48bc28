package io.labroute.campaign.proposal;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A liquid that holds a compound: a stock, or a dilution in vehicle of another one. */
final class Level {

  private final BigDecimal concentration;
  private final List<SourceWells.Well> stock;
  private final @Nullable Level parent;
  private final BigDecimal share;
  private @Nullable String spot;
  private BigDecimal left = BigDecimal.ZERO;

  private Level(BigDecimal concentration, List<SourceWells.Well> stock, @Nullable Level parent, BigDecimal share) {
    this.concentration = concentration;
    this.stock = stock;
    this.parent = parent;
    this.share = share;
  }

  static Level stock(BigDecimal concentration, List<SourceWells.Well> wells) {
    return new Level(concentration, wells, null, BigDecimal.ZERO);
  }

  /** @param microlitres of this liquid in a whole of the dilution */
  Level diluted(BigDecimal microlitres, BigDecimal whole) {
    return new Level(concentration.multiply(microlitres).divide(whole, Pipettable.DIGITS), List.of(), this, microlitres);
  }

  /** In base units, such as M. */
  BigDecimal concentration() {
    return concentration;
  }

  /** The wells of a stock. */
  List<SourceWells.Well> stock() {
    return stock;
  }

  /** What it is diluted from; null for a stock. */
  @Nullable Level parent() {
    return parent;
  }

  /** How much of its parent goes into a well of it. */
  BigDecimal share() {
    return share;
  }

  /** How many dilutions there are above it. */
  int depth() {
    return parent == null ? 0 : parent.depth() + 1;
  }

  /** The well that has been made of it and still has so much; null if another one has to be made. */
  @Nullable String take(BigDecimal microlitres) {
    if (spot == null || left.compareTo(microlitres) < 0) {
      return null;
    }
    left = left.subtract(microlitres);
    return spot;
  }

  void made(String newSpot, BigDecimal usable) {
    spot = newSpot;
    left = usable;
  }
}
