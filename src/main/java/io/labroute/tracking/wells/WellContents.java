package io.labroute.tracking.wells;

import io.labroute.lab.Concentration;
import io.labroute.lab.Finding;
import io.labroute.lab.Volume;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in a well.
 *
 * @param volume below zero where more was drawn than was known to be there
 * @param components what the volume consists of, ordered by name; none of an empty well
 */
public record WellContents(Volume volume, List<Component> components) {

  private static final double ROUNDING = 1e-6;
  private static final Comparator<Component> ORDER = Comparator.comparing(Component::substance)
      .thenComparing(it -> it.concentration() == null ? "" : it.concentration().dimension())
      .thenComparingDouble(it -> it.concentration() == null ? 0 : it.concentration().base());

  /** An empty well; made after the order of components that it uses. */
  public static final WellContents EMPTY = new WellContents(Volume.ZERO, List.of());

  /**
   * A liquid as it was brought to the lab.
   *
   * @param concentration of the substance in that liquid; null for a liquid that is taken as it is
   * @param share of the well's volume, above 0 and at most 1; all shares of a well add up to 1
   */
  public record Component(String substance, @Nullable Concentration concentration, double share) {}

  public WellContents {
    components = components.stream().sorted(ORDER).toList();
  }

  /** These contents, or a refusal {@code wells.shares} when they cannot be: for what people and files state. */
  WellContents requirePossible() {
    double sum = components.stream().mapToDouble(Component::share).sum();
    boolean holds = volume.isZero() ? components.isEmpty()
        : Math.abs(sum - 1) <= ROUNDING && components.stream().allMatch(it -> it.share() > 0);
    if (volume.isNegative() || !holds) {
      throw Finding.of("wells.shares", "This cannot be in a well.").value("%s, shares that add up to %s".formatted(volume, sum))
          .allowed("a volume with shares above 0 that add up to 1, or no volume and no shares").refusal();
    }
    return this;
  }

  /** Whether both are the same, volumes by their value. */
  boolean isSame(WellContents other) {
    return volume.compareTo(other.volume) == 0 && components.equals(other.components);
  }
}
