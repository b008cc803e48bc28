package io.labroute.schedule.picture;

import io.labroute.lab.Finding;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.TimeScale;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A plan as a calendar (iCalendar, RFC 5545), for the people who have to be there. */
public final class Calendar {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT)
      .withZone(ZoneOffset.UTC);
  private static final int LONGEST_LINE = 75;

  private Calendar() {}

  /**
   * An event for each step that uses one of the devices.
   *
   * @param devices such as the staff; empty for all
   * @param written the moment that the calendar says it was written at
   * @throws io.labroute.lab.Refusal when the problem is not tied to a day
   */
  public static String of(Problem problem, Plan plan, Set<String> devices, Instant written) {
    TimeScale time = problem.time();
    if (time.start() == null) {
      throw Finding.of("schedule.no-day", "The plan is not tied to a day.").allowed("a problem with time.start").refusal();
    }
    var text = new StringBuilder();
    line(text, "BEGIN:VCALENDAR");
    line(text, "VERSION:2.0");
    line(text, "PRODID:-//Labroute//Schedule//EN");
    for (Placement at : plan.placements()) {
      if (devices.isEmpty() || at.seats().stream().anyMatch(seat -> devices.contains(seat.device()))) {
        line(text, "BEGIN:VEVENT");
        line(text, "UID:" + escaped(at.step()) + "@" + plan.hash().substring(0, 16));
        line(text, "DTSTAMP:" + STAMP.format(written));
        line(text, "DTSTART:" + STAMP.format(time.start().plus(time.duration(at.start()))));
        line(text, "DTEND:" + STAMP.format(time.start().plus(time.duration(at.end()))));
        line(text, "SUMMARY:" + escaped(at.step()));
        line(text, "LOCATION:" + escaped(at.seats().stream().map(Object::toString).collect(Collectors.joining(", "))));
        line(text, "END:VEVENT");
      }
    }
    line(text, "END:VCALENDAR");
    return text.toString();
  }

  /** Lines end in CRLF; those of more than 75 bytes go on in the next one, behind a blank. */
  private static void line(StringBuilder text, String line) {
    int bytes = 0;
    for (int i = 0; i < line.length(); i = line.offsetByCodePoints(i, 1)) {
      String character = Character.toString(line.codePointAt(i));
      int length = character.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + length > LONGEST_LINE) {
        text.append("\r\n ");
        bytes = 1;
      }
      text.append(character);
      bytes += length;
    }
    text.append("\r\n");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replaceAll("[\\r\\n]+", "\\\\n");
  }
}
