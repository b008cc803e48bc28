package io.labroute.schedule.format;

import io.labroute.schedule.TimeScale;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads durations and moments as ticks: durations and shortest waits are rounded up, longest waits down. */
record Times(TimeScale scale, @Nullable OffsetDateTime start) {

  private static final Duration DEFAULT_TICK = Duration.ofSeconds(5);
  private static final String DURATION = "a duration such as PT90S, PT5M or PT1H30M";

  static Times read(@Nullable Entry time) {
    if (time == null) {
      return new Times(new TimeScale(DEFAULT_TICK, null, Duration.ofDays(1).dividedBy(DEFAULT_TICK)), null);
    }
    time.allowing(Set.of("tick", "start", "horizon"));
    Entry tick = time.find("tick");
    Duration length = tick == null ? DEFAULT_TICK : duration(tick);
    if (length.compareTo(Duration.ofMillis(1)) < 0) {
      throw time.get("tick").finding("schedule.tick", "A tick has to last.").allowed("at least PT0.001S, usually PT5S").refusal();
    }
    Entry start = time.find("start");
    OffsetDateTime day = start == null ? null : moment(start);
    Entry horizon = time.find("horizon");
    Duration until = horizon == null ? Duration.ofDays(1) : duration(horizon);
    var scale = new TimeScale(length, day == null ? null : day.toInstant(), until.dividedBy(length));
    return new Times(scale, day);
  }

  static Duration duration(Entry entry) {
    try {
      return Duration.parse(entry.text());
    } catch (DateTimeException noDuration) {
      throw entry.finding("schedule.duration", "This is no duration.").allowed(DURATION).refusal();
    }
  }

  private static OffsetDateTime moment(Entry entry) {
    try {
      return OffsetDateTime.parse(entry.text());
    } catch (DateTimeException noMoment) {
      throw entry.finding("schedule.moment", "This is no moment.").allowed("a moment such as 2026-11-23T08:00:00Z").refusal();
    }
  }

  long up(Entry entry) {
    return scale.up(duration(entry));
  }

  long down(Entry entry) {
    return scale.down(duration(entry));
  }

  /**
   * The tick of a moment: a duration since the start, a time of the start's day, or a full date and time.
   *
   * @param late true to round up, as for what may start then; false to round down, as for what has to be done by then
   */
  long tick(Entry entry, boolean late) {
    String text = entry.text();
    Duration since;
    if (text.startsWith("P") || text.startsWith("-P")) {
      since = duration(entry);
    } else if (start == null) {
      throw entry.finding("schedule.moment", "Without time.start, nothing is known of days.")
          .allowed(DURATION + " after the start").refusal();
    } else if (text.matches("\\d\\d:\\d\\d(:\\d\\d)?")) {
      try {
        since = Duration.between(start, start.with(LocalTime.parse(text)));
      } catch (DateTimeException noTime) {
        throw entry.finding("schedule.moment", "There is no such time of day.").allowed("00:00 to 23:59:59").refusal();
      }
    } else {
      since = Duration.between(start, moment(entry));
    }
    return late ? scale.up(since) : scale.down(since);
  }
}
