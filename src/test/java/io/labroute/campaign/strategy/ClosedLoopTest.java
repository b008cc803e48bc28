package io.labroute.campaign.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.campaign.iteration.ResultLine;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The strategy alone with cells that answer as Hill says: it has to find what is known here, and to end. */
class ClosedLoopTest {

  private final Settings settings = SettingsTest.shipped();

  private static ResultLine line(String role, String dose, double relative, int iteration) {
    return new ResultLine("C", iteration, "C." + iteration, "P1", "B" + iteration, "A1", role, role.equals("sample") ? "p" : null, "A375",
        role.equals("sample") ? "drug" : null, role.equals("sample") ? new BigDecimal(dose) : null, role.equals("sample") ? "uM" : null,
        "viability", null, 1, BigDecimal.ONE, BigDecimal.valueOf(relative), null, null, null, null);
  }

  /** Three replicates of each dose and six vehicle controls. */
  private static List<ResultLine> measured(Hill cells, List<String> doses, int iteration, Random random) {
    var lines = new ArrayList<ResultLine>();
    for (int well = 0; well < 6; well++) {
      lines.add(line("vehicle", "", 1 + cells.noise() * random.nextGaussian(), iteration));
    }
    for (String dose : doses) {
      for (int replicate = 0; replicate < 3; replicate++) {
        lines.add(line("sample", dose, cells.response(Double.parseDouble(dose) * 1e-6) + cells.noise() * random.nextGaussian(), iteration));
      }
    }
    return lines;
  }

  private List<Decision> loop(Hill cells, long seed) {
    var random = new Random(seed);
    var iterations = new ArrayList<List<ResultLine>>();
    var decisions = new ArrayList<Decision>();
    List<String> doses = List.of("0.01", "0.1", "1", "10");
    while (decisions.isEmpty() || !decisions.get(decisions.size() - 1).ends()) {
      iterations.add(measured(cells, doses, iterations.size() + 1, random));
      Decision decision = Decision.of(DoseResponse.of(iterations), iterations.size(), settings.iterations(), settings);
      decisions.add(decision);
      doses = decision.proposals().findValuesAsText("dose").stream().map(dose -> dose.replace(" uM", "")).toList();
    }
    return decisions;
  }

  @ParameterizedTest
  @CsvSource({"1e-9, 18", "2e-8, 18", "3e-7, 18", "4e-6, 18", "2e-5, 0"})
  void theIc50IsFoundWhereverItLiesAndNeverClaimedWhereItIsNot(double ic50, int least) {
    int settled = 0;
    for (long seed = 0; seed < 20; seed++) {
      List<Decision> decisions = loop(new Hill(1, 0.05, ic50, 1.2, 0.05), seed);
      PairDecision last = decisions.get(decisions.size() - 1).pairs().get(0);
      assertThat(decisions).hasSizeLessThanOrEqualTo(settings.iterations());
      if (last.verdict() == PairDecision.Verdict.SETTLED) {
        assertThat(last.logIc50()).as("seed %d: %s", seed, last).isCloseTo(Math.log10(ic50), within(0.25));
        settled++;
      }
    }
    assertThat(settled).as("settled of 20 at %s", ic50).isGreaterThanOrEqualTo(least);
  }

  @Test
  void cellsThatDoNotAnswerEndTheLoopAtTheHighestDose() {
    List<Decision> decisions = loop(new Hill(1, 1, 1, 1, 0.05), 11);

    Decision last = decisions.get(decisions.size() - 1);
    assertThat(last.pairs().get(0).verdict()).isEqualTo(PairDecision.Verdict.OUT_OF_RANGE);
    assertThat(last.reason()).startsWith("0 of 1 IC50 are known well enough; the others cannot be found");
  }

  @Test
  void theIterationsAreUsedUpWhenTheCellsAreTooNoisy() {
    List<Decision> decisions = loop(new Hill(1, 0.3, 3e-7, 1, 0.6), 3);

    assertThat(decisions).as("%s", decisions).hasSize(settings.iterations());
    assertThat(decisions.get(decisions.size() - 1).reason()).startsWith("The iterations are used up");
    assertThat(decisions.get(decisions.size() - 1).proposals()).isEmpty();
  }

  @Test
  void theSameResultsGiveTheSameProposals() {
    List<ResultLine> lines = measured(new Hill(1, 0.1, 1e-7, 1, 0.05), List.of("0.01", "0.1", "1", "10"), 1, new Random(5));
    Map<Pair, DoseResponse> known = DoseResponse.of(List.of(lines));

    JsonNode one = Decision.of(known, 1, 6, settings).proposals();
    assertThat(Decision.of(known, 1, 6, settings).proposals()).isEqualTo(one);
    assertThat(one.get(0).get("id").textValue()).isEqualTo("prop_1_0");
    assertThat(one).hasSize(settings.points());
  }
}
