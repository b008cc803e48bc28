package io.labroute.campaign.strategy;

import io.labroute.campaign.strategy.PairDecision.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which doses of a pair come next. Where a curve fits, they bracket its IC50, in a range that shrinks from one iteration to the next; where
 * the IC50 lies beyond the doses that were tested, or no curve fits, the range grows to where it may be.
 */
final class DoseRule {

  /** Doses that differ by less, in decades, are the same. */
  private static final double SAME = 0.005;

  /** Decades on both sides of an IC50 that have to be tested before it is believed: at slope 1, four fifths of the effect are seen then. */
  private static final double SEEN = 0.6;

  private final Settings settings;

  DoseRule(Settings settings) {
    this.settings = settings;
  }

  /**
   * What comes next.
   *
   * @param logDoses log10 of the doses, ascending; none where nothing more is asked
   */
  record Next(Verdict verdict, String reason, List<Double> logDoses) {}

  Next next(DoseResponse known, Optional<CurveFit> fitted) {
    if (!settings.dimension().equals(known.dimension())) {
      return new Next(Verdict.OTHER_UNIT, "Its doses are not all in %s, as those of the strategy are.".formatted(settings.dimension()),
          List.of());
    }
    Bounds last = known.last() == null ? settings.doses() : known.last();
    if (!known.hasDosed()) {
      return new Next(Verdict.AGAIN, "No well counts: the same range again.", doses(last));
    }
    Bounds tested = known.tested();
    if (fitted.isEmpty()) {
      var wider = new Bounds(last.from() - settings.widen() / 2, last.to() + settings.widen() / 2);
      return new Next(Verdict.WIDEN, "No curve fits, or it has too few doses: a wider range.", doses(wider));
    }
    CurveFit fit = fitted.get();
    if (fit.effect() < settings.effect()) {
      boolean none = Math.abs(meanOfDosed(known) - 1) <= settings.effect();
      return none ? higher(tested, "No effect up to %s.") : lower(tested, "No difference between doses down to %s.");
    }
    if (fit.logIc50() > tested.to()) {
      return higher(tested, "The IC50 lies above %s, the highest dose tested.");
    }
    if (fit.logIc50() < tested.from()) {
      return lower(tested, "The IC50 lies below %s, the lowest dose tested.");
    }
    return inside(fit, tested, last);
  }

  private Next inside(CurveFit fit, Bounds tested, Bounds last) {
    Bounds allowed = settings.doses();
    if (fit.logIc50() < allowed.from() || fit.logIc50() > allowed.to()) {
      return new Next(Verdict.OUT_OF_RANGE, "The IC50 lies beyond the doses that the strategy may ask for.", List.of());
    }
    if (tested.to() < Math.min(fit.logIc50() + SEEN, allowed.to() - SAME)) {
      return higher(tested, "The end of the curve was not seen up to %s.");
    }
    if (tested.from() > Math.max(fit.logIc50() - SEEN, allowed.from() + SAME)) {
      return lower(tested, "The beginning of the curve was not seen down to %s.");
    }
    if (fit.halfWidth() <= settings.until()) {
      return new Next(Verdict.SETTLED, "The IC50 is known to ±%s decades.".formatted(number(fit.halfWidth())), List.of());
    }
    double half = Math.max(settings.least() / 2, Math.max(fit.halfWidth(), last.width() / 2 / settings.narrow()));
    double kept = Math.min(half, Math.max(last.width() / 2, settings.least() / 2));
    return new Next(Verdict.NARROW, "%s: doses up to %s decades around it.".formatted(
        Double.isFinite(fit.halfWidth()) ? "The IC50 is known to ±%s decades".formatted(number(fit.halfWidth()))
            : "The doses do not tell the IC50 yet", number(kept)), doses(new Bounds(fit.logIc50() - kept, fit.logIc50() + kept)));
  }

  private Next higher(Bounds tested, String why) {
    Bounds allowed = settings.doses();
    String reason = why.formatted(Doses.text(tested.to(), settings.dimension()));
    if (tested.to() >= allowed.to() - SAME) {
      return new Next(Verdict.OUT_OF_RANGE, reason + " Higher ones are not allowed.", List.of());
    }
    double to = Math.min(tested.to() + settings.widen(), allowed.to());
    return new Next(Verdict.WIDEN, reason, doses(new Bounds(tested.to() + (to - tested.to()) / settings.points(), to)));
  }

  private Next lower(Bounds tested, String why) {
    Bounds allowed = settings.doses();
    String reason = why.formatted(Doses.text(tested.from(), settings.dimension()));
    if (tested.from() <= allowed.from() + SAME) {
      return new Next(Verdict.OUT_OF_RANGE, reason + " Lower ones are not allowed.", List.of());
    }
    double from = Math.max(tested.from() - settings.widen(), allowed.from());
    return new Next(Verdict.WIDEN, reason, doses(new Bounds(from, tested.from() - (tested.from() - from) / settings.points())));
  }

  private static double meanOfDosed(DoseResponse known) {
    return known.points().stream().filter(DosePoint::isDosed).mapToDouble(DosePoint::response).average().orElse(1);
  }

  private List<Double> doses(Bounds range) {
    Bounds allowed = settings.doses();
    return Doses.between(new Bounds(allowed.nearest(range.from()), allowed.nearest(range.to())), settings.points());
  }

  private static String number(double decades) {
    return String.format(Locale.ROOT, "%.3f", decades);
  }
}
