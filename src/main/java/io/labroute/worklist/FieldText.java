package io.labroute.worklist;

import io.labroute.lab.Finding;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Texts that go into fields of a worklist: none of these formats can quote or escape. */
public final class FieldText {

  private FieldText() {}

  /**
   * Requires that a text cannot be taken for anything but one field.
   *
   * @param what the field, for the message
   * @param separators characters that end a field in the format
   * @throws io.labroute.lab.Refusal {@code worklist.illegal-character}, {@code worklist.unencodable-character}
   */
  public static void require(String what, String text, String separators) {
    int at = firstIllegal(text, separators);
    if (at >= 0) {
      throw Finding.of("worklist.illegal-character", "%s has a character that the format cannot hold in a field.".formatted(what))
          .value(text).allowed("no control characters and none of " + String.join(" ", separators.split(""))).refusal();
    }
    if (!encodes(text)) {
      throw Finding.of("worklist.unencodable-character", "%s has a character that ISO-8859-1 does not have.".formatted(what))
          .value(text).maybe("it was copied from a text with typographic signs.").refusal();
    }
  }

  /** Also requires that no spreadsheet takes it for a formula. */
  public static void requireInTable(String what, String text, String separators) {
    require(what, text, separators + "\"");
    if (!text.isEmpty() && "=+-@".indexOf(text.charAt(0)) >= 0) {
      throw Finding.of("worklist.illegal-character", "%s begins like a formula.".formatted(what)).value(text)
          .allowed("no = + - or @ at the beginning").refusal();
    }
  }

  /** Index of the first character that ends a field or a line, or of a control character; -1 when there is none. */
  public static int firstIllegal(String text, String separators) {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c < ' ' || c == 0x7F || c == '\u2028' || c == '\u2029' || separators.indexOf(c) >= 0) {
        return at;
      }
    }
    return -1;
  }

  /** Whether ISO-8859-1 has all characters, those left out that windows-1252 has other signs for. */
  public static boolean encodes(String text) {
    return text.chars().allMatch(c -> c < 0x80 || c >= 0xA0 && c <= 0xFF);
  }

  /** The same text in ISO-8859-1: the Greek mu becomes the micro sign, all else a question mark; null when it fits as it is. */
  public static @Nullable String folded(String text) {
    if (encodes(text)) {
      return null;
    }
    var folded = new StringBuilder();
    text.codePoints().forEach(c -> folded.appendCodePoint(c == 0x3BC ? 0xB5 : c < 0x80 || c >= 0xA0 && c <= 0xFF ? c : '?'));
    return folded.toString();
  }

  /** The bytes of lines, each ended by CR LF, in ISO-8859-1 without byte order mark. */
  public static byte[] bytes(Iterable<String> lines) {
    var text = new StringBuilder();
    lines.forEach(line -> text.append(line).append("\r\n"));
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
