package io.labroute.campaign.proposal;

import static io.labroute.campaign.proposal.Bench.refused;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProposalRefusalsTest {

  private static final String PLAN = """
      campaign: {id: DR-1}
      labware:
        - {id: Compounds, type: 96-well plate}
        - {id: Reservoir, type: 12-column reservoir,
           contents: {A1: {substance: DMSO, volume: 12 mL}, A2: {substance: medium, volume: 15 mL}}}
        - {id: Cells, type: 12-column reservoir, contents: {A1: {substance: A549, concentration: 1e5 cells/mL, volume: 14 mL}}}
      stocks:
        - {compound: staurosporine, labware: Compounds, well: A1, concentration: 10 mM, volume: 180 uL}
      cells:
        - {cell_line: A549, from: Cells/A1}
      layout:
        plates: {type: 96-well plate, at: {device: Tecan_EVO, position: 0}}
        vehicle: {substance: DMSO, from: Reservoir/A1, fraction: 0.5 %}
        medium: {substance: medium, from: Reservoir/A2}
        controls: [{role: vehicle, wells: 6}, {role: blank, wells: 3}]
        replicates: 3
      proposals:
        - {id: one, cell_line: A549, compound: staurosporine, dose: 0.5 uM, assay_type: viability}
        - {id: two, cell_line: A549, compound: staurosporine, dose: 1 uM, assay_type: viability}
      """;

  /** What in the plan above is replaced by what, and the beginning of the message. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "dose: 1 uM | dose: 1 | [proposal.dose-without-unit] Line 19, column 63, /proposals/1/dose: The dose has no unit. Found: '1'.",
      "dose: 1 uM | dose: -1 uM | [proposal.dose-negative] Line 19, column 63, /proposals/1/dose",
      "dose: 1 uM | dose: 1 um | [concentration.malformed] Line 19, column 63, /proposals/1/dose",
      "dose: 1 uM | dose: 1 % | [proposal.dose-unit] Line 19, column 63, /proposals/1/dose",
      "dose: 1 uM | dose: 5 ug/mL | [proposal.dose-dimension] Line 19, column 5, /proposals/1",
      "dose: 1 uM | dose: 60 uM | [proposal.dose-too-high] Line 19, column 5, /proposals/1",
      "dose: 1 uM | dose: 1 uM, dosis: 2 | [tree.unknown-word] Line 19",
      "', dose: 1 uM' | '' | [tree.malformed] Line 19, column 5, /proposals/1: A word is missing. Found: 'dose'",
      "id: two | id: one | [proposal.id-twice] Line 19, column 5, /proposals/1: Two proposals have this id; the first is in line 18.",
      "'two, cell_line: A549, compound: stauro' | 'two, cell_line: A549, compound: stavro' | [proposal.unknown-compound] Line 19",
      "'dose: 1 uM, assay_type: viability' | 'dose: 1 uM, assay_type: vitality' | [proposal.unknown-assay] Line 19, column 81",
      "'labware: Compounds, well: A1' | 'labware: Compound, well: A1' | [proposal.unknown-labware] Line 8, column 5, /stocks/0",
      "'labware: Compounds, well: A1' | 'labware: Compounds, well: A13' | [worklist.well-out-of-range] Line 8",
      "'concentration: 10 mM, volume: 180 uL' | 'concentration: 10 mM' | [proposal.source-without-contents] Line 8",
      "'concentration: 10 mM, volume: 180 uL' | 'volume: 180 uL' | [proposal.stock-without-concentration] Line 8",
      "'concentration: 10 mM' | 'concentration: 10' | [proposal.dose-without-unit] Line 8",
      "volume: 180 uL | volume: 6 uL | [proposal.stock-too-little] Line 8",
      "'compound: staurosporine, labware: Compounds' | 'compound: staurosporine, labware: Reservoir' | [proposal.contents-twice] Line 8",
      "from: Cells/A1 | from: Cells/A2 | [proposal.source-without-contents] Line 10",
      "cell_line: A549, from | cell_line: HeLa, from | [proposal.other-contents] Line 10",
      "from: Cells/A1 | 'from: Cells/A1, volume: 14 mL' | [proposal.contents-twice] Line 10",
      "'concentration: 1e5 cells/mL, volume: 14 mL' | 'concentration: 1e4 cells/mL, volume: 14 mL' | [proposal.cells-volume] Line 18",
      "'concentration: 1e5 cells/mL, volume: 14 mL' | 'volume: 14 mL' | [proposal.cells-without-concentration] Line 10",
      "'concentration: 1e5 cells/mL, volume: 14 mL' | 'concentration: 1e5 cells/mL, volume: 1.2 mL' | [proposal.stock-too-little] Line 6",
      "'A2: {substance: medium, volume: 15 mL}' | 'A2: {substance: medium, volume: 1.3 mL}' | [proposal.stock-too-little] Line 5",
      "type: 96-well plate, at: {device: Tecan_EVO | type: 97-well plate, at: {device: Tecan_EVO | [worklist.unknown-labware-type]",
      "'type: 96-well plate, at:' | 'type: trough, at:' | [proposal.no-plate] Line 12",
      "replicates: 3 | replicates: 60 | [proposal.plate-too-small] Line 12",
      "replicates: 3 | replicates: 0 | [tree.malformed] Line 16",
      "replicates: 3 | edge: keep-empty | [tree.malformed] Line 16",
      "replicates: 3 | smallest: 0 uL | [proposal.volume] Line 16",
      "replicates: 3 | volume: 100.05 uL | [proposal.volume] Line 16",
      "replicates: 3 | volume: 359 uL | [proposal.well-overflows] Line 18",
      "replicates: 3 | seed: -1 | [proposal.seed] Line 16",
      "replicates: 3 | tolerance: 70 % | [proposal.percent] Line 16",
      "replicates: 3 | dilution: {volume: 2 mL} | [proposal.dilution-volume]",
      "replicates: 3 | dilution: {volume: 10 uL} | [proposal.vehicle-too-little]",
      "replicates: 3 | dilution: {volume: 16 uL} | [proposal.vehicle-too-little]",
      "replicates: 3 | assays: {vitality: {exposure: 48 h}} | [proposal.unknown-assay] Line 16",
      "replicates: 3 | assays: {viability: {exposure: 48}} | [quantity.malformed] Line 16, column 34",
      "replicates: 3 | assays: {viability: {exposure: 48 d}} | [proposal.parameter-range] Line 16, column 34",
      "replicates: 3 | assays: {viability: {exposition: 48 h}} | [tree.unknown-word] Line 16",
      "role: blank, wells: 3 | role: blank, compound: staurosporine, wells: 3 | [proposal.control-compound] Line 15",
      "role: blank, wells: 3 | role: positive, wells: 3 | [proposal.control-compound] Line 15",
      "role: blank, wells: 3 | role: sample, wells: 3 | [proposal.control-role] Line 15",
      "role: blank, wells: 3 | role: blank | [tree.malformed] Line 15",
      "'role: blank, wells: 3' | 'role: positive, compound: staurosporine, dose: 70 uM, wells: 3' | [proposal.dose-too-high] Line 15",
      "fraction: 0.5 % | fraction: 0.5 | [concentration.malformed] Line 13",
      "fraction: 0.5 % | fraction: 0 % | [proposal.percent] Line 13",
      "'from: Reservoir/A1, fraction' | 'from: Reservoir, fraction' | [proposal.spot] Line 13",
      "'substance: DMSO, from' | 'substance: water, from' | [proposal.other-contents] Line 13",
      "'  medium: {substance: medium, from: Reservoir/A2}' | '' | [proposal.medium-missing]",
      "'id: Cells, type' | 'id: P1, type' | [proposal.",
      "', at: {device: Tecan_EVO, position: 0}' | '' | [proposal.device-missing] Line 12",
      "'at: {device: Tecan_EVO, position: 0}' | 'at: {position: 0}' | [tree.malformed] Line 12"})
  void whatIsWrongIsToldWithItsPlace(String text, String other, String message) {
    assertThat(PLAN).contains(text);
    assertThat(refused(PLAN.replace(text, other))).startsWith(message.strip());
  }

  @Test
  void theUnchangedPlanIsFine() {
    assertThat(Bench.expanded(PLAN).warnings()).isEmpty();
  }

  @Test
  void anUnknownAssayNamesThoseThereAre() {
    assertThat(refused(PLAN.replace("viability", "vitality"))).contains("Allowed: imaging, reporter, viability.");
  }

  @Test
  void aDoseThatIsTooHighTellsWhatIsReachable() {
    assertThat(refused(PLAN.replace("dose: 1 uM", "dose: 1 mM"))).contains("Found: '1 mM'. Allowed: at most 0.05 mM.");
  }

  @Test
  void aStockThatIsTooSmallTellsWellAndShortfall() {
    assertThat(refused(PLAN.replace("volume: 180 uL", "volume: 6 uL")))
        .contains("There is too little staurosporine in Compounds/A1 above its dead volume. Found: '3.4 uL are missing'.");
  }

  @Test
  void withoutDilutionPlatesTheReachableDosesAreTold() {
    String direct = PLAN.replace("fraction: 0.5 %", "fraction: 5 %")
        .replace("replicates: 3", "dilution: {type: 96-well plate, volume: 6 uL}");
    assertThat(refused(direct)).startsWith("[proposal.dose-unreachable] Line 19");
  }

  @Test
  void morePlatesThanPositionsAreRefused() {
    var many = new StringBuilder(PLAN);
    for (int n = 0; n < 20; n++) {
      many.append("  - {cell_line: A549, compound: staurosporine, dose: 1 uM, assay_type: viability}\n");
    }
    assertThat(refused(many.toString())).startsWith("[proposal.too-few-positions] Line 12").contains("the plate P2");
  }

  @Test
  void anEdgeThatIsLeftEmptyTakesAllOfASmallPlate() {
    String small = PLAN.replace("type: 96-well plate, at:", "type: 24-well plate, at:");
    assertThat(refused(small)).startsWith("[proposal.plate-too-small]").contains("8 usable wells, 9 controls, 3 replicates")
        .contains("edge: use");
  }

  @Test
  void stepsThatMovePlatesBackNeedToKnowWhereTheyStood() {
    assertThat(refused(PLAN.replace(", at: {device: Tecan_EVO, position: 0}}", "}\n  device: Tecan_EVO")))
        .startsWith("[proposal.position-missing] Line 19, column 5, /proposals/0");
  }

  @Test
  void aPlanWithoutProposalsIsRefused() {
    assertThat(refused("campaign: {id: x}\nproposals: []\n")).startsWith("[proposal.none] Line 2");
  }
}
