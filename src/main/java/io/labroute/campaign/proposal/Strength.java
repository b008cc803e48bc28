package io.labroute.campaign.proposal;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Concentration;
import io.labroute.lab.Finding;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A concentration with all its digits: doses of one millionth of a stock are calculated from it.
 *
 * @param base in the unit that all of the dimension are compared in: M, g/L or cells/mL
 * @param unit that it was written in
 */
record Strength(BigDecimal base, Concentration.Unit unit) {

  private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+(?:[eE][-+]?[0-9]+)?");
  private static final MathContext SHOWN = new MathContext(6, RoundingMode.HALF_EVEN);

  static Strength of(String text) {
    Concentration read = Concentration.parse(text.strip().replaceFirst("(?<=[0-9] ?)/m[lL]$", "cells/mL"));
    Matcher number = NUMBER.matcher(text.strip());
    if (!number.lookingAt()) {
      throw new IllegalStateException("a concentration without number: " + text);
    }
    return new Strength(new BigDecimal(number.group()).multiply(factor(read.unit())), read.unit());
  }

  /** The concentration of a source. */
  static Strength read(TreeNode node) {
    return Fields.at(node, () -> of(Fields.scalar(node).text()));
  }

  /** A dose: with its unit, and not negative. */
  static Strength dose(TreeNode node) {
    Scalar scalar = Fields.scalar(node);
    String text = scalar.text().strip();
    Matcher number = NUMBER.matcher(text);
    if (number.matches()) {
      throw Finding.of("proposal.dose-without-unit", "The dose has no unit.").at(node.place()).value(text)
          .allowed("a number and a unit, such as 0.5 uM").maybe("micromoles per litre are meant: write %s uM.".formatted(text)).refusal();
    }
    if (text.startsWith("-") && number.lookingAt()) {
      throw Finding.of("proposal.dose-negative", "A dose cannot be negative.").at(node.place()).value(text)
          .maybe("it is a logarithm: write the dose itself.").refusal();
    }
    Strength dose = read(node);
    if (!dose.dimension().equals("M") && !dose.dimension().equals("g/L")) {
      throw Finding.of("proposal.dose-unit", "A dose is not given in this unit.").at(node.place()).value(text)
          .allowed("M, mM, uM, nM, mg/mL, ug/mL").refusal();
    }
    return dose;
  }

  String dimension() {
    return new Concentration(1, unit).dimension();
  }

  /** The same unit, another value. */
  Strength with(BigDecimal otherBase) {
    return new Strength(otherBase, unit);
  }

  boolean isZero() {
    return base.signum() == 0;
  }

  /** The doubles of the factors are powers of ten, whose shortest decimals are exact. */
  private static BigDecimal factor(Concentration.Unit unit) {
    return BigDecimal.valueOf(new Concentration(1, unit).base());
  }

  /** All its digits, and the unit that it was written in. */
  String exact() {
    BigDecimal all = base.divide(factor(unit), MathContext.DECIMAL128);
    return (all.signum() == 0 ? "0" : all.stripTrailingZeros().toPlainString()) + " " + unit;
  }

  /** Up to six digits, and the unit that it was written in. */
  @Override
  public String toString() {
    BigDecimal shown = base.divide(factor(unit), MathContext.DECIMAL128).round(SHOWN);
    return (shown.signum() == 0 ? "0" : shown.stripTrailingZeros().toPlainString()) + " " + unit;
  }
}
