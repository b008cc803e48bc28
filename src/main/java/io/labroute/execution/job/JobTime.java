package io.labroute.execution.job;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a step of a run shall happen.
 *
 * @param device that does it, where the plan of the campaign leaves that open; an arm or a person too
 * @param durationBasis where the duration is from, for people: {@code 34 moves Hamilton_STAR → Incubator, p95 41 s}
 * @param guessed whether nothing like it was ever measured
 * @param priority of two jobs that are due the higher one comes first
 * @param resources what it shares with no other job at a time: devices that do one thing at a time, positions as
 *     {@code Device[0]}, arms
 */
public record JobTime(String experimentId, String stepId, @Nullable String device, Instant start, Instant end, String durationBasis,
    boolean guessed, int priority, List<String> resources) {

  public JobTime {
    resources = List.copyOf(resources);
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("%s of %s would end at %s before it starts at %s".formatted(stepId, experimentId, end, start));
    }
  }
}
