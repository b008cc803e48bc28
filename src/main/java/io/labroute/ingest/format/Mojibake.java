package io.labroute.ingest.format;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Tells texts that were once decoded with the wrong charset, such as {@code Âµ} for {@code µ}. */
public final class Mojibake {

  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  private Mojibake() {}

  /** Whether the text looks like UTF-8 that was read as Windows-1252 or Latin-1. */
  public static boolean suspected(String text) {
    if (isAscii(text)) {
      return false;
    }
    return decodesAgain(text, WINDOWS_1252) || decodesAgain(text, StandardCharsets.ISO_8859_1);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static boolean decodesAgain(String text, Charset wrong) {
    try {
      ByteBuffer bytes = wrong.newEncoder().encode(CharBuffer.wrap(text));
      return !StandardCharsets.UTF_8.newDecoder().decode(bytes).toString().equals(text);
    } catch (CharacterCodingException plain) {
      return false;
    }
  }
}
