package io.labroute.campaign.strategy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What follows for a pair.
 *
 * @param reason a whole sentence
 * @param ic50 with its unit; null where no curve fits. So with the rest of the curve
 * @param halfWidth of the confidence interval of log10 IC50, in decades; null also where the wells do not tell
 * @param doses of the next iteration, with their unit; none where nothing more is asked
 */
record PairDecision(String cellLine, String compound, String assay, Verdict verdict, String reason, @Nullable String ic50,
    @Nullable Double logIc50, @Nullable Double halfWidth, @Nullable Double hill, @Nullable Double top, @Nullable Double bottom,
    @Nullable Double rSquared, int wells, List<String> doses) {

  /** What is made of a fit. */
  enum Verdict {
    /** The IC50 is known well enough. */
    SETTLED,
    /** Doses come closer to the IC50. */
    NARROW,
    /** Doses go where the IC50 may lie. */
    WIDEN,
    /** The same doses again, since nothing was measured. */
    AGAIN,
    /** The IC50 lies beyond the doses that are allowed. */
    OUT_OF_RANGE,
    /** The doses are not in the unit of the strategy's. */
    OTHER_UNIT
  }

  static PairDecision of(Pair pair, DoseRule.Next next, @Nullable CurveFit fit, int wells, String dimension) {
    boolean fits = fit != null;
    return new PairDecision(pair.cellLine(), pair.compound(), pair.assay(), next.verdict(), next.reason(),
        fits ? Doses.text(fit.logIc50(), dimension) : null, fits ? (Double) fit.logIc50() : null,
        fits && Double.isFinite(fit.halfWidth()) ? (Double) fit.halfWidth() : null, fits ? (Double) fit.hill() : null,
        fits ? (Double) fit.top() : null, fits ? (Double) fit.bottom() : null, fits ? (Double) fit.rSquared() : null, wells,
        next.logDoses().stream().map(log -> Doses.text(log, dimension)).distinct().toList());
  }

  boolean isOpen() {
    return !doses.isEmpty();
  }
}
