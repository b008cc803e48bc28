package io.labroute.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.ingest.FileRecord;
import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import io.labroute.worklist.WorklistPlan;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Reports of runs, and what people do when they do not say everything. */
class RunReportsIT extends DoorstepTest {

  private static final String ECHO = "worklist: {for: echo}\nconfirm: {by: report, within: 0 s}\n";
  private static final String STAR = "worklist: {for: plate-well-volume}\nconfirm: {by: report}\n";
  private static final String STAR_COLUMNS = "SourcePlate,SourceWell,DestinationPlate,DestinationWell,Volume,ActualVolume,Status\n";

  @Autowired
  OutcomeDesk runs;

  private Map<String, Long> plates;

  @BeforeEach
  void twoPlates() {
    plates = Map.of("Source", plate("SRC-1", "drug", "200"), "Target", plate("DST-1", "medium", "90"));
  }

  private ReleasedWorklist release(String device, Step... steps) {
    return desk.release(order(device, plates, steps), "test");
  }

  private static String echoReport(String preamble, String... rows) {
    return preamble + "\n\n[DETAILS]\nSource Plate Name,Source Well,Destination Plate Name,Destination Well,Transfer Volume,Actual Volume,"
        + "Transfer Status\n" + String.join("\n", rows) + "\n";
  }

  private List<String> outcomes(UUID id) {
    return answers.transfers(id).stream().map(it -> it.outcome().text()).toList();
  }

  @Test
  void aReportOfAnEchoConfirmsWhatWasReallyMoved() {
    profile("Echo", ECHO);
    ReleasedWorklist worklist = release("Echo", move("Source", "Target", "A1", "5"), move("Source", "Target", "B1", "25"));
    assertThat(worklist.transfers().all()).as("25 uL are three lines").isEqualTo(4);

    FileRecord report = drop("run-reports", "transfer.csv", echoReport("Run ID,1", "SRC-1,A1,DST-1,A1,5000,4900,",
        "SRC-1,B1,DST-1,B1,10000,10000,", "SRC-1,B1,DST-1,B1,10000,10000,", "SRC-1,B1,DST-1,B1,5000,5000,"));

    assertThat(report.state()).isEqualTo("completed");
    assertThat(report.recordsLoaded()).isEqualTo(4);
    assertThat(answers.get(worklist.worklistId()).state()).isEqualTo(WorklistState.FINISHED);
    assertThat(volume(plates.get("Source"), "A1")).isEqualTo("195.10 uL");
    assertThat(volume(plates.get("Target"), "A1")).isEqualTo("94.90 uL");
    assertThat(volume(plates.get("Target"), "B1")).isEqualTo("115.00 uL");
    assertThat(drop("run-reports", "again.csv", echoReport("Run ID,1", "SRC-1,A1,DST-1,A1,5000,4900,",
        "SRC-1,B1,DST-1,B1,10000,10000,", "SRC-1,B1,DST-1,B1,10000,10000,", "SRC-1,B1,DST-1,B1,5000,5000,")).state())
        .isEqualTo("duplicate");
  }

  @Test
  void afterAnAbortUnknownTransfersAreDecidedAndTheRemainderIsDone() {
    profile("STAR", STAR);
    ReleasedWorklist worklist = release("STAR", move("Source", "Target", "A1", "10"), move("Source", "Target", "B1", "20"),
        move("Source", "Target", "C1", "30"), move("Source", "Target", "D1", "40"));

    drop("run-reports", "aborted.csv", STAR_COLUMNS + "Source,A1,Target,A1,10.00,10.00,ok\nSource,B1,Target,B1,20.00,,aborted\n"
        + "Source,C1,Target,C1,30.00,,what\n");

    UUID id = worklist.worklistId();
    assertThat(answers.get(id).state()).isEqualTo(WorklistState.FAILED);
    assertThat(answers.get(id).reason()).isEqualTo("of 4 transfers 1 are done, 1 undone and 2 unknown");
    assertThat(outcomes(id)).containsExactly("done", "undone", "unknown", "unknown");
    assertThat(volume(plates.get("Source"), "B1")).as("undone is booked back").isEqualTo("200.00 uL");
    assertThat(volume(plates.get("Source"), "C1")).as("unknown stays booked").isEqualTo("170.00 uL");
    assertThatThrownBy(() -> runs.releaseRemainder(id, "somebody")).hasMessageContaining("remainder.unknown-open");
    assertThatThrownBy(() -> runs.decide(id, List.of(1), TransferOutcome.UNDONE, "somebody")).hasMessageContaining("transfer.known");

    runs.decide(id, List.of(3), TransferOutcome.DONE, "somebody");
    runs.decide(id, List.of(4), TransferOutcome.UNDONE, "somebody");
    ReleasedWorklist remainder = runs.releaseRemainder(id, "somebody");

    assertThat(remainder.remainderOf()).isEqualTo(id);
    assertThat(remainder.state()).isEqualTo(WorklistState.RELEASED);
    assertThat(answers.transfers(remainder.worklistId())).extracting(WorklistTransfer::sourceWell).containsExactly("B1", "D1");
    assertThat(runs.releaseRemainder(id, "somebody").worklistId()).isEqualTo(remainder.worklistId());
    assertThat(volume(plates.get("Target"), "D1")).isEqualTo("130.00 uL");
    runs.acknowledge(remainder.worklistId(), WorklistState.FINISHED, "somebody", null);
    runs.decide(remainder.worklistId(), List.of(), TransferOutcome.DONE, "somebody");
    assertThat(answers.get(remainder.worklistId()).transfers().done()).isEqualTo(2);
  }

