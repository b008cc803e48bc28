package io.labroute.migration;

import io.labroute.lab.Finding;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** Reads when a plate was measured: an ISO date, or date and time; a time without zone is the lab's. */
final class MeasuringTime {

  private static final String ALLOWED = "an ISO date such as 2026-03-31, or with a time such as 2026-03-31T14:05:00";

  private final ZoneId zone;
  private @Nullable String lastText;
  private @Nullable Measured lastMeasured;

  MeasuringTime(ZoneId zone) {
    this.zone = zone;
  }

  /**
   * A day and, if it was told, an instant, both as ISO texts.
   *
   * @param date null when nothing was told
   */
  record Measured(@Nullable String date, @Nullable String instant) {
    private static final Measured NOTHING = new Measured(null, null);
  }

  /** What a text tells; null when it is no date. */
  @Nullable Measured read(String text) {
    if (text.isEmpty()) {
      return Measured.NOTHING;
    }
    if (!text.equals(lastText)) {
      lastMeasured = parse(text);
      lastText = text;
    }
    return lastMeasured;
  }

  private @Nullable Measured parse(String text) {
    try {
      if (text.length() == 10) {
        return new Measured(LocalDate.parse(text).toString(), null);
      }
      String iso = text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
      boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
      OffsetDateTime time = zoned ? OffsetDateTime.parse(iso) : LocalDateTime.parse(iso).atZone(zone).toOffsetDateTime();
      return new Measured(time.toLocalDate().toString(), time.toInstant().toString());
    } catch (DateTimeException malformed) {
      return null;
    }
  }

  Finding fault(String text) {
    var finding = Finding.of("plate.date-malformed", "This is not a date that can be read in one way only.").value(text)
        .allowed(ALLOWED);
    return text.matches("\\d{1,2}[/.]\\d{1,2}[/.]\\d{2,4}.*")
        ? finding.maybe("day and month cannot be told apart: write the year first.") : finding;
  }
}
