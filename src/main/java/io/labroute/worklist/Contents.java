package io.labroute.worklist;

import io.labroute.lab.Concentration;
import io.labroute.lab.Volume;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in a well.
 *
 * @param volume null when nobody knows
 * @param parts by liquid, the share of the volume that came from it; shares of a known liquid add up to 1
 */
public record Contents(@Nullable Volume volume, Map<Liquid, Double> parts) {

  /** A well of which nobody knows what is in it. */
  public static final Contents UNKNOWN = new Contents(null, Map.of());

  public static final Contents EMPTY = new Contents(Volume.ZERO, Map.of());

  /**
   * A liquid as it was brought to the deck.
   *
   * @param substance what is in it
   * @param concentration null for a liquid that is taken as it is
   */
  public record Liquid(String substance, @Nullable Concentration concentration) {}

  public static Contents of(Liquid liquid, Volume volume) {
    return new Contents(volume, Map.of(liquid, 1.0));
  }

  /**
   * How much of a substance there is per volume, from all liquids that hold it.
   *
   * @return null when none holds it, or when the volume is unknown
   */
  public @Nullable Concentration concentration(String substance) {
    Concentration sum = null;
    for (var part : parts.entrySet()) {
      Concentration stock = part.getKey().concentration();
      if (part.getKey().substance().equals(substance) && stock != null && volume != null) {
        Concentration share = stock.times(part.getValue());
        sum = sum == null ? share
            : new Concentration(sum.amount() + share.base() / new Concentration(1, sum.unit()).base(), sum.unit());
      }
    }
    return sum;
  }

  /** What is left when a volume was drawn; a negative volume where more was drawn than was known to be there. */
  public Contents minus(Volume drawn) {
    return volume == null ? this : new Contents(volume.minus(drawn), parts);
  }

  /** What it becomes when a volume was added, by the liquids that it consists of. */
  public Contents plus(Volume added, Map<Liquid, Double> liquid) {
    if (volume == null) {
      return this;
    }
    Volume total = volume.plus(added);
    if (total.isZero() || total.isNegative()) {
      return new Contents(total, Map.of());
    }
    double kept = volume.isNegative() ? 0 : volume.microlitres().doubleValue() / total.microlitres().doubleValue();
    Map<Liquid, Double> mixed = new HashMap<>();
    parts.forEach((part, share) -> mixed.merge(part, share * kept, Double::sum));
    liquid.forEach((part, share) -> mixed.merge(part, share * (1 - kept), Double::sum));
    return new Contents(total, Map.copyOf(mixed));
  }
}
