package io.labroute.schedule;

import java.util.List;

/**
 * A wish that the same stretch of time is equally long for all labware of a run. What the longest exceeds the shortest by, beyond a
 * tolerance, is a violation.
 *
 * @param id as the user named it
 * @param spans one for each labware
 * @param tolerance in ticks, at least 0
 * @param cost what each tick beyond costs, at least 1
 */
public record Consistency(String id, List<Span> spans, long tolerance, long cost) {

  /** The time from one boundary to another. */
  public record Span(Point from, Point to) {}

  public Consistency {
    spans = List.copyOf(spans);
  }
}