  @Test
  void aLaterReportIsHeardOnlyOnWhatIsUnknown() {
    profile("STAR", STAR);
    ReleasedWorklist worklist = release("STAR", move("Source", "Target", "A1", "10"), move("Source", "Target", "B1", "20"));
    drop("run-reports", "first.csv", STAR_COLUMNS + "Source,A1,Target,A1,10.00,10.00,ok\n");
    assertThat(outcomes(worklist.worklistId())).containsExactly("done", "unknown");

    FileRecord second = drop("run-reports", "second.csv",
        STAR_COLUMNS + "Source,A1,Target,A1,10.00,,error\nSource,B1,Target,B1,20.00,20.00,ok\n");

    assertThat(outcomes(worklist.worklistId())).containsExactly("done", "done");
    assertThat(second.recordsLoaded()).isEqualTo(1);
    assertThat(second.recordsRejected()).isEqualTo(1);
    assertThat(get("/api/files/%d/rejects".formatted(second.id())).findValuesAsText("code")).containsExactly("report.contradiction");
    assertThat(answers.get(worklist.worklistId()).state()).isEqualTo(WorklistState.FINISHED);
  }

  @Test
  void aReportThatCouldBeOfSeveralWorklistsSaysWhichOrIsRejected() {
    profile("STAR", STAR);
    ReleasedWorklist first = release("STAR", move("Source", "Target", "A1", "10"));
    ReleasedWorklist second = release("STAR", move("Source", "Target", "A1", "10"));
    String report = STAR_COLUMNS + "Source,A1,Target,A1,10.00,10.00,ok\n";

    FileRecord ambiguous = drop("run-reports", "run.csv", report);
    FileRecord named = drop("run-reports", second.fileName() + ".result.csv", report + "\n");
    FileRecord left = drop("run-reports", "run2.csv", report + "\n\n");
    FileRecord unknown = drop("run-reports", "other.csv", STAR_COLUMNS + "Other,A1,Target,A1,10.00,10.00,ok\n");
    FileRecord nonsense = drop("run-reports", "notes.txt", "the run went well\n");

    assertThat(ambiguous.state()).isEqualTo("rejected");
    assertThat(ambiguous.errorCode()).isEqualTo("report.ambiguous");
    assertThat(named.state()).isEqualTo("completed");
    assertThat(outcomes(second.worklistId())).containsExactly("done");
    assertThat(left.state()).as("only one is left that waits for a report").isEqualTo("completed");
    assertThat(outcomes(first.worklistId())).containsExactly("done");
    assertThat(unknown.errorCode()).isEqualTo("report.no-worklist");
    assertThat(nonsense.errorCode()).isEqualTo("report.unknown-format");
  }

  @Test
  void theRemainderOfADilutionKeepsItsOrderAndMixes() {
    profile("Tecan", TECAN);
    long trough = container("MED");
    wells.declare(trough, Map.of(well("A1"), holding("medium", "50000")), "test", null, null);
    long plate = plate("PLT", "medium", "0");
    wells.declare(container("STOCK"), Map.of(), "test", null, null);
    var deck = new Deck(List.of(plate("Plate"), new Labware("Medium", null, null, new Labware.Trough(8, 1), Volume.ZERO, null)));
    Map<String, Long> containers = Map.of("Plate", plate, "Medium", trough);
    Spot medium = new Spot("Medium", well("C1"));
    Volume volume = Volume.ofMicrolitres("50");
    List<Step> steps = List.of(
        new Step.Distribution(medium, "Plate", List.of(spot("A1"), spot("A2"), spot("A3")), volume, null, 1, 3, true),
        new Step.Pause(), new Step.Transfer(spot("A1"), spot("A2"), volume), new Step.Mix(spot("A2"), Volume.ofMicrolitres("20"), 3, null),
        new Step.Pause(), new Step.Transfer(spot("A2"), spot("A3"), volume), new Step.Mix(spot("A3"), Volume.ofMicrolitres("20"), 3, null));
    var plan = new WorklistPlan(profiles.get("Tecan").target(), deck, snapshot.of(deck, containers), steps);
    ReleasedWorklist worklist = desk.release(
        new WorklistOrder(UUID.randomUUID(), EXPERIMENT, "dilute", "Tecan", "", plan, "dilution", containers, null), "test");
    assertThat(volume(trough, "A1")).isEqualTo("49850.00 uL");

    runs.acknowledge(worklist.worklistId(), WorklistState.FAILED, "somebody", "stopped");
    runs.decide(worklist.worklistId(), List.of(1, 2, 4), TransferOutcome.DONE, "somebody");
    runs.decide(worklist.worklistId(), List.of(3, 5), TransferOutcome.UNDONE, "somebody");
    assertThat(volume(plate, "A2")).isEqualTo("100.00 uL");
    ReleasedWorklist remainder = runs.releaseRemainder(worklist.worklistId(), "somebody");

    List<Step> left = PlanText.read(jdbc.sql("select plan::text from worklist.worklists where worklist_id = :id")
        .param("id", remainder.worklistId()).query(String.class).single()).steps();
    assertThat(left).hasSize(6).first().isInstanceOfSatisfying(Step.Distribution.class,
        it -> assertThat(it.wells()).containsExactly(spot("A3")));
    assertThat(left.get(2)).as("mixed before the next part is drawn from it").isInstanceOf(Step.Mix.class);
    assertThat(left.get(4)).isInstanceOf(Step.Transfer.class);
    assertThat(left.get(5)).isInstanceOf(Step.Mix.class);
    assertThat(volume(plate, "A3")).isEqualTo("100.00 uL");
  }

  private static Spot spot(String well) {
    return new Spot("Plate", well(well));
  }
}
