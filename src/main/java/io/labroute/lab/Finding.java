package io.labroute.lab;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong or doubtful, told so that a person can act on it: what, where, the value, what is allowed, and
 * the likely cure.
 *
 * @param code stable, for documentation and scripts, such as {@code csv.ragged-row}
 * @param what a whole sentence
 * @param where where it was found
 * @param value the value as it stands in the file, shortened to {@value #LONGEST_VALUE} characters
 * @param allowed what would have been right
 * @param maybe the likely cure, a sentence without its leading "Maybe"
 */
public record Finding(
    String code,
    String what,
    Place where,
    @Nullable String value,
    @Nullable String allowed,
    @Nullable String maybe) {

  private static final int LONGEST_VALUE = 200;

  public Finding {
    value = value == null ? null : shortened(value);
  }

  public static Finding of(String code, String what) {
    return new Finding(code, what, Place.UNKNOWN, null, null, null);
  }

  public Finding at(Place place) {
    return new Finding(code, what, place, value, allowed, maybe);
  }

  public Finding value(@Nullable String text) {
    return new Finding(code, what, where, text, allowed, maybe);
  }

  public Finding allowed(@Nullable String text) {
    return new Finding(code, what, where, value, text, maybe);
  }

  public Finding maybe(@Nullable String text) {
    return new Finding(code, what, where, value, allowed, text);
  }

  /** This finding as an exception that ends the reading of its file. */
  public Refusal refusal() {
    return new Refusal(this);
  }

  /** The whole message for people: {@code [code] Line 3, column "well_id": …} and, on a new line, the advice. */
  public String text() {
    var place = where.toString();
    var text = new StringBuilder("[").append(code).append("] ");
    if (!place.isEmpty()) {
      text.append(Character.toUpperCase(place.charAt(0))).append(place.substring(1)).append(": ");
    }
    text.append(what);
    if (value != null) {
      text.append(" Found: '").append(value).append("'.");
    }
    if (allowed != null) {
      text.append(" Allowed: ").append(allowed).append('.');
    }
    if (maybe != null) {
      text.append("\nMaybe ").append(maybe);
    }
    return text.toString();
  }

  /** Control characters would forge log lines and cannot all be stored; each becomes U+FFFD or its visible picture. */
  private static String shortened(String value) {
    var clean = new StringBuilder();
    value.codePoints().limit(LONGEST_VALUE).forEach(c -> clean.appendCodePoint(visible(c)));
    return value.codePointCount(0, value.length()) > LONGEST_VALUE ? clean.append('…').toString() : clean.toString();
  }

  private static int visible(int c) {
    if (c < 0x20) {
      return 0x2400 + c;
    }
    boolean bare = c == 0x7F || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    return bare || Character.getType(c) == Character.FORMAT ? 0xFFFD : c;
  }
}
