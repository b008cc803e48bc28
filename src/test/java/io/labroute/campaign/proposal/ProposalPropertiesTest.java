package io.labroute.campaign.proposal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.campaign.proposal.ProposalExpansion.Expanded;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.Concentration;
import io.labroute.lab.Refusal;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is proposed: either it is refused for a reason, or it is on the plates as it was asked for. */
class ProposalPropertiesTest {

  private static final int CASES = 2_000;
  /** All that may be asked for in vain; anything else is a fault of ours. */
  private static final Set<String> REASONS = Set.of("proposal.dose-too-high", "proposal.dose-unreachable", "proposal.stock-too-little",
      "proposal.too-few-positions", "proposal.vehicle-too-little");

  @Test
  void everyProposalIsOnItsWellsAtItsDoseOrIsRefusedForAReason() {
    var expansion = new ProposalExpansion(Bench.templates(), Bench.LABWARE);
    Map<String, Integer> outcomes = new HashMap<>();
    for (int number = 0; number < CASES; number++) {
      var random = new Random(number);
      var asked = new Asked(random);
      Mapping plan = Bench.yaml(asked.text);
      String outcome;
      try {
        Expanded expanded = expansion.expand(plan);
        check(asked, expanded);
        if (number % 10 == 0) {
          assertThat(expansion.expand(plan)).as("the same again").isEqualTo(expanded);
        }
        outcome = "laid out";
      } catch (Refusal refusal) {
        outcome = refusal.finding().code();
        assertThat(REASONS).as("case %d: %s\n%s", number, refusal.getMessage(), asked.text).contains(outcome);
        assertThat(refusal.finding().where().line()).as(refusal.getMessage()).isNotNull();
      } catch (AssertionError wrong) {
        throw new AssertionError("case %d: %s%n%s".formatted(number, wrong.getMessage(), asked.text), wrong);
      }
      outcomes.merge(outcome, 1, Integer::sum);
    }
    assertThat(outcomes.get("laid out")).as("of %d: %s", CASES, outcomes).isGreaterThan(CASES / 2);
  }

  /** A plan by chance. */
  private static final class Asked {

    private static final String[] PLATES = {"24-well plate", "96-well plate", "384-well plate"};
    private static final double[][] DEVICES = {{1, 0.1}, {0.5, 0.01}, {0.0025, 0.0025}, {2, 0.5}, {0.025, 0.025}};

    private final Map<String, Wanted> proposals = new HashMap<>();
    private final String text;
    private final int replicates;
    private final double tolerance;
    private final double smallest;
    private final double fraction;

    private Asked(Random random) {
      int plate = random.nextInt(PLATES.length);
      int lines = 1 + random.nextInt(3);
      int compounds = 1 + random.nextInt(4);
      double[] device = DEVICES[random.nextInt(DEVICES.length)];
      smallest = device[0];
      replicates = 1 + random.nextInt(4);
      tolerance = random.nextBoolean() ? 0.05 : 0.1;
      fraction = new double[] {0.001, 0.005, 0.01, 0.03}[random.nextInt(4)];
      int volume = plate == 0 ? 500 : plate == 1 ? 50 + 50 * random.nextInt(4) : 30 + 10 * random.nextInt(6);
      boolean edge = plate == 0 || random.nextInt(3) == 0;
      var plan = new StringBuilder("campaign: {id: C%d}\nlabware:\n".formatted(random.nextInt(1000)));
      plan.append("  - {id: Stocks, type: 96-deep-well plate}\n");
      for (String trough : new String[] {"Vehicle", "Medium", "Cells1", "Cells2", "Cells3"}) {
        plan.append("  - {id: %s, type: trough}\n".formatted(trough));
      }
      plan.append("stocks:\n");
      for (int compound = 0; compound < compounds; compound++) {
        int stocks = 1 + random.nextInt(2);
        for (int stock = 0; stock < stocks; stock++) {
          plan.append("  - {compound: cpd-%d, labware: Stocks, well: %s%d, concentration: %s mM, volume: %d uL}\n".formatted(compound,
              (char) ('A' + compound), stock + 1, stock == 0 ? "10" : "0.3", random.nextInt(20) == 0 ? 22 : 1500));
        }
      }
      plan.append("cells:\n");
      for (int line = 0; line < lines; line++) {
        plan.append("  - {cell_line: line-%d, from: Cells%d/A1, concentration: %s cells/mL, volume: 100 mL}\n".formatted(line, line + 1,
            random.nextBoolean() ? "1e6" : "350000"));
      }
      plan.append("layout:\n  plates: {type: %s, at: %s}\n  replicates: %d\n".formatted(PLATES[plate], positions(), replicates));
      plan.append("  smallest: %s uL\n  increment: %s uL\n  tolerance: %s %%\n".formatted(smallest, device[1], tolerance * 100));
      plan.append("  volume: %d uL\n  edge: %s\n".formatted(volume, edge ? "use" : random.nextBoolean() ? "leave-empty" : "fill-medium"));
      plan.append("  randomise: %s\n".formatted(random.nextInt(4) > 0));
      plan.append("  vehicle: {substance: DMSO, from: Vehicle/A1, volume: 90 mL, fraction: %s %%}\n".formatted(fraction * 100));
      plan.append("  medium: {substance: medium, from: Medium/A1, volume: 100 mL}\n");
      plan.append("  controls:\n    - {role: vehicle, wells: %d}\n    - {role: positive, compound: cpd-0, dose: 3 uM, wells: %d}\n"
          .formatted(random.nextInt(5), random.nextInt(3))).append("    - {role: blank, wells: %d}\n".formatted(random.nextInt(3)));
      plan.append("  assays: {viability: {cells: 5000}, reporter: {cells: 5000}}\n").append("proposals:\n");
      int number = 1 + random.nextInt(20);
      for (int n = 0; n < number; n++) {
        boolean zero = random.nextInt(15) == 0;
        double molar = zero ? 0 : Math.pow(10, -10 + 5.3 * random.nextDouble());
        BigDecimal nanomolar = BigDecimal.valueOf(molar * 1e9).round(new MathContext(1 + random.nextInt(8)));
        var well = new Wanted("line-" + random.nextInt(lines), "cpd-" + random.nextInt(compounds),
            nanomolar.toPlainString() + " nM", random.nextInt(4) == 0 ? "reporter" : "viability");
        proposals.put("p" + n, well);
        plan.append("  - {id: p%d, cell_line: %s, compound: %s, dose: %s, assay_type: %s}\n".formatted(n, well.line, well.compound,
            well.dose, well.assay));
      }
      text = plan.toString();
    }

