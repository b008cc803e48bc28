package io.labroute.campaign.iteration;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What came out in one well.
 *
 * @param label the plate's in the plan
 * @param plate its barcode; null while none is bound
 * @param role sample, vehicle, positive, negative, blank, medium, empty, or none for a well that the plate does not have
 * @param dose in {@code unit}; so is {@code achieved}, what comes of it by rounded volumes
 * @param value the signal, or the viability where the plate has no signals; null while it is not measured
 * @param relative to the mean of the vehicle controls with the same cells on the same plate, or, where it has none, of the proposals
 *     of dose 0
 * @param mean of the relative values of the proposal's replicates; so are {@code sd} (of a sample) and {@code n}
 * @param told what is odd: {@code result.not-measured}, {@code result.not-laid-out}, {@code result.contradicts},
 *     {@code result.other-run}, {@code result.no-value} or {@code result.no-vehicle}; null for most
 */
public record ResultLine(String campaign, int iteration, String run, String label, @Nullable String plate, String well, String role,
    @Nullable String proposal, @Nullable String cellLine, @Nullable String compound, @Nullable BigDecimal dose, @Nullable String unit,
    @Nullable String assayType, @Nullable BigDecimal achieved, @Nullable Integer replicate, @Nullable BigDecimal value,
    @Nullable BigDecimal relative, @Nullable BigDecimal mean, @Nullable BigDecimal sd, @Nullable Integer n, @Nullable String told) {

  static final String NO_VEHICLE = "result.no-vehicle";

  /** Whether the well was measured, and nothing speaks against it. */
  boolean isGood() {
    return value != null && (told == null || told.equals(NO_VEHICLE));
  }

  /** Whether it can be compared with other plates as well. */
  public boolean counts() {
    return relative != null && told == null;
  }

  ResultLine with(ProposalResult proposed) {
    return new ResultLine(campaign, iteration, run, label, plate, well, role, proposal, cellLine, compound, dose, unit, assayType, achieved,
        replicate, value, relative, proposed.mean(), proposed.sd(), proposed.n(), told);
  }
}
