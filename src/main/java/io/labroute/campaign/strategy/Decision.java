package io.labroute.campaign.strategy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is made of an iteration.
 *
 * @param ends whether no iteration follows
 * @param reason a sentence for people
 * @param proposals of the next iteration, as a file has them; empty where none follows
 */
record Decision(boolean ends, String reason, List<PairDecision> pairs, ArrayNode proposals) {

  /**
   * Decides.
   *
   * @param number of the iteration that was measured
   * @param atMost iterations
   */
  static Decision of(Map<Pair, DoseResponse> responses, int number, int atMost, Settings settings) {
    var rule = new DoseRule(settings);
    var pairs = new ArrayList<PairDecision>();
    responses.forEach((pair, known) -> {
      Optional<CurveFit> fit = known.hasDosed() && known.dimension() != null ? LogisticCurve.fit(known.points(), settings)
          : Optional.empty();
      pairs.add(PairDecision.of(pair, rule.next(known, fit), fit.orElse(null), known.points().size(), settings.dimension()));
    });
    List<PairDecision> open = pairs.stream().filter(PairDecision::isOpen).toList();
    ArrayNode none = JsonNodeFactory.instance.arrayNode();
    if (open.isEmpty()) {
      long settled = pairs.stream().filter(pair -> pair.verdict() == PairDecision.Verdict.SETTLED).count();
      return new Decision(true, settled == pairs.size() ? "Every IC50 is known well enough."
          : "%d of %d IC50 are known well enough; the others cannot be found with the doses that are allowed."
              .formatted(settled, pairs.size()), pairs, none);
    }
    if (number >= atMost) {
      return new Decision(true, "The iterations are used up; not yet known well enough: %s.".formatted(open.stream()
          .map(pair -> pair.compound() + " on " + pair.cellLine()).collect(Collectors.joining(", "))), pairs, none);
    }
    return new Decision(false, "%d of %d IC50 are not known well enough yet.".formatted(open.size(), pairs.size()), pairs,
        proposals(open, number));
  }

  /** Its words when the next iteration cannot be made. */
  Decision refused(String why) {
    return new Decision(true, "The next iteration cannot be made: " + why, pairs, JsonNodeFactory.instance.arrayNode());
  }

  private static ArrayNode proposals(List<PairDecision> open, int number) {
    ArrayNode proposals = JsonNodeFactory.instance.arrayNode();
    open.forEach(pair -> pair.doses().forEach(dose -> proposals.addObject().put("id", "prop_%d_%d".formatted(number, proposals.size() - 1))
        .put("cell_line", pair.cellLine()).put("compound", pair.compound()).put("dose", dose).put("assay_type", pair.assay())));
    return proposals;
  }
}
