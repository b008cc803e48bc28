package io.labroute.campaign.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.labroute.campaign.plan.PlanStep.Yield;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanReaderTest {

  private static final String HEAD = """
      campaign: {id: C-1}
      labware:
        - {id: Source, barcode: S1, type: 96-well plate, at: {device: Tecan, position: 1}, contents: {A1: {substance: x, volume: 100 uL}}}
        - {id: Target, type: 96-well plate, at: {device: Tecan, position: 0}}
      steps:
      """;

  private final List<Finding> faults = new ArrayList<>();

  private CampaignPlan read(String text) throws IOException {
    return read(text, Operations.read(Operations.FILE));
  }

  private CampaignPlan read(String text, Operations operations) {
    var root = (Mapping) YamlTree.parse(new StringReader(text));
    return new PlanReader(operations, faults::add).read(root, Fields.of(root).items("labware"), Fields.of(root).items("steps"),
        JsonNodeFactory.instance.objectNode());
  }

  @ParameterizedTest
  @ValueSource(strings = "viability.yaml")
  void readsOurSamples(String name) throws IOException {
    read(Files.readString(Path.of("samples", "campaigns", name)));

    assertThat(faults).isEmpty();
  }

  @Test
  void keepsWhatIsMeasuredInBaseUnitsBesideWhatWasWritten() throws IOException {
    CampaignPlan plan = read(HEAD + """
          - {id: i, operation: incubate, labware: Target, duration: 4 h, temperature: 310.15 K}
        """);

    assertThat(faults).isEmpty();
    PlanStep step = plan.steps().get(0);
    assertThat(step.parameters().path("duration").asText()).isEqualTo("4 h");
    assertThat(step.quantities().path("duration_s").intValue()).isEqualTo(14_400);
    assertThat(step.quantities().path("temperature_c").intValue()).isEqualTo(37);
    assertThat(step.labware()).containsExactly("Target");
    assertThat(plan.labware().get(0).at()).isEqualTo(new DevicePosition("Tecan", 1));
  }

  @Test
  void everyUnknownParameterIsAnErrorBecauseAPredecessorPassedVolumeUlToWhatReadVolumeMl() throws IOException {
    read(HEAD + """
          - {id: i, operation: incubate, labware: Target, minutes: 240}
          - {id: j, operation: incubate, labware: Target, duration: 240}
          - {id: k, operation: incubate, labware: Target, duration: 4 h, temperature: 370 C}
        """);

    assertThat(faults).extracting(Finding::code).containsExactly("tree.unknown-word", "quantity.malformed", "campaign.parameter-range");
    assertThat(faults).extracting(fault -> fault.where().line()).containsExactly(6L, 7L, 8L);
  }

  @Test
  void anOperationThatIsNotDeclaredIsAnErrorAndNeverASuccess() throws IOException {
    read(HEAD + "  - {operation: teleport, labware: Target}\n");

    assertThat(faults).singleElement().satisfies(fault -> {
      assertThat(fault.code()).isEqualTo("campaign.unknown-operation");
      assertThat(fault.allowed()).contains("transfer", "peel seal");
    });
  }

  @Test
  void compositeOperationsBecomeTheirStepsInOrder() throws IOException {
    CampaignPlan plan = read(HEAD + """
          - {id: cool, operation: cool down, labware: Target, duration: 10 min, device: Sealer}
          - {id: read, operation: read, labware: Target, method: absorbance, after: {step: cool, within: 1 h}}
        """);

    assertThat(faults).isEmpty();
    assertThat(plan.steps()).extracting(PlanStep::stepId).containsExactly("cool.1", "cool.2", "read");
    assertThat(plan.steps()).extracting(PlanStep::operation).containsExactly("seal", "incubate", "read");
    assertThat(plan.steps().get(1).quantities().path("duration_s").intValue()).isEqualTo(600);
    assertThat(plan.steps().get(1).after()).extracting(PlanStep.After::stepId).containsExactly("cool.1");
    assertThat(plan.steps().get(2).after()).extracting(PlanStep.After::stepId).containsExactly("cool.2");
  }

  @Test
  void anAdministratorDeclaresAnOperationWithoutJava(@TempDir Path folder) throws IOException {
    Operations own = Operations.read(Files.writeString(folder.resolve("operations.yaml"), """
        score colonies:
          yields: confirmation
          parameters:
            labware: {type: labware, required: true}
            colonies: {type: count, from: 0, to: 500, usual: 12}
        twice:
          yields: steps
          parameters:
            labware: {type: labware, required: true}
          steps:
            - {id: first, operation: score colonies, labware: "${labware}"}
            - {operation: score colonies, labware: "${labware}", colonies: 3}
        """));

    CampaignPlan plan = read(HEAD + "  - {id: s, operation: twice, labware: Source}\n", own);

    assertThat(faults).isEmpty();
    assertThat(plan.steps()).extracting(PlanStep::yields).containsOnly(Yield.CONFIRMATION);
    assertThat(plan.steps()).extracting(PlanStep::stepId).containsExactly("s.first", "s.2");
    assertThat(plan.steps()).extracting(step -> step.quantities().path("colonies").intValue()).containsExactly(12, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x: {yields: run, parameters: {a: {type: lenght}}}", "x: {yields: run, parameters: {a: {type: duration, from: 3}}}",
      "x: {yields: run, parameters: {a: {type: text, from: 3}}}", "x: {yields: run, parameters: {a: {type: number, from: few}}}",
      "x: {yields: run, parameters: {a: {type: count, to: 1.5}}}", "x: {yields: steps}", "x: {yields: run, steps: [{operation: x}]}",
      "x: {yields: run, parameters: {a: {type: choice}}}", "x: {yeilds: run}"})
  void aWrongDeclarationIsToldAtItsPlace(String text, @TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("operations.yaml"), text);

    Finding fault = catchThrowableOfType(Refusal.class, () -> Operations.read(file)).finding();

    assertThat(fault.where().line()).as(fault.text()).isEqualTo(1);
  }

  @Test
  void anOperationThatStandsForItselfIsRefused(@TempDir Path folder) throws IOException {
    Operations own = Operations.read(Files.writeString(folder.resolve("operations.yaml"), """
        x: {yields: steps, steps: [{operation: x}]}
        """));

    read(HEAD + "  - {operation: x}\n", own);

    assertThat(faults).extracting(Finding::code).contains("campaign.operation-depth");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "- {id: a, operation: lid, labware: Target, after: b}|campaign.unknown-step",
      "- {id: a, operation: lid, labware: Target, after: a}|campaign.cycle",
      "- {id: a, operation: lid, labware: Tarrget}|campaign.unknown-labware",
      "- {id: ../a, operation: lid, labware: Target}|campaign.id",
      "- {operation: transfer, transfers: []}|campaign.device-missing",
      "- {operation: transfer, device: Tecan}|campaign.parameter-missing",
      "- {operation: lid, labware: Target, tips: {system: diti}}|campaign.tips",
      "- {operation: read, labware: Target, method: smell}|campaign.choice",
      "- {operation: move, labware: Target, to: {device: Hotel}}|tree.malformed",
      "- {operation: move, labware: Target, to: {device: Hotel, position: -1}}|tree.malformed",
      "- {operation: manual, prompt: ''}|campaign.text"})
  void tellsWhatIsWrongWithAStep(String step, String code) throws IOException {
    read(HEAD + "  " + step + "\n");

    assertThat(faults).extracting(Finding::code).contains(code);
  }

  @Test
  void stepsThatWaitForEachOtherAreNamed() throws IOException {
    read(HEAD + """
          - {id: a, operation: lid, labware: Target, after: c}
          - {id: b, operation: lid, labware: Target, after: a}
          - {id: c, operation: lid, labware: Target, after: b}
          - {id: d, operation: lid, labware: Target}
        """);

    assertThat(faults).singleElement().satisfies(fault -> {
      assertThat(fault.code()).isEqualTo("campaign.cycle");
      assertThat(fault.value()).isEqualTo("a, b, c");
    });
  }

  @Test
  void stepsComeInAnOrderInWhichTheyCanBeDone() throws IOException {
    CampaignPlan plan = read(HEAD + """
          - {id: last, operation: lid, labware: Target, after: [first, {step: second, at-least: 1 min, within: 2 min}]}
          - {id: first, operation: unlid, labware: Target}
          - {id: second, operation: lid, labware: Source, after: first}
        """);

    assertThat(faults).isEmpty();
    assertThat(plan.steps()).extracting(PlanStep::stepId).containsExactly("first", "second", "last");
  }

  @Test
  void waitsThatContradictEachOtherAreRefused() throws IOException {
    read(HEAD + """
          - {id: a, operation: unlid, labware: Target}
          - {id: b, operation: lid, labware: Target, after: {step: a, at-least: 5 min, within: 4 min}}
        """);

    assertThat(faults).extracting(Finding::code).contains("campaign.waits");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/b", "", ".hidden", "a b", "Ä", "a\\b", "CON:"})
  void aCampaignsIdCannotBeAPath(String id) {
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> read("""
        campaign: {id: '%s'}
        steps: [{operation: manual, prompt: look}]
        """.formatted(id)));

    assertThat(refusal.finding().code()).isEqualTo("campaign.id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../evil", "a/b", "Stock/A1", "a\\b"})
  void whatLabwareIsCalledCannotBeAPath(String id) throws IOException {
    read("""
        campaign: {id: C}
        labware: [{id: '%s', type: tube}]
        steps: [{operation: manual, prompt: look}]
        """.formatted(id));

    assertThat(faults).singleElement().satisfies(fault -> {
      assertThat(fault.code()).isEqualTo("campaign.labware-id");
      assertThat(fault.value()).isEqualTo(id);
    });
  }

  @Test
  void twoPiecesOfLabwareCannotBeOne() throws IOException {
    read("""
        campaign: {id: C}
        labware:
          - {id: A, barcode: X, type: tube, at: {device: D, position: 1}}
          - {id: A, type: tube}
          - {id: B, type: tube, at: {device: D, position: 1}}
          - {id: E, barcode: X, type: tube}
        steps: [{operation: manual, prompt: look}]
        """);

    assertThat(faults).extracting(Finding::code).containsExactly("campaign.labware-twice", "campaign.place-twice", "campaign.barcode-twice");
  }
}
