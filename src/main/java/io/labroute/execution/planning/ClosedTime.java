package io.labroute.execution.planning;

import io.labroute.schedule.Closure;
import io.labroute.schedule.TimeScale;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** When a device is not there, or a person. */
sealed interface ClosedTime {

  String device();

  String reason();

  /** The ticks of it from tick 0 to a horizon. */
  List<Closure> ticks(TimeScale time, ZoneId zone);

  /** From one moment to another. */
  record Once(String device, Instant from, Instant to, String reason) implements ClosedTime {
    @Override
    public List<Closure> ticks(TimeScale time, ZoneId zone) {
      return shut(time, from, to, reason);
    }
  }

  /**
   * On some days.
   *
   * @param days on which it begins
   * @param to of the next day unless it is later than {@code from}
   */
  record Daily(String device, Set<DayOfWeek> days, LocalTime from, LocalTime to, String reason) implements ClosedTime {
    @Override
    public List<Closure> ticks(TimeScale time, ZoneId zone) {
      var closures = new ArrayList<Closure>();
      Instant end = time.start().plus(time.duration(time.horizon()));
      LocalDate last = end.atZone(zone).toLocalDate();
      for (LocalDate day = time.start().atZone(zone).toLocalDate().minusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
        if (days.contains(day.getDayOfWeek())) {
          LocalDate until = to.isAfter(from) ? day : day.plusDays(1);
          closures.addAll(shut(time, day.atTime(from).atZone(zone).toInstant(), until.atTime(to).atZone(zone).toInstant(), reason));
        }
      }
      return closures;
    }
  }

  /** A closed time in ticks, of which begun ones are closed; none when it lies outside of the plan. */
  static List<Closure> shut(TimeScale time, Instant from, Instant to, String reason) {
    long first = Math.max(0, time.down(Duration.between(time.start(), from)));
    long open = Math.min(time.horizon(), time.up(Duration.between(time.start(), to)));
    return first < open ? List.of(new Closure(first, open, reason)) : List.of();
  }
}
