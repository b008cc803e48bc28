package io.labroute.migration;

import io.labroute.ingest.format.DecimalText;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.measurement.PlateRow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Warns of results that can be stored but hardly be meant. */
final class PlausibleResults {

  private static final double HIGHEST_DOSE_UM = 100_000;
  private static final double LONGEST_TIME_H = 2_000;
  private static final double HIGHEST_VIABILITY = 2;
  private static final double LOWEST_VIABILITY = -0.2;

  private final Consumer<Finding> warnings;

  PlausibleResults(Consumer<Finding> warnings) {
    this.warnings = warnings;
  }

  void check(PlateRow.Well well) {
    double dose = value(well.doseUm());
    if (dose == 0 && Boolean.FALSE.equals(well.isControl())) {
      warn(well, "dose_uM", Finding.of("plate.dose-zero-no-control", "A dose of 0 is given for a well that is no control.")
          .maybe("is_control is wrong, or the dose was rounded."));
    }
    outside(well, "dose_uM", well.doseUm(), 0, HIGHEST_DOSE_UM);
    outside(well, "time_h", well.timeH(), 0, LONGEST_TIME_H);
    outside(well, "raw_signal", well.rawSignal(), 0, Double.MAX_VALUE);
    outside(well, "viability_norm", well.viabilityNorm(), LOWEST_VIABILITY, HIGHEST_VIABILITY);
  }

  private void outside(PlateRow.Well well, String field, @Nullable String text, double lowest, double highest) {
    double value = value(text);
    if (value < lowest || value > highest) {
      warn(well, field, Finding.of("plate.implausible", "The value lies outside of what is plausible.")
          .value(text)
          .allowed(highest == Double.MAX_VALUE ? "at least %s".formatted(lowest) : "%s to %s".formatted(lowest, highest)));
    }
  }

  private void warn(PlateRow.Well well, String field, Finding finding) {
    warnings.accept(finding.at(Place.field(well.line(), field)));
  }

  private static double value(@Nullable String number) {
    return number == null ? Double.NaN : DecimalText.approximately(number);
  }
}
