package io.labroute.tracking.steps;

import io.labroute.lab.Finding;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which times a step can have. */
final class StepTimes {

  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  private StepTimes() {}

  /** Refuses what cannot be, as seen now. */
  static void check(StepStatus status, @Nullable Instant start, @Nullable Instant finish, Instant now) {
    boolean needsStart = status == StepStatus.RUNNING || status == StepStatus.COMPLETED;
    if (needsStart && start == null || status == StepStatus.COMPLETED && finish == null) {
      throw Finding.of("step.time-missing", "A step that is %s has a start%s.".formatted(status.text(),
          status == StepStatus.COMPLETED ? " and a finish" : "")).refusal();
    }
    if (status == StepStatus.PLANNED && (start != null || finish != null) || status == StepStatus.RUNNING && finish != null) {
      throw Finding.of("step.too-early", "A step that is %s has not %s yet.".formatted(status.text(),
          status == StepStatus.PLANNED ? "begun" : "finished")).refusal();
    }
    possible("start", start, now);
    possible("finish", finish, now);
    if (start != null && finish != null) {
      if (finish.isBefore(start)) {
        throw Finding.of("step.negative", "The step would have finished before it began.").value(start + " to " + finish)
            .maybe("start and finish are swapped, or one of them lacks its time zone.").refusal();
      }
      if (Duration.between(start, finish).compareTo(LONGEST) > 0) {
        throw Finding.of("step.absurd", "No step takes that long.").value(start + " to " + finish)
            .allowed("at most %d days".formatted(LONGEST.toDays())).refusal();
      }
    }
  }

  private static void possible(String what, @Nullable Instant time, Instant now) {
    if (time != null && (time.isBefore(EARLIEST) || time.isAfter(now.plus(CLOCKS_DIFFER)))) {
      throw Finding.of("step.absurd", "The %s is impossible.".formatted(what)).value(time.toString())
          .allowed("%s to %s".formatted(EARLIEST, now)).maybe("the clock of the device is wrong.").refusal();
    }
  }
}
