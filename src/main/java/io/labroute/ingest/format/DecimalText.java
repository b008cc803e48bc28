package io.labroute.ingest.format;

import io.labroute.lab.Finding;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Decimal numbers as texts. Allowed are an optional sign, digits without leading zeros, a fraction, and an exponent
 * ({@code 24}, {@code -0.5}, {@code .5}, {@code 1e-3}); nothing is guessed.
 */
public final class DecimalText {

  private static final int LONGEST = 100;
  private static final int LARGEST_EXPONENT = 400;
  private static final String ALLOWED = "a number such as 24, 0.5 or 1e-3";

  private DecimalText() {}

  /** Why a text is no number; null when it is one. */
  public static @Nullable Finding check(CharSequence text, char decimalSign) {
    return isNumber(text, decimalSign) ? null : fault(text.toString(), decimalSign);
  }

  /** The number of a text that {@link #check} has no fault to find with, with a decimal point. */
  public static BigDecimal value(String text) {
    return new BigDecimal(text);
  }

  /**
   * About the number of a text that {@link #check} has no fault to find with, with a decimal point: good for comparing with
   * bounds, and many times faster than the exact value.
   */
  public static double approximately(CharSequence text) {
    double mantissa = 0;
    int exponent = 0;
    boolean fraction = false;
    int at = 0;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c >= '0' && c <= '9') {
        mantissa = mantissa * 10 + (c - '0');
        exponent -= fraction ? 1 : 0;
      } else if (c == '.') {
        fraction = true;
      } else if (c == 'e' || c == 'E') {
        exponent += Integer.parseInt(text, at + 1, text.length(), 10);
        break;
      }
    }
    double value = exponent == 0 ? mantissa
        : exponent < 0 ? mantissa / Math.pow(10, -exponent) : mantissa * Math.pow(10, exponent);
    return text.charAt(0) == '-' ? -value : value;
  }

  /** Whether a text is a number; asked of many texts that are none, it makes no message. */
  static boolean isNumber(CharSequence text, char decimalSign) {
    int length = text.length();
    int at = 0;
    if (length == 0 || length > LONGEST) {
      return false;
    }
    if (text.charAt(0) == '-' || text.charAt(0) == '+') {
      at++;
    }
    int integer = digits(text, at);
    if (integer - at > 1 && text.charAt(at) == '0') {
      return false;
    }
    int mantissa = integer - at;
    at = integer;
    if (at < length && text.charAt(at) == decimalSign) {
      int fraction = digits(text, at + 1);
      mantissa += fraction - at - 1;
      at = fraction;
    }
    if (mantissa == 0) {
      return false;
    }
    return at == length || (text.charAt(at) == 'e' || text.charAt(at) == 'E') && isExponent(text, at + 1);
  }

  private static boolean isExponent(CharSequence text, int from) {
    int at = from;
    if (at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+')) {
      at++;
    }
    int end = digits(text, at);
    return end == text.length() && end > at && end - at <= 3
        && Integer.parseInt(text.subSequence(at, end).toString()) <= LARGEST_EXPONENT;
  }

  private static int digits(CharSequence text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private static Finding fault(String text, char decimalSign) {
    return Finding.of("number.malformed", "This is not a number.").value(text).allowed(ALLOWED)
        .maybe(advice(text, decimalSign));
  }

  private static @Nullable String advice(String text, char decimalSign) {
    String bare = text.strip();
    if (text.isEmpty()) {
      return "the value is missing.";
    }
    if (text.length() > LONGEST) {
      return "it is another column's text; a number has at most " + LONGEST + " characters.";
    }
    if (!bare.equals(text) || text.chars().anyMatch(c -> c != ' ' && Character.isSpaceChar(c))) {
      return "there are spaces around or in the number: remove them.";
    }
    if (bare.matches("[+-]?\\d{1,3}[.,]\\d{3}") && bare.indexOf(decimalSign) < 0) {
      return "its sign separates thousands, so remove it; or decimals, so write '" + decimalSign + "'.";
    }
    if (decimalSign == '.' && bare.matches("[+-]?\\d+,\\d+([eE][+-]?\\d+)?")) {
      return "the comma is meant as a decimal sign: write a point, or have decimal: comma declared in the route of this"
          + " folder.";
    }
    if (decimalSign == ',' && bare.matches("[+-]?\\d+\\.\\d+([eE][+-]?\\d+)?")) {
      return "the point is meant as a decimal sign, but this folder is declared to use commas.";
    }
    if (bare.matches("[+-]?\\d{1,3}([.,' _]\\d{3})+([.,]\\d+)?")) {
      return "there are separators between thousands: remove them.";
    }
    if (bare.matches("(?i)[+-]?0([xob])[0-9a-f_]+")) {
      return "it is a code, or a number to another base than ten: write it with decimal digits.";
    }
    if (bare.matches("[+-]?(\\d+[.,]?\\d*|[.,]\\d+)[eE][+-]?\\d+")) {
      return "its exponent is beyond " + LARGEST_EXPONENT + ": nothing is that large or small.";
    }
    if (bare.matches("[+-]?0\\d+(\\.\\d*)?")) {
      return "it is a code with leading zeros rather than a number; a number has none.";
    }
    if (bare.matches("\\d+(:\\d+)+")) {
      return "it is a time or a ratio: give it as one number.";
    }
    if (bare.matches("(?i)[+-]?\\.?(nan|inf|infinity|n/a|na|none|null)")) {
      return "no value was measured: leave it empty.";
    }
    if (bare.matches("[\u2010-\u2015\u2212].*")) {
      return "the sign before it is a dash rather than a minus: type it again.";
    }
    if (bare.codePoints().anyMatch(c -> c > 0x7F && Character.isDigit(c))) {
      return "its digits are not the plain ones 0–9: type it again.";
    }
    if (bare.matches("[+-]?[\\d.]+\\s*[^\\d\\s.].*")) {
      return "a unit stands behind it: give the number alone.";
    }
    return null;
  }
}
