package io.labroute.execution.doorstep;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names of files in a device's folder that no device sees: worklists that are coming, and those that are being taken back. */
public final class HiddenFile {

  private static final Pattern FORM = Pattern.compile("\\.labroute-([0-9a-f-]{36})\\.(placing|withdrawn)");

  private HiddenFile() {}

  public static String placing(UUID worklist) {
    return ".labroute-" + worklist + ".placing";
  }

  public static String withdrawn(UUID worklist) {
    return ".labroute-" + worklist + ".withdrawn";
  }

  /** The worklist of a hidden file; null when it is none of ours. */
  static @Nullable UUID worklist(String name) {
    Matcher form = FORM.matcher(name);
    return form.matches() ? UUID.fromString(form.group(1)) : null;
  }
}
