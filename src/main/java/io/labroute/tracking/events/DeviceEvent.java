package io.labroute.tracking.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Place;
import io.labroute.lab.Refusal;
import io.labroute.lab.Sha256;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that a device or a script reports to have happened.
 *
 * @param at when, as the reporter's clock says
 * @param device who reports it
 * @param id by which the reporter tells it from its other events; without one, its content does
 * @param run by which the reporter tells its runs apart
 * @param parameters a JSON object, as text
 * @param startedAt when a move began, if its duration was told; {@code at} is when it was over
 */
public record DeviceEvent(Kind event, Instant at, String device, @Nullable String id, @Nullable String barcode,
    @Nullable DevicePosition source, @Nullable DevicePosition target, @Nullable DevicePosition lid, @Nullable String run,
    @Nullable String experimentId, @Nullable String fct, @Nullable String message, @Nullable String worklist, boolean simulated,
    @Nullable String parameters, @Nullable Instant startedAt) {

  /** What can be reported. */
  public enum Kind {
    STARTED, FINISHED, FAILED, MOVED, UNLIDDED, LIDDED, WORKLIST_PICKED_UP, BARCODE_READ, DOWN, UP;

    /** As it stands in files and in the database. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it tells how far a run has come. */
    boolean isOfRun() {
      return this == STARTED || this == FINISHED || this == FAILED;
    }

    private static Kind of(@Nullable String text) {
      return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst().orElseThrow(() ->
          bad("event", Finding.of("event.kind", "This is nothing that can be reported.").value(text)
              .allowed(Arrays.stream(values()).map(Kind::text).collect(Collectors.joining(", ")))));
    }
  }

  /** The fields of an event as files name them, those that every event has first. */
  public static final List<String> FIELDS = List.of("event", "at", "device", "id", "barcode", "source_device", "source_pos",
      "target_device", "target_pos", "lid_device", "lid_pos", "run", "experiment_id", "fct", "message", "worklist", "simulated",
      "parameters", "started_at", "duration_s");

  /** How many fields every event has. */
  public static final int REQUIRED = 3;

  private static final String UNTIL = "until";
  private static final int LONGEST = 10_000;
  private static final int LAST_YEAR = 9_999;
  private static final Pattern SECONDS = Pattern.compile("\\d{1,7}([.]\\d{1,9})?");
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  /**
   * The event of some fields.
   *
   * @param fields the text of a field; null when it has none
   * @param zone of a time that names none
   * @throws Refusal when a field cannot be understood; it is named as the place
   */
  public static DeviceEvent of(Function<String, @Nullable String> fields, ZoneId zone) {
    Kind kind = Kind.of(fields.apply("event"));
    String barcode = fields.apply("barcode");
    String fct = fields.apply("fct");
    boolean needsFct = kind == Kind.STARTED || fields.apply("run") == null && (kind == Kind.FINISHED || kind == Kind.FAILED);
    DevicePosition target = place("target", fields);
    if (kind == Kind.MOVED && target == null) {
      throw bad("target_device", Finding.of("event.field-missing", "A move has a target.").allowed("target_device and target_pos"));
    }
    Instant at = time("at", fields.apply("at"), zone);
    return new DeviceEvent(kind, at, String.valueOf(name("device", fields.apply("device"), true)),
        name("id", fields.apply("id"), false), name("barcode", barcode, false), place("source", fields), target,
        place("lid", fields), name("run", fields.apply("run"), false), name("experiment_id", fields.apply("experiment_id"), false),
        name("fct", fct, needsFct), text("message", fields.apply("message")), text("worklist", fields.apply("worklist")),
        truth(fields.apply("simulated")), parameters(kind, object(text("parameters", fields.apply("parameters")))),
        startOf(kind, at, fields, zone));
  }

  /**
   * The barcode of its container.
   *
   * @throws Refusal when it was not read
   */
  String itsBarcode() {
    if (barcode == null) {
      throw Finding.of("container.unread", "The barcode was not read.").maybe("a person has to see which container it is.").refusal();
    }
    return barcode;
  }

  /** What tells it from all other events; events that were told before moves had a start keep their keys. */
  String key() {
    String content = toString();
    String withoutStart = ", startedAt=null]";
    if (content.endsWith(withoutStart)) {
      content = content.substring(0, content.length() - withoutStart.length()) + "]";
    }
    return id == null ? Sha256.of(content.getBytes(StandardCharsets.UTF_8)) : device + " " + id;
  }

  /** What tells the run that it speaks of from all others. */
  String runKey() {
    return run == null ? String.join(" ", "by-content", device, String.valueOf(fct), String.valueOf(barcode))
        : String.join(" ", "run", device, run);
  }

  private static @Nullable DevicePosition place(String what, Function<String, @Nullable String> fields) {
    String device = fields.apply(what + "_device");
    String position = fields.apply(what + "_pos");
    if (device == null && position == null) {
      return null;
    }
    int index;
    try {
      index = DevicePosition.parse(position);
    } catch (Refusal refusal) {
      throw bad(what + "_pos", refusal.finding());
    }
    return new DevicePosition(String.valueOf(name(what + "_device", device, true)), index);
  }

  private static @Nullable Instant startOf(Kind kind, Instant at, Function<String, @Nullable String> fields, ZoneId zone) {
    String start = fields.apply("started_at");
    String duration = fields.apply("duration_s");
    String field = start == null ? "duration_s" : "started_at";
    if (start == null && duration == null) {
      return null;
    }
    if (kind != Kind.MOVED || start != null && duration != null) {
      throw bad(field, Finding.of("event.duration", "The duration is told where it cannot be, or twice.").value(fields.apply(field))
          .allowed("started_at or duration_s, of what moved; report started and finished of anything else"));
    }
    if (start != null) {
      return time(field, start, zone);
    }
    if (!SECONDS.matcher(duration).matches()) {
      throw bad(field, Finding.of("event.duration", "This is no duration.").value(duration).allowed("seconds, such as 41.5"));
    }
    return at.minusNanos(new BigDecimal(duration).movePointRight(9).longValueExact());
  }

  private static Instant time(String field, @Nullable String text, ZoneId zone) {
    try {
      if (text != null) {
        String iso = text.replace(' ', 'T');
        boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 10 || iso.lastIndexOf('-') > 10;
        OffsetDateTime time = zoned ? OffsetDateTime.parse(iso) : LocalDateTime.parse(iso).atZone(zone).toOffsetDateTime();
        if (time.getYear() > 0 && time.getYear() <= LAST_YEAR) {
          return time.toInstant();
        }
      }
    } catch (DateTimeException malformed) {
      // Told below, as is a time that is missing, or of another age.
    }
    throw bad(field, Finding.of("event.time", "This is not a time that can be read in one way only.").value(text)
        .allowed("2026-11-21T09:30:00Z, or without a zone in the lab's"));
  }

  private static @Nullable String name(String field, @Nullable String text, boolean required) {
    try {
      return text == null && !required ? null : LabName.of(field, text);
    } catch (Refusal refusal) {
      throw bad(field, refusal.finding());
    }
  }

  private static @Nullable String text(String field, @Nullable String text) {
    if (text != null && (text.length() > LONGEST || text.indexOf(0) >= 0)) {
      throw bad(field, Finding.of("event.text", "The text is too long or holds a character that no text has.").value(text)
          .allowed("at most " + LONGEST + " characters"));
    }
    return text;
  }

  private static @Nullable String object(@Nullable String text) {
    try {
      if (text == null || JSON.readTree(text) instanceof ObjectNode && !text.contains("\\u0000")) {
        return text;
      }
    } catch (JsonProcessingException malformed) {
      // Told below.
    }
    throw bad("parameters", Finding.of("event.parameters", "These are no parameters.").value(text)
        .allowed("a JSON object such as {\"temperature\": 37}"));
  }

  /** A device that is down may say until when: {@code {"until": "2026-11-23T12:00:00Z"}}. */
  private static @Nullable String parameters(Kind kind, @Nullable String text) {
    try {
      if (kind == Kind.DOWN && text != null && JSON.readTree(text).has(UNTIL)) {
        OffsetDateTime.parse(JSON.readTree(text).get(UNTIL).asText());
      }
      return text;
    } catch (JsonProcessingException | DateTimeException malformed) {
      throw bad("parameters", Finding.of("event.until", "This does not tell until when the device is down.").value(text)
          .allowed("{\"until\": \"2026-11-23T12:00:00Z\"}, with a zone"));
    }
  }

  private static boolean truth(@Nullable String text) {
    if (text == null || text.equals("false") || text.equals("0")) {
      return false;
    }
    if (text.equals("true") || text.equals("1")) {
      return true;
    }
    throw bad("simulated", Finding.of("boolean.malformed", "This is neither true nor false.").value(text).allowed("true, false"));
  }

  private static Refusal bad(String field, Finding finding) {
    return finding.at(new Place(null, null, field, null, null)).refusal();
  }
}
