package io.labroute.campaign.proposal;

import static io.labroute.campaign.proposal.Bench.expanded;
import static io.labroute.campaign.proposal.Bench.yaml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.campaign.proposal.ProposalExpansion.Expanded;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.format.TreeNode;
import io.labroute.lab.WellAddress;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProposalExpansionTest {

  private static final String LABWARE = """
      campaign: {id: DR-1}
      labware:
        - {id: Compounds, type: 96-well plate, at: {device: Tecan_EVO, position: 1}}
        - {id: Reservoir, type: 12-column reservoir, at: {device: Tecan_EVO, position: 2},
           contents: {A1: {substance: DMSO, volume: 12 mL}, A2: {substance: medium, volume: 15 mL}}}
        - {id: Cells, type: 12-column reservoir, at: {device: Tecan_EVO, position: 3}}
      stocks:
        - {compound: staurosporine, labware: Compounds, well: A1, concentration: 10 mM, volume: 180 uL}
      cells:
        - {cell_line: A549, from: Cells/A1, concentration: 1e5 /mL, volume: 14 mL}
      """;

  private static final String LAYOUT = """
      layout:
        plates: {at: {device: Tecan_EVO, position: 0}}
        vehicle: {from: Reservoir/A1}
        medium: {from: Reservoir/A2}
        dilution: {at: {device: Tecan_EVO, position: 4}}
        seed: 4711
      """;

  private static final String ONE = """
      proposals:
        - {cell_line: A549, compound: staurosporine, dose: 0.5 uM, assay_type: viability}
      """;

  private static List<Fields> steps(Expanded expanded) {
    return expanded.steps().stream().map(Fields::of).toList();
  }

  private static List<String> operations(Expanded expanded) {
    return steps(expanded).stream().map(step -> step.text("operation")).toList();
  }

  private static List<JsonNode> wells(Expanded expanded, String role) {
    var wells = new ArrayList<JsonNode>();
    expanded.layout().get("plates").forEach(plate -> plate.get("wells").forEach(well -> {
      if (well.get("role").asText().equals(role)) {
        wells.add(well);
      }
    }));
    return wells;
  }

  @Test
  void aBatchOfThreeBecomesThreeTimesTheReplicatesAndKeepsDosesAndLinesAsSets() {
    Expanded expanded = expanded(LABWARE + LAYOUT + """
        proposals:
          - {cell_line: A549, compound: staurosporine, dose: 0.5 uM, assay_type: viability}
          - {cell_line: HEK293T, compound: staurosporine, dose: 100 nM, assay_type: viability}
          - {cell_line: A549, compound: staurosporine, dose: 0.0125 uM, assay_type: viability}
        """);
    List<JsonNode> samples = wells(expanded, "sample");
    assertThat(samples).hasSize(9);
    assertThat(samples.stream().map(it -> it.get("dose").asText()).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("0.5 uM", "100 nM", "0.0125 uM");
    assertThat(samples.stream().map(it -> it.get("cell_line").asText()).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder("A549", "HEK293T");
    assertThat(samples.stream().map(it -> it.get("proposal").asText() + it.get("replicate").asInt()).collect(Collectors.toSet()))
        .hasSize(9).contains("prop_0_01", "prop_0_12", "prop_0_23");
  }

  @Test
  void theStepsOfTheTemplateKeepTheirOrderAndComeOneAfterTheOther() {
    Expanded expanded = expanded(LABWARE + LAYOUT + ONE);
    assertThat(operations(expanded)).containsSubsequence("seed", "move", "incubate", "move", "transfer", "mix", "transfer", "move",
        "incubate", "move", "read", "move");
    List<Fields> steps = steps(expanded);
    assertThat(steps.get(0).has("after")).isFalse();
    for (int n = 1; n < steps.size(); n++) {
      TreeNode after = steps.get(n).required("after");
      String before = after instanceof TreeNode.Scalar scalar ? scalar.text() : Fields.of(after).text("step");
      assertThat(before).isEqualTo(steps.get(n - 1).text("id"));
    }
    assertThat(steps.stream().map(step -> step.text("id"))).doesNotHaveDuplicates().startsWith("p1-seed-1").endsWith("p1-from-reader");
    Fields incubation = steps.stream().filter(step -> step.text("id").equals("p1-attach")).findFirst().orElseThrow();
    assertThat(TreeAsJson.json(incubation.node())).isEqualTo(TreeAsJson.json(yaml("""
        {id: p1-attach, operation: incubate, device: Incubator, labware: P1, duration: 4 h, temperature: 37 C, after: p1-to-incubator}
        """)));
  }

  @Test
  void eachAssayIsDoneAsItsTemplateSays() {
    Expanded expanded = expanded(LABWARE + LAYOUT.replace("{device: Tecan_EVO, position: 0}",
        "[{device: Tecan_EVO, position: 0}, {device: Tecan_EVO, position: 5}, {device: Tecan_EVO, position: 6}]")
        .replace("dilution: {at: {device: Tecan_EVO, position: 4}}", "dilution: {volume: 200 uL}") + """
        proposals:
          - {cell_line: A549, compound: staurosporine, dose: 0.5 uM, assay_type: imaging}
          - {cell_line: A549, compound: staurosporine, dose: 0.5 uM, assay_type: viability}
          - {cell_line: A549, compound: staurosporine, dose: 0.7 uM, assay_type: reporter}
          - {cell_line: A549, compound: staurosporine, dose: 0.7 uM, assay_type: imaging}
        """);
    assertThat(expanded.layout().get("plates").get("P1").get("assay").asText()).isEqualTo("imaging");
    assertThat(expanded.layout().get("plates").get("P3").get("assay").asText()).isEqualTo("reporter");
    Map<String, Fields> byId = steps(expanded).stream().collect(Collectors.toMap(step -> step.text("id"), step -> step));
    assertThat(byId.get("p1-expose").text("duration")).isEqualTo("48 h");
    assertThat(byId.get("p1-image").texts("channels")).containsExactly("DAPI", "GFP", "RFP");
    assertThat(byId.get("p1-image").text("sites")).isEqualTo("9");
    assertThat(byId.get("p2-read").text("method")).isEqualTo("luminescence");
    assertThat(byId.get("p3-read").text("method")).isEqualTo("fluorescence");
    assertThat(expanded.layout().get("plates").get("P1").get("cells").get("A549").asInt()).isEqualTo(5_000);
    assertThat(expanded.layout().get("plates").get("P2").get("cells").get("A549").asInt()).isEqualTo(10_000);
    assertThat(byId.get("p3-to-incubator").node().get("to").map(TreeAsJson::json).map(Object::toString))
        .contains("{\"device\":\"Incubator\",\"position\":2}");
  }

  @Test
  void aDoseTooSmallToPipetteIsReachedByDilutionsAndAMixture() {
    Expanded expanded = expanded(LABWARE + LAYOUT + ONE);
    var bench = new Bench(expanded.labware(), "DMSO").doing(expanded.steps());
    expanded.layout().get("plates").get("P1").get("wells").properties().forEach(well -> {
      Bench.Content content = bench.at("P1/" + well.getKey());
      if (well.getValue().get("role").asText().equals("sample")) {
        assertThat(content.concentration("staurosporine")).isCloseTo(0.5e-6, within(0.025e-6));
        assertThat(content.amounts().get("A549")).isEqualByComparingTo("10000");
      }
    });
    assertThat(bench.smallestMove()).isGreaterThanOrEqualTo(BigDecimal.ONE);
    assertThat(expanded.layout().get("plates").get("P1").get("final_volume").asText()).isEqualTo("110 uL");
    assertThat(expanded.layout().get("plates").get("P1").get("vehicle").get("percent").asDouble()).isCloseTo(0.5, within(0.03));
  }

  @Test
  void aDeviceThatDispensesDropletsDosesDirectly() {
    Expanded expanded = expanded(LABWARE + """
        layout:
          plates: {type: 384-well plate, at: {device: Echo, position: 0}}
          vehicle: {from: Reservoir/A1}
          medium: {from: Reservoir/A2}
          volume: 50 uL
          smallest: 2.5 nL
          increment: 2.5 nL
          controls: [{role: vehicle, wells: 16}, {role: positive, compound: staurosporine, dose: 10 uM, wells: 8}, {role: blank, wells: 8}]
          assays: {viability: {cells: 5000}}
        """ + ONE.replace("0.5 uM", "2 uM"));
    assertThat(operations(expanded)).doesNotContain("mix");
    assertThat(wells(expanded, "positive")).hasSize(8).allSatisfy(well -> {
      assertThat(well.get("dose").asText()).isEqualTo("10 uM");
      assertThat(well.get("achieved").asText()).isEqualTo("9.94975 uM");
    });
    assertThat(wells(expanded, "vehicle")).hasSize(16);
    assertThat(wells(expanded, "blank")).hasSize(8).allSatisfy(well -> assertThat(well.has("cell_line")).isFalse());
    assertThat(expanded.layout().get("plates").get("P1").get("final_volume").asText()).isEqualTo("50.2525 uL");
  }

  @Test
  void fourPlatesOf384WellsAreLaidOut() {
    var plan = new StringBuilder(LABWARE.replace("Cells, type: 12-column reservoir", "Cells, type: trough").replace("14 mL", "100 mL"))
        .append("""
        layout:
          plates:
            type: 384-well plate
            at: [{device: Echo, position: 0}, {device: Echo, position: 4}, {device: Echo, position: 5}, {device: Echo, position: 6}]
          vehicle: {from: Reservoir/A1}
          volume: 50 uL
          smallest: 2.5 nL
          increment: 2.5 nL
          edge: use
          controls: [{role: vehicle, wells: 16}, {role: positive, compound: staurosporine, dose: 10 uM, wells: 8}]
          assays: {viability: {cells: 5000}}
        proposals:
        """);
    for (int n = 0; n < 480; n++) {
      plan.append("  - {cell_line: A549, compound: staurosporine, dose: %d nM, assay_type: viability}\n".formatted(500 + 20 * n));
    }
    Expanded expanded = expanded(plan.toString());
    assertThat(expanded.layout().get("plates")).hasSize(4);
    assertThat(wells(expanded, "sample")).hasSize(1440);
    new Bench(expanded.labware(), "DMSO").doing(expanded.steps());
  }

  @Test
  void doseZeroIsVehicleAlone() {
    Expanded expanded = expanded(LABWARE + LAYOUT + ONE.replace("0.5 uM", "0 uM").replace("staurosporine", "nobody-has-it"));
    assertThat(operations(expanded)).containsOnlyOnce("mix");
    assertThat(wells(expanded, "sample")).hasSize(3).allSatisfy(well -> assertThat(well.get("dose").asText()).isEqualTo("0 uM"));
  }

  @Test
  void theSameSeedGivesTheSameLayoutAndAnotherGivesAnother() {
    Expanded first = expanded(LABWARE + LAYOUT + ONE);
    assertThat(expanded(LABWARE + LAYOUT + ONE)).isEqualTo(first);
    assertThat(expanded(LABWARE + LAYOUT.replace("4711", "4712") + ONE).layout().get("plates"))
        .isNotEqualTo(first.layout().get("plates"));
    assertThat(first.seed()).isEqualTo(4711);
    assertThat(first.layout().get("seed").asLong()).isEqualTo(4711);
  }

  /** Whoever finds this failing has changed what old seeds stand for. */
  @Test
  void aSeedStandsForOneLayoutForEver() {
    var vehicle = new ArrayList<String>();
    expanded(LABWARE + LAYOUT + ONE).layout().get("plates").get("P1").get("wells").properties().forEach(well -> {
      if (well.getValue().get("role").asText().equals("vehicle")) {
        vehicle.add(well.getKey());
      }
    });
    assertThat(vehicle).containsExactly("B4", "D7", "D11", "F8", "G2", "G6");
  }

  @Test
  void shuffledWellsHaveFewerLikeNeighboursThanWellsInOrder() {
    var proposals = new StringBuilder("proposals:\n");
    for (int n = 0; n < 15; n++) {
      proposals.append("  - {cell_line: A549, compound: staurosporine, dose: %d uM, assay_type: viability}\n".formatted(n + 1));
    }
    int inOrder = likeNeighbours(expanded(LABWARE + LAYOUT + "  randomise: false\n" + proposals));
    for (int seed = 0; seed < 20; seed++) {
      assertThat(likeNeighbours(expanded(LABWARE + LAYOUT.replace("4711", String.valueOf(seed)) + proposals))).isLessThan(inOrder / 4);
    }
  }

  private static int likeNeighbours(Expanded expanded) {
    JsonNode wells = expanded.layout().get("plates").get("P1").get("wells");
    int alike = 0;
    for (int row = 0; row < 7; row++) {
      for (int column = 0; column < 11; column++) {
        String here = kind(wells, row, column);
        alike += here.equals(kind(wells, row + 1, column)) ? 1 : 0;
        alike += here.equals(kind(wells, row, column + 1)) ? 1 : 0;
      }
    }
    return alike;
  }

  /** Of an empty well something that no other well is. */
  private static String kind(JsonNode wells, int row, int column) {
    String name = new WellAddress(row, column).toString();
    String role = wells.get(name).get("role").asText();
    return role.equals("empty") ? name : role + wells.get(name).path("proposal").asText();
  }

  @Test
  void withoutSeedOneIsMadeOfWhatIsProposedAndOfTheCampaign() {
    String plan = LABWARE + LAYOUT.replace("  seed: 4711\n", "") + ONE;
    Expanded first = expanded(plan);
    assertThat(expanded(plan + "# a remark\n").seed()).isEqualTo(first.seed()).isPositive();
    assertThat(expanded(plan.replace("DR-1", "DR-2")).seed()).isNotEqualTo(first.seed());
    assertThat(expanded(plan.replace("0.5 uM", "0.6 uM")).seed()).isNotEqualTo(first.seed());
  }

  @Test
  void withoutRandomisationWellsAreFilledColumnByColumn() {
    Expanded expanded = expanded(LABWARE + LAYOUT + "  randomise: false\n" + ONE);
    JsonNode wells = expanded.layout().get("plates").get("P1").get("wells");
    assertThat(wells.get("B2").get("role").asText()).isEqualTo("vehicle");
    assertThat(wells.get("D3").get("role").asText()).isEqualTo("blank");
    assertThat(wells.get("E3").get("proposal").asText()).isEqualTo("prop_0_0");
    assertThat(wells.get("A1").get("role").asText()).isEqualTo("empty");
  }

  @Test
  void edgesAreFilledWithMediumOrUsed() {
    Expanded filled = expanded(LABWARE + LAYOUT + "  edge: fill-medium\n" + ONE);
    assertThat(wells(filled, "medium")).hasSize(36);
    var bench = new Bench(filled.labware(), "DMSO").doing(filled.steps());
    assertThat(bench.at("P1/A1").concentration("medium")).isEqualTo(1);
    assertThat(bench.at("P1/H12").volume()).isEqualByComparingTo("100");
    Expanded used = expanded(LABWARE + LAYOUT + "  edge: use\n  randomise: false\n" + ONE);
    assertThat(used.layout().get("plates").get("P1").get("wells").get("A1").get("role").asText()).isEqualTo("vehicle");
  }

  @Test
  void whatDoesNotFitGoesToFurtherPlatesEachWithItsControls() {
    var proposals = new StringBuilder("proposals:\n");
    for (int n = 0; n < 40; n++) {
      proposals.append("  - {cell_line: A549, compound: staurosporine, dose: %s uM, assay_type: viability}\n".formatted((n + 1) / 10.0));
    }
    String more = LABWARE.replace("Cells, type: 12-column reservoir", "Cells, type: trough").replace("14 mL", "20 mL")
        .replace("180 uL", "360 uL");
    Expanded expanded = expanded(more + LAYOUT.replace("{device: Tecan_EVO, position: 0}",
        "[{device: Tecan_EVO, position: 0}, {device: Tecan_EVO, position: 5}, {device: Tecan_EVO, position: 6}]")
        .replace("dilution: {at: {device: Tecan_EVO, position: 4}}", "dilution: {volume: 200 uL}") + proposals);
    assertThat(expanded.layout().get("plates")).hasSize(3);
    assertThat(wells(expanded, "vehicle")).hasSize(18);
    assertThat(wells(expanded, "sample")).hasSize(120);
    new Bench(expanded.labware(), "DMSO").doing(expanded.steps());
  }

  @Test
  void aLineWithoutSuspensionIsSeededByAPersonWhoIsToldTheWells() {
    Expanded expanded = expanded(LABWARE + LAYOUT + ONE.replace("A549", "HeLa"));
    Fields manual = steps(expanded).stream().filter(step -> step.text("operation").equals("manual")).findFirst().orElseThrow();
    assertThat(manual.text("prompt")).startsWith("Seed HeLa: 10000 cells in 100 uL in each of wells ").endsWith(", plate P1");
    assertThat(manual.has("device")).isFalse();
    assertThat(expanded.warnings()).anySatisfy(warning -> {
      assertThat(warning.code()).isEqualTo("proposal.cells-by-hand");
      assertThat(warning.where().line()).isEqualTo(18);
    });
  }

  @Test
  void aDenseSuspensionIsMadeUpWithMedium() {
    Expanded expanded = expanded(LABWARE.replace("1e5 /mL", "5e5 cells/mL") + LAYOUT + ONE);
    var bench = new Bench(expanded.labware(), "DMSO").doing(expanded.steps());
    JsonNode wells = expanded.layout().get("plates").get("P1").get("wells");
    wells.properties().forEach(well -> {
      if (well.getValue().has("cell_line")) {
        assertThat(bench.at("P1/" + well.getKey()).amounts().get("A549")).isEqualByComparingTo("10000");
      }
    });
  }

  @Test
  void allThatIsMadeStandsWhereItsProposalStands() {
    Expanded expanded = expanded(LABWARE + LAYOUT + ONE);
    assertThat(expanded.steps()).allSatisfy(step -> {
      assertThat(step.place().line()).isEqualTo(18);
      assertThat(step.pointer()).isEqualTo("/proposals/0");
    });
  }

  @Test
  void contentsOfSourcesAreWrittenIntoTheLabwareOfThePlan() {
    Expanded expanded = expanded(LABWARE + LAYOUT + ONE);
    assertThat(TreeAsJson.json(expanded.labware().get(0)).get("contents").toString())
        .isEqualTo("{\"A1\":{\"substance\":\"staurosporine\",\"concentration\":\"10 mM\",\"volume\":\"180 uL\"}}");
    assertThat(expanded.labware().stream().map(it -> Fields.of(it).text("id")))
        .containsExactly("Compounds", "Reservoir", "Cells", "P1", "P1D1");
  }

  @Test
  void wellsAreSeededByTransfersWhereTheDeviceKnowsNothingElse() {
    Expanded expanded = expanded(LABWARE + LAYOUT + "  assays: {viability: {seeding: transfer, exposure: 72 h}}\n"
        + ONE);
    assertThat(operations(expanded)).doesNotContain("seed", "distribute");
    new Bench(expanded.labware(), "DMSO").doing(expanded.steps());
  }
}
