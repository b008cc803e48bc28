package io.labroute.migration;

import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Consumer;

/** What simulation parameters can be at all, and what they plausibly are. */
final class ParameterRanges {

  private record Range(String lowest, String highest) {

    private boolean holds(BigDecimal value) {
      return value.compareTo(new BigDecimal(lowest)) >= 0 && value.compareTo(new BigDecimal(highest)) <= 0;
    }
  }

  private static final Range FRACTION = new Range("0", "1");

  private static final Map<String, Range> PLAUSIBLE = Map.ofEntries(
      Map.entry("doubling_time_h", new Range("5", "500")),
      Map.entry("max_confluence", new Range("0.1", "1.5")),
      Map.entry("max_passage", new Range("1", "500")),
      Map.entry("senescence_rate", FRACTION),
      Map.entry("seeding_efficiency", FRACTION),
      Map.entry("passage_stress", FRACTION),
      Map.entry("cell_count_cv", FRACTION),
      Map.entry("viability_cv", FRACTION),
      Map.entry("biological_cv", FRACTION),
      Map.entry("hill_slope", new Range("0.1", "10")),
      Map.entry("default_hill_slope", new Range("0.1", "10")),
      Map.entry("ic50_um", new Range("0.000001", "100000")),
      Map.entry("default_ic50", new Range("0.000001", "100000")));

  private ParameterRanges() {}

  /** The value itself, once it is possible; what is possible but implausible is warned of. */
  static BigDecimal checked(String name, BigDecimal value, Place place, Consumer<Finding> warnings) {
    boolean aboveZero = name.equals("ic50_um") || name.equals("default_ic50") || name.equals("doubling_time_h");
    if (value.signum() < 0 || aboveZero && value.signum() == 0) {
      throw Finding.of("parameters.impossible", "The value of %s is impossible.".formatted(name)).at(place)
          .value(value.toPlainString()).allowed(aboveZero ? "more than 0" : "0 or more").refusal();
    }
    Range plausible = PLAUSIBLE.get(name);
    if (plausible != null && !plausible.holds(value)) {
      warnings.accept(Finding.of("parameters.implausible", "The value of %s lies outside of what is plausible."
              .formatted(name)).at(place).value(value.toPlainString())
          .allowed("%s to %s".formatted(plausible.lowest(), plausible.highest())).maybe("its unit is another."));
    }
    return value;
  }
}
