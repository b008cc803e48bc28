package io.labroute.execution.device;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.nio.charset.StandardCharsets;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the files of a device are called.
 *
 * @param pattern with placeholders such as {@code {experiment}}, without extension
 * @param fixed whether it is one name for all files
 * @param extension without its dot
 */
public record FileNames(String pattern, boolean fixed, String extension) {

  static final List<String> PLACEHOLDERS = List.of("device", "experiment", "step", "date", "time", "sequence", "worklist");

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final int LONGEST = 150;
  private static final String FORBIDDEN = "/\\:*?\"<>|{}";
  private static final Set<String> RESERVED = Set.of("con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6",
      "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9");

  /**
   * What one name is made of.
   *
   * @param at in the lab's zone
   * @param sequence a number that no other worklist has
   */
  public record Parts(String device, String experiment, String step, ZonedDateTime at, long sequence, UUID worklist) {

    private Map<String, String> values() {
      var values = new LinkedHashMap<String, String>();
      values.put("device", device);
      values.put("experiment", experiment);
      values.put("step", step);
      values.put("date", DateTimeFormatter.BASIC_ISO_DATE.format(at.toLocalDate()));
      values.put("time", DateTimeFormatter.ofPattern("HHmmss").format(at));
      values.put("sequence", "%06d".formatted(sequence));
      values.put("worklist", worklist.toString());
      return values;
    }
  }

  /** Whether two worklists could never have one name. */
  boolean tellsFilesApart() {
    return pattern.contains("{sequence}") || pattern.contains("{worklist}");
  }

  /**
   * The name of a file.
   *
   * @throws Refusal {@code release.unsafe-name} when it could lead elsewhere, or no system or device could take it
   */
  public String name(Parts parts) {
    Map<String, String> values = parts.values();
    String name = PLACEHOLDER.matcher(pattern).replaceAll(found -> Matcher.quoteReplacement(values.getOrDefault(found.group(1), "")))
        + "." + extension;
    requireSafe(name);
    return name;
  }

  /** Requires placeholders that exist, and a name that is safe with harmless values. */
  void requireUsable() {
    Matcher placeholders = PLACEHOLDER.matcher(pattern);
    while (placeholders.find()) {
      if (!PLACEHOLDERS.contains(placeholders.group(1))) {
        throw Finding.of("device-profile.placeholder", "There is no such placeholder.").value(placeholders.group())
            .allowed("{" + String.join("} {", PLACEHOLDERS) + "}").refusal();
      }
    }
    requireSafe(PLACEHOLDER.matcher(pattern).replaceAll("x") + "." + extension);
  }

  private static void requireSafe(String name) {
    String stem = name.substring(0, Math.max(0, name.indexOf('.'))).toLowerCase(Locale.ROOT);
    boolean safe = !name.startsWith(".") && !name.endsWith(".") && !name.contains("..") && name.equals(name.strip())
        && !RESERVED.contains(stem) && name.getBytes(StandardCharsets.UTF_8).length <= LONGEST
        && name.codePoints().allMatch(FileNames::isHarmless);
    if (!safe) {
      throw Finding.of("release.unsafe-name", "This cannot be the name of a worklist.").value(name)
          .allowed("at most %d bytes; no leading or double dot, no control characters, none of %s, none of Windows' own names"
              .formatted(LONGEST, String.join(" ", FORBIDDEN.split(""))))
          .maybe("an id of the plan holds it: take its placeholder out of the name in the device's profile, or change the id.").refusal();
    }
  }

  private static boolean isHarmless(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT && FORBIDDEN.indexOf(c) < 0
        && Character.getType(c) != Character.SURROGATE && Character.getType(c) != Character.LINE_SEPARATOR
        && Character.getType(c) != Character.PARAGRAPH_SEPARATOR && c != 0xFFFD;
  }
}
