package io.labroute.campaign.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.ingest.format.Fields;
import io.labroute.lab.Finding;
import io.labroute.lab.Quantity;
import io.labroute.lab.Quantity.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * When the runs of a plan are wanted, and how much that matters.
 *
 * @param priority 1 to 9, the most urgent; 5 where the plan does not say
 * @param earliest before which no step starts; null when it may begin at once
 * @param due by which it should be over; null when it does not matter
 */
public record Urgency(int priority, @Nullable Moment earliest, @Nullable Moment due) {

  /** The priority of a plan that names none. */
  public static final int USUAL = 5;
  private static final int MOST = 9;

  /** A moment, or a while after the run was begun. */
  public sealed interface Moment {

    /** The moment for a run that was begun at some time. */
    Instant of(Instant begun);

    /** A moment of the calendar. */
    record At(Instant moment) implements Moment {
      @Override
      public Instant of(Instant begun) {
        return moment;
      }
    }

    /** A while after the run was begun. */
    record AfterBegin(Quantity length) implements Moment {
      @Override
      public Instant of(Instant begun) {
        return begun.plus(Duration.ofMillis(length.base().movePointRight(3).longValue()));
      }
    }

    /**
     * The moment of a text such as {@code 2026-11-23T18:00:00+01:00} or {@code 6 h}.
     *
     * @throws io.labroute.lab.Refusal {@code campaign.moment} when it is neither
     */
    static Moment parse(String text) {
      try {
        return new At(OffsetDateTime.parse(text.strip().replace(' ', 'T')).toInstant());
      } catch (DateTimeParseException noMoment) {
        if (!text.strip().matches("\\d.* ?(s|min|h|d)")) {
          throw Finding.of("campaign.moment", "This is neither a time nor a while after the run's begin.").value(text)
              .allowed("2026-11-23T18:00:00+01:00, or a number and s, min, h or d").maybe("its zone is missing.").refusal();
        }
        return new AfterBegin(Quantity.parse(text, Dimension.DURATION));
      }
    }
  }

  static Urgency of(Fields plan) {
    var urgency = new Urgency(plan.number("priority", USUAL, 1, MOST), moment(plan, "earliest"), moment(plan, "due"));
    boolean comparable = urgency.earliest != null && urgency.due != null && urgency.earliest.getClass() == urgency.due.getClass();
    if (comparable && !urgency.earliest.of(Instant.EPOCH).isBefore(urgency.due.of(Instant.EPOCH))) {
      throw Finding.of("campaign.due-before-earliest", "The plan is due before it may begin.").at(plan.required("due").place())
          .value(plan.text("due")).allowed("after " + plan.text("earliest")).refusal();
    }
    return urgency;
  }

  /** What a plan told when it was stored. */
  static Urgency of(JsonNode content) {
    return new Urgency(content.path("priority").asInt(USUAL), moment(content.path("earliest")), moment(content.path("due")));
  }

  private static @Nullable Moment moment(Fields plan, String word) {
    return plan.has(word) ? Fields.at(plan.required(word), () -> Moment.parse(plan.text(word))) : null;
  }

  private static @Nullable Moment moment(JsonNode text) {
    return text.isMissingNode() ? null : Moment.parse(text.asText());
  }
}
