package io.labroute.timing;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.labroute.lab.Finding;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How long a step will take, in seconds.
 *
 * @param duration null when nothing like it was ever recorded
 * @param statistic what of the history the duration is
 * @param confidence with which a run keeps to it, for a quantile
 * @param historian which part of the history it is from
 * @param samples how many of the newest runs of its kind are known; a maximum is of all, however old
 * @param spread standard deviation of the newest runs
 * @param reason for people: {@code 34 moves Hamilton_STAR → Incubator, p95 41 s}
 * @param warning why it is not to be trusted much
 */
public record Estimate(@Nullable Double duration, Statistic statistic, double confidence, @Nullable String historian, long samples,
    @Nullable Double least, @Nullable Double median, @Nullable Double most, @Nullable Double spread, String reason,
    @Nullable String warning) {

  /** What of a history can be answered. */
  public enum Statistic {
    /** What so many of a hundred runs kept to. */
    QUANTILE,
    /** The longest run ever, as the predecessor answered. */
    MAXIMUM;

    /** The statistic of a word. */
    @JsonCreator
    public static Statistic of(String text) {
      return switch (text) {
        case "quantile" -> QUANTILE;
        case "maximum" -> MAXIMUM;
        default -> throw Finding.of("estimate.statistic", "There is no such answer.").value(text)
            .allowed("quantile, maximum").refusal();
      };
    }

    @JsonValue
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
