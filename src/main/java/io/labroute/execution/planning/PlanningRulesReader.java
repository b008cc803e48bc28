package io.labroute.execution.planning;

import io.labroute.execution.planning.PlanningRules.Policy;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Quantity;
import io.labroute.lab.Quantity.Dimension;
import java.io.Reader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads how the lab's schedule is made, strictly; the form is published as {@code schemas/planning.schema.json}. */
final class PlanningRulesReader {

  private static final Set<String> WORDS = Set.of("tick", "horizon", "seconds", "policy", "slack", "soon", "decision", "unknown-down",
      "quantiles", "usual-duration", "durations", "movers", "people", "arms", "closed");
  private static final Duration SHORTEST_TICK = Duration.ofSeconds(1);
  private static final Duration LONGEST_TICK = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(400);
  private static final int MOST_SECONDS = 600;
  private static final int USUAL_SECONDS = 5;

  private PlanningRulesReader() {}

  /**
   * The rules of a text.
   *
   * @throws io.labroute.lab.Refusal with line and column of the first thing that is wrong
   */
  static PlanningRules read(Reader text) {
    Fields fields = Fields.of(YamlTree.parse(text), WORDS);
    Fields quantiles = section(fields, "quantiles", Set.of("usual", "under-wait"));
    Map<String, Duration> durations = new TreeMap<>();
    section(fields, "durations", null).node().entries().forEach(entry -> durations.put(entry.key(), duration(entry.value())));
    Map<String, Set<String>> reach = new TreeMap<>();
    Fields arms = section(fields, "arms", null);
    arms.node().entries().forEach(entry -> reach.put(entry.key(), new TreeSet<>(arms.texts(entry.key()))));
    return new PlanningRules(tick(fields), duration(fields, "horizon", "14 d"), fields.number("seconds", USUAL_SECONDS, 1, MOST_SECONDS),
        fields.choice("policy", Policy.class, Policy.AUTOMATIC), duration(fields, "slack", "30 s"), duration(fields, "soon", "1 min"),
        duration(fields, "decision", "5 min"), duration(fields, "unknown-down", "30 min"), share(quantiles, "usual", 0.5),
        share(quantiles, "under-wait", 0.95), duration(fields, "usual-duration", "5 min"), durations,
        fields.text("movers", "movers"), fields.text("people", "humans"), reach,
        fields.items("closed").stream().map(PlanningRulesReader::closed).toList());
  }

  private static Fields section(Fields fields, String word, Set<String> words) {
    TreeNode node = fields.node().get(word).orElse(new Mapping(fields.node().place(), List.of()));
    return words == null ? Fields.of(node) : Fields.of(node, words);
  }

  private static Duration tick(Fields fields) {
    Duration tick = duration(fields, "tick", "5 s");
    if (tick.compareTo(SHORTEST_TICK) < 0 || tick.compareTo(LONGEST_TICK) > 0 || tick.toMillis() % SHORTEST_TICK.toMillis() != 0) {
      throw Finding.of("planning.tick", "This is no tick to plan with.").at(fields.required("tick").place()).value(fields.text("tick"))
          .allowed("whole seconds, 1 s to 1 h").refusal();
    }
    return tick;
  }

  private static Duration duration(Fields fields, String word, String usual) {
    return fields.has(word) ? duration(fields.required(word)) : duration(usual);
  }

  private static Duration duration(TreeNode node) {
    Duration duration = Fields.at(node, () -> duration(Fields.scalar(node).text()));
    if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw Finding.of("planning.duration", "This is no duration to plan with.").at(node.place()).value(Fields.scalar(node).text())
          .allowed("more than 0 s, at most 400 d").refusal();
    }
    return duration;
  }

  private static Duration duration(String text) {
    return Duration.ofMillis(Quantity.parse(text, Dimension.DURATION).base().movePointRight(3).longValue());
  }

  private static double share(Fields fields, String word, double usual) {
    if (!fields.has(word)) {
      return usual;
    }
    BigDecimal share = Fields.scalar(fields.required(word)).number();
    if (share.signum() <= 0 || share.compareTo(BigDecimal.ONE) >= 0) {
      throw Finding.of("planning.quantile", "This is no quantile.").at(fields.required(word).place()).value(share.toPlainString())
          .allowed("more than 0 and less than 1, such as 0.95").refusal();
    }
    return share.doubleValue();
  }

  private static ClosedTime closed(TreeNode node) {
    Fields fields = Fields.of(node, Set.of("device", "from", "to", "days", "reason"));
    String device = Fields.at(fields.required("device"), () -> LabName.of("device", fields.text("device")));
    String reason = fields.text("reason", "closed");
    boolean daily = fields.has("days") || !fields.has("from") || fields.text("from").length() <= "00:00:00".length();
    if (!daily) {
      Instant from = moment(fields, "from");
      Instant to = moment(fields, "to");
      if (!from.isBefore(to)) {
        throw Finding.of("planning.closed", "A closed time ends before it begins.").at(fields.required("to").place())
            .value(fields.text("to")).allowed("after " + fields.text("from")).refusal();
      }
      return new ClosedTime.Once(device, from, to, reason);
    }
    if (fields.has("from") != fields.has("to") || !fields.has("from") && !fields.has("days")) {
      throw fields.wrong("A closed time has from and to, or days.", device);
    }
    Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
    if (fields.has("days")) {
      var named = new ArrayList<DayOfWeek>();
      fields.items("days").forEach(day -> named.add(Fields.choice(day, DayOfWeek.class)));
      days = EnumSet.copyOf(named);
    }
    return new ClosedTime.Daily(device, days, fields.has("from") ? time(fields, "from") : LocalTime.MIDNIGHT,
        fields.has("to") ? time(fields, "to") : LocalTime.MIDNIGHT, reason);
  }

  private static LocalTime time(Fields fields, String word) {
    try {
      return LocalTime.parse(fields.text(word));
    } catch (DateTimeException malformed) {
      throw notATime(fields, word, "08:00");
    }
  }

  private static Instant moment(Fields fields, String word) {
    try {
      return OffsetDateTime.parse(fields.text(word)).toInstant();
    } catch (DateTimeException malformed) {
      throw notATime(fields, word, "2026-12-01T08:00:00+01:00");
    }
  }

  private static RuntimeException notATime(Fields fields, String word, String example) {
    return Finding.of("planning.time", "This is no time.").at(fields.required(word).place()).value(fields.text(word)).allowed(example)
        .maybe("quotation marks are missing.").refusal();
  }
}
