package io.labroute.campaign.plan;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Finding;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the iterations of a plan follow each other: {@code iterations: {at_most: 5, one_at_a_time: true}}.
 *
 * @param atMost null where there is no bound
 * @param oneAtATime whether the run of an iteration has to be over before the next one is begun
 */
public record IterationRule(@Nullable Integer atMost, boolean oneAtATime) {

  private static final String WORD = "iterations";
  private static final Set<String> WORDS = Set.of(WORD, "strategy");
  private static final int MOST = 10_000;

  /**
   * The rule of a plan.
   *
   * @param plan the root of its file
   * @throws io.labroute.lab.Refusal with its place, when it is no such rule
   */
  static IterationRule of(Mapping plan) {
    plan.entries().stream().filter(entry -> WORDS.contains(entry.key()) && plan.get("proposals").isEmpty()).findFirst().ifPresent(entry -> {
      throw Finding.of("iteration.no-proposals", "Only a plan with proposals has iterations.").at(entry.value().place()).value(entry.key())
          .maybe("it names its steps itself: begin another run of it instead.").refusal();
    });
    if (plan.get(WORD).isEmpty()) {
      return new IterationRule(null, false);
    }
    Fields fields = Fields.of(plan.get(WORD).orElseThrow(), Set.of("at_most", "one_at_a_time"));
    return new IterationRule(fields.has("at_most") ? (Integer) fields.number("at_most", MOST, 1, MOST) : null,
        fields.flag("one_at_a_time", false));
  }
}
