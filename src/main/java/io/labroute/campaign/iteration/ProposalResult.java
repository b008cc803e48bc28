package io.labroute.campaign.iteration;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a proposal.
 *
 * @param wells its replicates, {@code measured} of which have a good value; {@code n} of them count
 * @param mean of their relative values; null while none counts
 * @param sd sample standard deviation; null for less than two
 */
record ProposalResult(ResultLine first, int wells, int measured, int n, @Nullable BigDecimal mean, @Nullable BigDecimal sd) {

  static final MathContext DIGITS = new MathContext(6);

  static ProposalResult of(List<ResultLine> replicates) {
    List<BigDecimal> values = replicates.stream().filter(ResultLine::counts).map(ResultLine::relative).toList();
    BigDecimal mean = mean(values);
    int measured = (int) replicates.stream().filter(ResultLine::isGood).count();
    return new ProposalResult(replicates.get(0), replicates.size(), measured, values.size(), mean == null ? null : mean.round(DIGITS),
        sd(values, mean));
  }

  static @Nullable BigDecimal mean(List<BigDecimal> values) {
    return values.isEmpty() ? null : values.stream().reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(BigDecimal.valueOf(values.size()), MathContext.DECIMAL128);
  }

  private static @Nullable BigDecimal sd(List<BigDecimal> values, @Nullable BigDecimal mean) {
    if (mean == null || values.size() < 2) {
      return null;
    }
    return values.stream().map(value -> value.subtract(mean).pow(2)).reduce(BigDecimal.ZERO, BigDecimal::add)
        .divide(BigDecimal.valueOf(values.size() - 1L), MathContext.DECIMAL128).sqrt(DIGITS);
  }

  boolean isMeasured() {
    return measured == wells;
  }
}
