package io.labroute.lab;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A number with its unit, of which a step's parameters are made; volumes and concentrations have types of their own.
 *
 * @param value as it was written
 */
public record Quantity(BigDecimal value, Unit unit) implements Comparable<Quantity> {

  /** What is measured, by the unit that all of it is compared in. */
  public enum Dimension {
    DURATION("s"), TEMPERATURE("C"), LENGTH("nm"), ROTATION("rpm"), ACCELERATION("g");

    private final String base;

    Dimension(String base) {
      this.base = base;
    }

    /** The unit of {@link Quantity#base()}. */
    public String base() {
      return base;
    }

    /** The units that it may be given in. */
    public String units() {
      return Arrays.stream(Unit.values()).filter(unit -> unit.dimension == this).map(Unit::toString).collect(Collectors.joining(", "));
    }
  }

  /** Units by dimension, each as a multiple of the base unit, with its zero point. */
  public enum Unit {
    SECOND("s", Dimension.DURATION, "1", "0"),
    MINUTE("min", Dimension.DURATION, "60", "0"),
    HOUR("h", Dimension.DURATION, "3600", "0"),
    DAY("d", Dimension.DURATION, "86400", "0"),
    CELSIUS("C", Dimension.TEMPERATURE, "1", "0"),
    KELVIN("K", Dimension.TEMPERATURE, "1", "-273.15"),
    NANOMETRE("nm", Dimension.LENGTH, "1", "0"),
    MICROMETRE("um", Dimension.LENGTH, "1000", "0"),
    MILLIMETRE("mm", Dimension.LENGTH, "1000000", "0"),
    RPM("rpm", Dimension.ROTATION, "1", "0"),
    GRAVITY("g", Dimension.ACCELERATION, "1", "0");

    private final String symbol;
    private final Dimension dimension;
    private final BigDecimal factor;
    private final BigDecimal zero;

    Unit(String symbol, Dimension dimension, String factor, String zero) {
      this.symbol = symbol;
      this.dimension = dimension;
      this.factor = new BigDecimal(factor);
      this.zero = new BigDecimal(zero);
    }

    @Override
    public String toString() {
      return symbol;
    }
  }

  private static final Pattern FORM = Pattern.compile("(-?\\d{1,12}(?:\\.\\d{1,9})?) ?(\\S{1,4})");

  /**
   * The quantity of a text such as {@code 4 h}, {@code 37 C}, {@code 37 °C}, {@code 570 nm} or {@code 300 g}.
   *
   * @throws Refusal {@code quantity.malformed} when it is none of this dimension
   */
  public static Quantity parse(String text, Dimension dimension) {
    Matcher form = FORM.matcher(text.strip());
    if (form.matches()) {
      String symbol = form.group(2).replace("°", "").replace('µ', 'u').replace('μ', 'u');
      for (Unit unit : Unit.values()) {
        if (unit.dimension == dimension && unit.symbol.equals(symbol)) {
          return new Quantity(new BigDecimal(form.group(1)), unit);
        }
      }
    }
    throw Finding.of("quantity.malformed", "This is no %s.".formatted(dimension.name().toLowerCase(Locale.ROOT))).value(text)
        .allowed("a number and a unit: " + dimension.units()).maybe("the unit is missing.").refusal();
  }

  /** The value in the unit that all of its dimension are compared in. */
  public BigDecimal base() {
    return value.multiply(unit.factor).add(unit.zero).stripTrailingZeros();
  }

  /** By what is measured; comparable within one dimension only. */
  @Override
  public int compareTo(Quantity other) {
    return base().compareTo(other.base());
  }

  @Override
  public String toString() {
    return value.toPlainString() + " " + unit;
  }
}
