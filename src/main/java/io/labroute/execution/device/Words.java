package io.labroute.execution.device;

import io.labroute.lab.Finding;
import io.labroute.ingest.format.Fields;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words of profiles that no other file has. */
final class Words {

  private static final Pattern DURATION = Pattern.compile("(\\d{1,6}) ?(s|min|h|d)");

  private Words() {}

  static Duration duration(Fields fields, String word) {
    Matcher form = DURATION.matcher(fields.text(word));
    if (!form.matches()) {
      throw Finding.of("device-profile.malformed", "This is no duration.").at(fields.required(word).place()).value(fields.text(word))
          .allowed("a whole number and a unit: s, min, h or d").maybe("the unit is missing.").refusal();
    }
    long amount = Long.parseLong(form.group(1));
    return switch (form.group(2)) {
      case "s" -> Duration.ofSeconds(amount);
      case "min" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }
}
