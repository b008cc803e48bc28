package io.labroute.worklist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.table.TableProfiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans as people write them. */
class WorklistPlanReaderTest {

  private static final String DECK = """
      labware:
        - {id: S, type: 96-well plate, contents: {A1: {substance: drug, concentration: 10 mM, volume: 200 uL}, B1: {substance: DMSO, volume: 200 uL}}}
        - {id: T, type: 96-well plate, contents: {all: {substance: none, volume: 0 uL}}}
        - {id: Q, type: 384-well plate}
        - {id: Medium, type: trough, contents: {A1: {substance: medium, volume: 50 mL}}}
      """;

  private static WorklistPlan plan(String head, String steps) throws IOException {
    String text = "worklist: " + head + "\n" + DECK + "steps:\n" + steps;
    return new WorklistPlanReader(LabwareTypes.read(LabwareTypes.FILE), TableProfiles.read(TableProfiles.FILE))
        .read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theSampleIsAPlanWithItsManifestAndLoadingSheet() throws IOException {
    Path file = Path.of("samples/worklists/viability.yaml");
    WorklistPlan plan;
    try (var text = Files.newInputStream(file)) {
      plan = new WorklistPlanReader(LabwareTypes.read(LabwareTypes.FILE), TableProfiles.read(TableProfiles.FILE)).read(text);
    }
    Worklist worklist = plan.write();
    var manifest = WorklistManifest.of(plan, Files.readString(file), worklist, "Labroute test");

    assertThat(worklist.lines()).startsWith("C;viability screen").contains("R;Medium;;;1;8;Assay;ASY001;;9;33;90.00;;1;2;0;10;11;12;13;14;"
        + "15;16;18;19;20;21;22;23;24;26;27;28;29;30;31;32");
    assertThat(manifest.usage().tips()).isEqualTo(7);
    assertThat(manifest.loadingSheet()).contains("1. Compounds, barcode CMP001, 96 Well Microplate\n   A1: at least 95.00 uL")
        .contains("2. Medium\n   A1: at least 3450.00 uL");
    assertThat(manifest.after().get("Assay/A2").substances()).containsEntry("vemurafenib", "1.66667 mM");
  }

  @Test
  void aSerialDilutionThinsStepByStep() throws IOException {
    Worklist worklist = plan("{for: tecan}",
        "  - {operation: transfer, transfers: [{from: S/A1, to: T/A1, volume: 90 uL}]}\n"
            + "  - {operation: dilute, wells: [T/A1, T/A2, T/A3], diluent: Medium/1, volume: 90 uL, factor: 3, mix: 2}\n").write();

    Ledger after = worklist.after();
    assertThat(after.at(new Spot("T", WellAddress.parse("A2"))).concentration("drug"))
        .hasToString("3.33333 mM");
    assertThat(after.at(new Spot("T", WellAddress.parse("A3"))).concentration("drug").amount()).isBetween(1.111, 1.112);
    assertThat(after.at(new Spot("T", WellAddress.parse("A3"))).volume()).hasToString("90.00 uL");
    assertThat(worklist.lines()).contains("B;");
  }

  @Test
  void aStampFillsAQuadrantAndAPoolGathers() throws IOException {
    Worklist stamp = plan("{for: tecan}", "  - {operation: stamp, from: T, to: Q, quadrant: 4, volume: 0 uL}\n"
        + "  - {operation: stamp, from: T, to: Q, quadrant: 2, volume: 0 uL}\n  - {operation: pool, from: [S/A1, S/B1], to: Q/P24, volume: 20 uL}\n").write();
    assertThat(stamp.usage().transfers()).isEqualTo(2);
    assertThat(plan("{for: echo}", "  - {operation: stamp, from: S, to: Q, quadrant: 4, volume: 25 nL}\n").write().lines())
        .hasSize(97).contains("S,384PP_AQ_BP,A1,Q,B2,25", "S,384PP_AQ_BP,H12,Q,P24,25");
  }

  @Test
  void oneOfSeveralDevicesIsChosenByAWord() throws IOException {
    String steps = "  - {operation: transfer, transfers: [{from: S/A1, to: T/A1, volume: 10 uL}]}\n";
    assertThat(plan("{for: plate-well-volume}", steps).write().lines()).hasSize(2).last().isEqualTo("S,A1,T,A1,10.00");
    assertThat(plan("{for: tecan, tips: diti, change: reuse, dialect: fluent}", steps).write().lines()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
      "{for: tecan, tipps: diti}|{operation: pause}|tree.unknown-word|1",
      "{for: tecann}|{operation: pause}|worklist.unknown-profile|1",
      "{for: tecan}|{operation: centrifuge}|worklist.unknown-operation|8",
      "{for: tecan}|{operation: transfer, transfers: [{from: S/A1, to: T/A1, volume: 10}]}|volume.malformed|8",
      "{for: tecan}|{operation: transfer, transfers: [{from: S/A13, to: T/A1, volume: 10 uL}]}|worklist.well-out-of-range|8",
      "{for: tecan}|{operation: transfer, transfers: [{from: X/A1, to: T/A1, volume: 10 uL}]}|worklist.unknown-labware|8",
      "{for: tecan}|{operation: transfer, transfers: [{from: S-A1, to: T/A1, volume: 10 uL}]}|worklist.spot|8",
      "{for: tecan}|{operation: stamp, from: S, to: Q, volume: 10 uL}|worklist.stamp|8",
      "{for: tecan}|{operation: dilute, wells: [T/A1, T/A2], diluent: Medium/1, volume: 9 uL, factor: 1}|worklist.dilution|8",
      "{for: tecan}|{operation: mix, at: T/A1, volume: 9 uL, cycles: 0}|tree.malformed|8"})
  void whatIsWrongIsToldWithItsLine(String head, String step, String code, long line) {
    Finding fault = catchThrowableOfType(Refusal.class, () -> plan(head, "  - " + step + "\n").write()).finding();
    assertThat(fault.code()).as(fault.text()).isEqualTo(code);
    assertThat(fault.where().line()).as(fault.text()).isEqualTo(line);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{for: tecan}|{operation: transfer, transfers: [{from: S/A1, to: T/A1, volume: 196 uL}]}|worklist.volume-underflow",
      "{for: tecan}|{operation: transfer, transfers: [{from: Medium/1, to: T/A1, volume: 361 uL}]}|worklist.volume-overflow",
      "{for: tecan}|{operation: transfer, transfers: [{from: S/A1, to: T/A1, volume: 0 uL}]}|worklist.empty",
      "{for: echo}|{operation: mix, at: S/A1, volume: 5 uL}|worklist.step-not-in-format",
      "{for: plate-well-volume}|{operation: mix, at: S/A1, volume: 5 uL}|worklist.step-not-in-format"})
  void whatCannotBeDoneIsRefused(String head, String step, String code) {
    assertThat(catchThrowableOfType(Refusal.class, () -> plan(head, "  - " + step + "\n").write()).finding().code()).isEqualTo(code);
  }
}
