package io.labroute.lab;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much of a substance there is in a volume.
 *
 * @param amount not negative
 * @param unit what it is measured in; concentrations of different dimensions are not comparable
 */
public record Concentration(double amount, Unit unit) {

  /** Units by the dimension that they share. */
  public enum Unit {
    MOLAR("M", "M", 1),
    MILLIMOLAR("mM", "M", 1e-3),
    MICROMOLAR("uM", "M", 1e-6),
    NANOMOLAR("nM", "M", 1e-9),
    GRAM_PER_LITRE("mg/mL", "g/L", 1),
    MILLIGRAM_PER_LITRE("ug/mL", "g/L", 1e-3),
    CELLS_PER_MILLILITRE("cells/mL", "cells/mL", 1),
    PERCENT("%", "%", 1),
    FOLD("x", "x", 1);

    private final String symbol;
    private final String dimension;
    private final double factor;

    Unit(String symbol, String dimension, double factor) {
      this.symbol = symbol;
      this.dimension = dimension;
      this.factor = factor;
    }

    @Override
    public String toString() {
      return symbol;
    }
  }

  private static final MathContext DIGITS = new MathContext(6);
  private static final Pattern FORM = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18})?(?:[eE][-+]?\\d{1,2})?) ?(\\S{1,8})");

  /**
   * The concentration of a text such as {@code 10 mM}, {@code 5 ug/mL}, {@code 0.1 %} or {@code 1e5 cells/mL}.
   *
   * @throws Refusal {@code concentration.malformed} when it is none
   */
  public static Concentration parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      String symbol = form.group(2).replace('µ', 'u').replace('μ', 'u');
      for (Unit unit : Unit.values()) {
        if (unit.symbol.equalsIgnoreCase(symbol) && (unit.symbol.equals(symbol) || !unit.dimension.equals("M"))) {
          return new Concentration(new BigDecimal(form.group(1)).doubleValue(), unit);
        }
      }
    }
    throw Finding.of("concentration.malformed", "This is no concentration.").value(text)
        .allowed("a number and a unit: M, mM, uM, nM, mg/mL, ug/mL, cells/mL, % or x").maybe("the unit is missing.").refusal();
  }

  /** The amount in the unit that all of its dimension are compared in. */
  public double base() {
    return amount * unit.factor;
  }

  /** What is measured: concentrations of one dimension can be added. */
  public String dimension() {
    return unit.dimension;
  }

  /** The same concentration, thinned to a fraction of itself. */
  public Concentration times(double fraction) {
    return new Concentration(amount * fraction, unit);
  }

  /** For people, to six digits: {@code 10 mM}, {@code 1.66667 uM}. */
  @Override
  public String toString() {
    return new BigDecimal(amount, DIGITS).stripTrailingZeros().toPlainString() + " " + unit;
  }
}
