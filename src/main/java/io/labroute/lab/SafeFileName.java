package io.labroute.lab;

import java.nio.charset.StandardCharsets;

/** File names made from the names of others: never longer than a file system allows, never another folder. */
public final class SafeFileName {

  /** The longest file name, in bytes of UTF-8, of the usual file systems. */
  public static final int LONGEST_BYTES = 255;

  private SafeFileName() {}

  /** {@code plates.csv} and {@code 17} become {@code plates.17.csv}: a name that is free for sure. */
  public static String numbered(String name, long number) {
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    String ending = dot > 0 && name.length() - dot <= 16 ? name.substring(dot) : "";
    return withEnding(ending.isEmpty() ? name : stem, "." + number + ending);
  }

  /** The name with an ending, its own part shortened where the whole would be too long. */
  public static String withEnding(String name, String ending) {
    int room = LONGEST_BYTES - ending.getBytes(StandardCharsets.UTF_8).length;
    return shortened(name, room) + ending;
  }

  /** A name as it may stand in one line of a log: control and format characters become {@code \\uXXXX}. */
  public static String printable(String name) {
    var text = new StringBuilder(name.length());
    name.codePoints().forEach(c -> {
      boolean hidden = Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || c == '\\'
          || Character.getType(c) == Character.LINE_SEPARATOR || Character.getType(c) == Character.PARAGRAPH_SEPARATOR;
      if (hidden) {
        text.append("\\u%04X".formatted(c));
      } else {
        text.appendCodePoint(c);
      }
    });
    return text.toString();
  }

  private static String shortened(String name, int bytes) {
    if (name.getBytes(StandardCharsets.UTF_8).length <= bytes) {
      return name;
    }
    int end = name.length();
    do {
      end = name.offsetByCodePoints(end, -1);
    } while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > bytes);
    return name.substring(0, end);
  }
}
