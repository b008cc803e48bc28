package io.labroute.lab;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A volume of liquid, exactly as it was stated.
 *
 * @param microlitres may be negative in a difference
 */
public record Volume(BigDecimal microlitres) implements Comparable<Volume> {

  public static final Volume ZERO = new Volume(BigDecimal.ZERO);

  private static final Pattern NUMBER = Pattern.compile("[-+]?\\d{1,18}(?:\\.\\d{1,18})?");
  private static final Pattern FORM = Pattern.compile("([-+]?\\d{1,18}(?:\\.\\d{1,18})?) ?(nL|nl|uL|ul|µL|µl|μL|μl|mL|ml|L|l)");
  private static final Map<String, Integer> POWERS = Map.of("n", -3, "u", 0, "µ", 0, "μ", 0, "m", 3);

  /**
   * The volume of a number of microlitres.
   *
   * @throws Refusal {@code worklist.volume-not-a-number} when it is none
   */
  public static Volume ofMicrolitres(String number) {
    return new Volume(number(number));
  }

  /**
   * A decimal number without exponent.
   *
   * @throws Refusal {@code worklist.volume-not-a-number} when it is none
   */
  public static BigDecimal number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw Finding.of("worklist.volume-not-a-number", "This is no volume.").value(text)
          .allowed("digits with a point, such as 12.5").maybe("it was written with a decimal comma.").refusal();
    }
    return new BigDecimal(text);
  }

  public static Volume ofNanolitres(BigDecimal number) {
    return new Volume(number.scaleByPowerOfTen(-3));
  }

  /**
   * The volume of a text such as {@code 10 uL}, {@code 2.5 nL} or {@code 1 mL}.
   *
   * @throws Refusal {@code volume.malformed} when it has no unit or is no volume
   */
  public static Volume parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw Finding.of("volume.malformed", "This is no volume.").value(text).allowed("a number and a unit: nL, uL, mL or L")
          .maybe("the unit is missing.").refusal();
    }
    int power = form.group(2).length() == 1 ? 6 : POWERS.get(form.group(2).substring(0, 1));
    return new Volume(new BigDecimal(form.group(1)).scaleByPowerOfTen(power));
  }

  public BigDecimal nanolitres() {
    return microlitres.scaleByPowerOfTen(3);
  }

  public Volume plus(Volume other) {
    return new Volume(microlitres.add(other.microlitres));
  }

  public Volume minus(Volume other) {
    return new Volume(microlitres.subtract(other.microlitres));
  }

  public Volume times(int factor) {
    return new Volume(microlitres.multiply(BigDecimal.valueOf(factor)));
  }

  /** Rounded half up to hundredths of a microlitre. */
  public Volume inHundredths() {
    return new Volume(microlitres.setScale(2, RoundingMode.HALF_UP));
  }

  public boolean isZero() {
    return microlitres.signum() == 0;
  }

  public boolean isNegative() {
    return microlitres.signum() < 0;
  }

  public boolean exceeds(Volume other) {
    return compareTo(other) > 0;
  }

  @Override
  public int compareTo(Volume other) {
    return microlitres.compareTo(other.microlitres);
  }

  /** For people: {@code 12.50 uL}, {@code 0.0025 uL}. */
  @Override
  public String toString() {
    BigDecimal shown = microlitres.stripTrailingZeros();
    return (shown.scale() < 2 ? shown.setScale(2) : shown).toPlainString() + " uL";
  }
}
