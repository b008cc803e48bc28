package io.labroute.lab;

/** Text that a spreadsheet shows and never computes: it comes from files that anybody may drop. */
public final class SpreadsheetText {

  private static final String FORMULA = "=+-@\t\r";

  private SpreadsheetText() {}

  /** The text, with an apostrophe in front of what a spreadsheet would take for a formula. */
  public static String of(String text) {
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  /** The text of a table that was written so. */
  public static String read(String text) {
    return text.length() > 1 && text.charAt(0) == '\'' && FORMULA.indexOf(text.charAt(1)) >= 0 ? text.substring(1) : text;
  }
}
