package io.labroute.lab;

import org.jspecify.annotations.Nullable;

/** What names in a lab have in common: barcodes, devices, methods. */
public final class LabName {

  /** The longest name, in characters. */
  public static final int LONGEST = 200;

  private LabName() {}

  /**
   * The name as it was given.
   *
   * @param what it names, such as {@code barcode}: the message and its code say so
   * @throws Refusal when it is missing, too long, has spaces around it, or holds what cannot be seen
   */
  public static String of(String what, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw Finding.of("name.missing", "The %s is missing.".formatted(what)).refusal();
    }
    if (text.length() > LONGEST) {
      throw Finding.of("name.too-long", "The %s is too long.".formatted(what)).value(text)
          .allowed("at most " + LONGEST + " characters").refusal();
    }
    if (!text.strip().equals(text)) {
      throw Finding.of("name.spaces", "There are spaces around the %s.".formatted(what)).value("'" + text + "'")
          .maybe("they were typed or scanned by mistake: remove them.").refusal();
    }
    if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
        || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
      throw Finding.of("name.invisible", "The %s holds a character that cannot be seen.".formatted(what)).value(text)
          .maybe("it was copied from a document: type it.").refusal();
    }
    return text;
  }
}