    private static String positions() {
      var positions = new StringBuilder("[");
      for (int n = 0; n < 12; n++) {
        positions.append(n == 0 ? "" : ", ").append("{device: any, position: ").append(n).append('}');
      }
      return positions.append(']').toString();
    }
  }

  private record Wanted(String line, String compound, String dose, String assay) {}

  private static void check(Asked asked, Expanded expanded) {
    var bench = new Bench(expanded.labware(), "DMSO").doing(expanded.steps());
    require(bench.smallestMove().doubleValue() >= asked.smallest, "a volume that cannot be pipetted", bench.smallestMove());
    Set<String> seen = new HashSet<>();
    for (Map.Entry<String, JsonNode> plate : expanded.layout().get("plates").properties()) {
      Double vehicle = null;
      for (Map.Entry<String, JsonNode> well : plate.getValue().get("wells").properties()) {
        Bench.Content content = bench.at(plate.getKey() + "/" + well.getKey());
        JsonNode is = well.getValue();
        String role = is.get("role").asText();
        if (role.equals("empty")) {
          require(content.volume().signum() == 0, "an empty well that is filled", well);
          continue;
        }
        if (role.equals("medium")) {
          require(content.concentration("medium") == 1, "an edge with more than medium", well);
          continue;
        }
        require(Pipettable.text(content.volume()).equals(plate.getValue().get("final_volume").asText()), "another volume", well);
        double fraction = content.concentration("DMSO");
        vehicle = vehicle == null ? (Double) fraction : vehicle;
        require(near(fraction, vehicle, 1e-12), "another fraction of vehicle than in other wells", well);
        require(near(fraction, asked.fraction, asked.tolerance), "another fraction of vehicle than asked for", well);
        checkCells(asked, content, is);
        checkDose(asked, content, is);
        if (role.equals("sample")) {
          require(seen.add(is.get("proposal").asText() + "/" + is.get("replicate").asInt()), "a replicate that is there twice", well);
          Wanted wanted = asked.proposals.get(is.get("proposal").asText());
          require(is.get("cell_line").asText().equals(wanted.line()) && is.get("compound").asText().equals(wanted.compound())
              && plate.getValue().get("assay").asText().equals(wanted.assay()), "another proposal", well);
        }
      }
    }
    require(seen.size() == asked.proposals.size() * asked.replicates, "a replicate that is missing", seen);
    List<String> ids = expanded.steps().stream().map(step -> Fields.of(step).text("id")).toList();
    require(new HashSet<>(ids).size() == ids.size(), "a step that is there twice", ids);
  }

  private static void require(boolean holds, String otherwise, Object what) {
    if (!holds) {
      throw new AssertionError(otherwise + ": " + what);
    }
  }

  private static boolean near(double is, double wanted, double tolerance) {
    return Math.abs(is - wanted) <= wanted * tolerance * 1.000001;
  }

  private static void checkCells(Asked asked, Bench.Content content, JsonNode is) {
    for (String line : List.of("line-0", "line-1", "line-2")) {
      double cells = content.amounts().getOrDefault(line, BigDecimal.ZERO).doubleValue();
      double wanted = is.has("cell_line") && is.get("cell_line").asText().equals(line) ? 5000 : 0;
      require(near(cells, wanted, asked.tolerance), "%s cells of %s".formatted(cells, line), is);
    }
  }

  private static void checkDose(Asked asked, Bench.Content content, JsonNode is) {
    for (int compound = 0; compound < 4; compound++) {
      String name = "cpd-" + compound;
      boolean dosed = is.has("compound") && is.get("compound").asText().equals(name);
      String dose = !dosed ? "0 nM" : is.has("proposal") ? asked.proposals.get(is.get("proposal").asText()).dose() : "3 uM";
      double wanted = Concentration.parse(dose).base();
      double reached = content.concentration(name);
      require(near(reached, wanted, asked.tolerance), "%s M of %s instead of %s".formatted(reached, name, dose), is);
      require(!dosed || wanted == 0 || near(Concentration.parse(is.get("achieved").asText()).base(), reached, 1e-5),
          "another dose than is told: " + reached, is);
    }
  }
}
