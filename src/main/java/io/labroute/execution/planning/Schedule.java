package io.labroute.execution.planning;

import com.fasterxml.jackson.annotation.JsonValue;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A plan of the lab, as it was made.
 *
 * @param told all of it but the problem and the plan
 */
public record Schedule(Told told, Problem problem, Plan plan) {

  /** What becomes of a plan. */
  public enum State {
    /** It waits until a person accepts it. */
    PROPOSED,
    /** Jobs have their times from it. */
    CURRENT,
    /** Another one took its place. */
    SUPERSEDED,
    /** Another choice was taken, or it came too late. */
    REFUSED;

    @JsonValue
    String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String text) {
      return valueOf(text.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A plan of the lab, for people and programs.
   *
   * @param why what it was made for
   * @param base the one that was current when it was made, and that it replaces
   * @param anchor the moment of tick 0
   * @param source which solver found it
   * @param value what it is judged by, in ticks: the first goal that is not proven, or the makespan
   * @param bound what that cannot fall below
   * @param gap how far the value may be from the best, as a fraction of itself
   * @param guesses steps whose duration nobody has measured or stated
   * @param delaySeconds of a choice: how much later what has not started comes
   * @param violationSeconds of a choice: by how much longest waits are exceeded, all added up
   * @param violated the waits that are exceeded
   */
  public record Told(long scheduleId, Instant madeAt, String madeBy, String why, @Nullable Long base, State state, Instant anchor,
      int tickSeconds, String planSha256, String source, long value, long bound, BigDecimal gap, int guesses,
      @Nullable Long delaySeconds, @Nullable Long violationSeconds, List<String> violated) {}
}
