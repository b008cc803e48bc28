package io.labroute.campaign.strategy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.IntStream;

/** Doses on a logarithmic scale. */
final class Doses {

  private static final MathContext DIGITS = new MathContext(3);

  private Doses() {}

  /** So many of them, evenly spaced from the first to the last. */
  static List<Double> between(Bounds range, int points) {
    return IntStream.range(0, points).mapToObj(n -> range.from() + range.width() * n / (points - 1)).toList();
  }

  /** Three digits and a unit that people use: {@code 0.0123 uM}. */
  static String text(double log, String dimension) {
    boolean molar = dimension.equals("M");
    BigDecimal number = new BigDecimal(Math.pow(10, log + (molar ? 6 : 3))).round(DIGITS);
    return number.stripTrailingZeros().toPlainString() + (molar ? " uM" : " ug/mL");
  }
}
