package io.labroute.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

class CampaignsIT extends EngineTest {

  private static final Path SAMPLE = Path.of("samples/campaign-reports/melanoma-2026-10");
  private static final String ID = "melanoma-2026-10";

  private FileRecord dropPart(String name) {
    return drop("campaign-reports", ID + "/" + name, SAMPLE.resolve(name));
  }

  private FileRecord dropPart(String name, String text) {
    return drop("campaign-reports", ID + "/" + name, text);
  }

  private static String sample(String name) throws IOException {
    return Files.readString(SAMPLE.resolve(name));
  }

  @Test
  void checkpointsAloneTellOfARunningCampaignAndTheReportOfItsEnd() {
    dropPart("checkpoint_iter_1.json");
    JsonNode running = get("/api/campaigns/" + ID);
    assertThat(running.get("status").textValue()).isEqualTo("interrupted");
    assertThat(running.get("status_basis").textValue()).isEqualTo("checkpoints without a report");
    assertThat(running.get("end_date").isNull()).isTrue();
    assertThat(get("/api/campaigns?status=interrupted")).hasSize(1);

    dropPart("checkpoint_iter_2.json");
    dropPart("campaign_report.json");

    JsonNode ended = get("/api/campaigns/" + ID);
    assertThat(ended.get("status").textValue()).isEqualTo("completed");
    assertThat(ended.get("end_date").textValue()).isEqualTo("2026-10-05T10:30:00.25+00:00");
    assertThat(ended.get("start_date").textValue()).isEqualTo("2026-10-05T08:29:29.75+00:00");
    assertThat(ended.get("start_basis").textValue()).isEqualTo("reported duration before the end");
    assertThat(ended.get("experiments").intValue()).isEqualTo(6);
    assertThat(ended.get("failed").intValue()).isEqualTo(1);
    assertThat(ended.get("best_measurement").decimalValue()).isEqualByComparingTo("0.97");
    assertThat(get("/api/campaigns/%s/statistics".formatted(ID)).toString()).isEqualTo("{\"campaign_id\":\"" + ID
        + "\",\"iterations\":2,\"experiments\":6,\"status\":\"completed\",\"type\":\"autonomous\",\"duration_seconds\":7230.5}");
    assertThat(get("/api/campaigns/%s/iterations".formatted(ID)).findValuesAsText("iteration_number")).containsExactly("1", "2");
    assertThat(get("/api/campaigns/%s/experiments?iteration=2".formatted(ID))).hasSize(3);
  }

  @Test
  void aFailureDoesNotCountAsAMeasurementOfZero() {
    dropPart("checkpoint_iter_2.json");

    assertThat(rows("select status, measurement, details ->> 'viability' as told from campaign.campaign_experiments"
        + " where status = 'failed'").toString()).isEqualTo("[{status=failed, measurement=null, told=0.0}]");
    assertThat(get("/api/data-quality?code=campaign.measurement-of-failure")).hasSize(1);
    assertThat(get("/api/campaigns/" + ID).get("missing_checkpoints").intValue()).isEqualTo(1);
  }

  @Test
  void filesThatAreDroppedAgainChangeNothing() {
    for (int round = 1; round <= 2; round++) {
      for (String name : List.of("campaign_report.json", "checkpoint_iter_2.json", "checkpoint_iter_1.json")) {
        assertThat(dropPart(name).state()).isEqualTo(round == 1 ? "completed" : "duplicate");
      }
    }
    assertThat(count("campaign.campaign_experiments")).isEqualTo(6);
    assertThat(count("tracking.experiments")).isEqualTo(6);
    assertThat(count("campaign.statements")).isEqualTo(3);
    assertThat(inbox("campaign-reports").resolve(".done/" + ID + "/campaign_report.json")).exists();
    assertThat(inbox("campaign-reports").resolve(".duplicate/" + ID + "/campaign_report.json")).exists();
  }

  @Test
  void aCorrectedCheckpointCorrectsTheCampaignAndTheOldOneCanBeReplayed() throws IOException {
    FileRecord first = dropPart("checkpoint_iter_1.json");
    FileRecord corrected = dropPart("checkpoint_iter_1.json", sample("checkpoint_iter_1.json").replace("0.97", "0.57"));

    assertThat(corrected.recordsLoaded()).isEqualTo(4);
    assertThat(get("/api/campaigns/" + ID).get("best_measurement").decimalValue()).isEqualByComparingTo("0.91");
    assertThat(rows("select version, valid_to is null as current from campaign.statements order by version").toString())
        .isEqualTo("[{version=1, current=false}, {version=2, current=true}]");
    assertThat(post("/api/files/%d/replay".formatted(first.id()), null).getBody().get("state").textValue())
        .isEqualTo("completed");
    assertThat(get("/api/campaigns/" + ID).get("best_measurement").decimalValue()).isEqualByComparingTo("0.97");
    assertThat(get("/api/campaigns/%s/statements".formatted(ID))).hasSize(3);
  }

  @Test
  void aReportThatContradictsItsCheckpointsIsToldAndTheCheckpointHolds() throws IOException {
    dropPart("checkpoint_iter_1.json");
    FileRecord report = dropPart("campaign_report.json", sample("campaign_report.json").replace("0.22", "0.99"));

    assertThat(get("/api/files/%d/warnings".formatted(report.id())).findValuesAsText("code"))
        .contains("campaign.contradiction");
    assertThat(rows("select measurement from campaign.campaign_experiments where proposal_id = 'prop_0_1'").toString())
        .isEqualTo("[{measurement=0.22}]");
    assertThat(get("/api/campaigns/" + ID).get("missing_checkpoints").intValue()).isEqualTo(1);
    assertThat(count("campaign.campaign_experiments where iteration_number is null")).isEqualTo(3);
  }

  @Test
  void paddedNamesWithoutCampaignInsideAndTheOtherLayoutOfReportsAreRead() {
    for (int iteration : new int[] {10, 2}) {
      assertThat(drop("campaign-reports", "second-layout/checkpoint_iter_%03d.json".formatted(iteration), """
          {"iteration": %1$d, "timestamp": "2026-10-06T10:%1$02d:00", "results": [{"proposal_id": "p", "execution_id": "e%1$d",
           "cell_line": "A375", "compound": "c", "dose": 1.5, "assay_type": "reporter", "measurement": 0.%1$d,
           "status": "completed"}], "total_experiments": 1, "queue_stats": {}}""".formatted(iteration)).state())
          .isEqualTo("completed");
    }
    drop("campaign-reports", "second-layout/campaign_report.json", """
        {"campaign_id": "second-layout", "status": "cancelled", "config": {"max_iterations": 20},
         "results": {"total_iterations": 10, "total_experiments": 2, "total_cost": 5.5, "best_result": null}, "all_results": []}""");

    JsonNode campaign = get("/api/campaigns/second-layout");
    assertThat(campaign.get("status").textValue()).isEqualTo("cancelled");
    assertThat(campaign.get("missing_checkpoints").intValue()).isEqualTo(8);
    assertThat(get("/api/campaigns/second-layout/iterations").findValuesAsText("iteration_number"))
        .as("by number, not by letters").containsExactly("2", "10");
    assertThat(get("/api/experiments/e10").get("process").textValue()).isEqualTo("reporter assay");
  }

  @Test
  void aTitrationIsACampaignThatIsPlanned() {
    FileRecord plan = drop("campaign-reports", "titration.yaml", Path.of("samples/campaign-reports/titration.yaml"));

    assertThat(plan.leavesStored()).isEqualTo(plan.leavesIn());
    assertThat(get("/api/campaigns?type=titration").findValuesAsText("status")).containsExactly("planned");
    assertThat(count("campaign.titration_cell_lines")).isEqualTo(2);
    assertThat(get("/api/search?q=lentiviral").findValuesAsText("id")).containsExactly("TITRATION-2026-W48");
  }

  @Test
  void badResultsAreRejectedAloneAndBadFilesWithTheirReason() {
    FileRecord bad = drop("campaign-reports", "bad/checkpoint_iter_1.json", """
        {"campaign_id": "bad", "iteration": 1, "timestamp": "2026-10-06T10:00:00", "total_experiments": 5, "results": [
          {"execution_id": "ok", "measurement": 0.5, "status": "completed"},
          {"measurement": 0.5, "status": "completed"},
          {"execution_id": "nan", "measurement": NaN, "status": "completed"},
          {"execution_id": "dose", "dose": -1, "measurement": 0.1, "status": "completed"},
          {"execution_id": "ok", "measurement": 0.6, "status": "completed"}]}""");

    assertThat(bad.state()).isEqualTo("completed");
    JsonNode rejects = get("/api/files/%d/rejects".formatted(bad.id()));
    assertThat(rejects.findValuesAsText("code")).containsExactlyInAnyOrder("campaign.value-missing", "number.malformed",
        "campaign.negative", "campaign.result-twice");
    assertThat(rejects.findValuesAsText("pointer")).contains("/results/2/measurement");
    assertThat(bad.leavesIn()).isEqualTo(bad.leavesStored() + bad.leavesRejected() + bad.leavesExtra());
    assertThat(count("campaign.campaign_experiments")).isEqualTo(1);

    assertRejected("json.syntax", "x/checkpoint_iter_1.json", "{\"iteration\": 1, \"results\": [");
    assertRejected("json.duplicate-key", "x/checkpoint_iter_1.json", "{\"iteration\": 1, \"iteration\": 2, \"results\": []}");
    assertRejected("json.several-documents", "x/a.json", "{\"iteration\": 1} {}");
    assertRejected("campaign.wrong-kind", "x/a.json", "{\"a\": 1}");
    assertRejected("campaign.other-folder", "y/a.json", "{\"campaign_id\": \"z\", \"iteration\": 1, \"results\": []}");
    assertRejected("campaign.unknown", "a.json", "{\"iteration\": 1, \"results\": []}");
    assertRejected("campaign.iteration", "x/b.json", "{\"iteration\": 0, \"results\": []}");
    assertRejected("plate.date-malformed", "x/c.json", "{\"iteration\": 1, \"timestamp\": \"5.10.2026\", \"results\": []}");
    assertRejected("number.malformed", "x/d.json", "{\"iteration\": 1, \"total_experiments\": true, \"results\": []}");
    assertRejected("campaign.cell-line-twice", "t.yaml",
        "{experiment_id: t, screen_config: {a: 1}, cell_lines: [{name: A}, {name: A}]}\n");
    assertRejected("number.malformed", "t.yaml",
        "{experiment_id: t, screen_config: {a: 1}, cell_lines: [{name: A, true_titer: high}]}\n");
    assertRejected("yaml.tag", "x/config.yaml", "campaign_id: x\nmax_iterations: 2\ndose_range: !!python/tuple [0.1, 1]\n");
  }

  private void assertRejected(String code, String name, String text) {
    FileRecord file = drop("campaign-reports", name, text);
    assertThat(file.state()).isEqualTo("rejected");
    assertThat(file.errorCode()).isEqualTo(code);
    assertThat(inbox("campaign-reports").resolve(".rejected").resolve(name)).exists();
  }

  @Test
  void namesThatAreNumbersStayNames() {
    drop("campaign-reports", "numbers/checkpoint_iter_1.json",
        "{\"iteration\": 1, \"results\": [{\"execution_id\": 17, \"proposal_id\": 4, \"cell_line\": 293, \"measurement\": 1}]}");

    assertThat(rows("select experiment_id, proposal_id, cell_line_id from campaign.campaign_experiments").toString())
        .isEqualTo("[{experiment_id=17, proposal_id=4, cell_line_id=293}]");
  }

  @Test
  void equalFilesInTwoFoldersAreTwoFiles() {
    String text = "{\"iteration\": 1, \"results\": []}";

    assertThat(drop("campaign-reports", "one/checkpoint_iter_1.json", text).state()).isEqualTo("completed");
    assertThat(drop("campaign-reports", "two/checkpoint_iter_1.json", text).state()).isEqualTo("completed");
    assertThat(drop("campaign-reports", "one/checkpoint_iter_1.json", text).state()).isEqualTo("duplicate");
    assertThat(count("campaign.campaigns")).isEqualTo(2);
  }

  @Test
  void measurementsAreLinkedWhereTheirFileSaysSoAndMissingTargetsAreReportedUntilTheyCome() {
    drop("plate-results", "linked.csv", """
        plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control,campaign_id,iteration_number,experiment_id
        L1,A1,A375,vemurafenib,1,24,5,0,%1$s,1,5f3c9a3e-0c55-4c55-9a53-0a3f6c1f7a01
        L1,A2,A375,vemurafenib,1,24,5,0,%1$s,1,gone
        """.formatted(ID));

    assertThat(get("/api/references?state=missing").findValuesAsText("target_id"))
        .contains(ID, "gone", "5f3c9a3e-0c55-4c55-9a53-0a3f6c1f7a01");

    dropPart("checkpoint_iter_1.json");

    assertThat(get("/api/references?state=missing").findValuesAsText("target_id")).contains("gone").doesNotContain(ID);
    assertThat(get("/api/references?state=found later").findValuesAsText("target_id"))
        .containsExactlyInAnyOrder(ID, "5f3c9a3e-0c55-4c55-9a53-0a3f6c1f7a01");
    assertThat(get("/api/measurements?campaign=" + ID)).hasSize(2);
    assertThat(get("/api/measurements?experiment=5f3c9a3e-0c55-4c55-9a53-0a3f6c1f7a01")).hasSize(1);
    assertThat(rows("select well_id, iteration_of_experiment from campaign.campaign_measurements order by well_id").toString())
        .isEqualTo("[{well_id=A1, iteration_of_experiment=1}, {well_id=A2, iteration_of_experiment=null}]");
  }

  @Test
  void everythingIsFoundByItsWordsAndCounted() {
    dropPart("checkpoint_iter_2.json");
    drop("cell-lines", "first.yaml", Path.of("samples/cell-lines/first.yaml"));
    drop("vials", "freezer.csv", Path.of("samples/vials/freezer.csv"));

    assertThat(get("/api/search?q=door open").findValuesAsText("what")).containsExactly("experiment");
    assertThat(get("/api/search?q=confluence").findValuesAsText("title")).containsExactly("freezing_notes: freeze at 80 % confluence");
    assertThat(get("/api/search?q=slow recover").findValuesAsText("id")).containsExactly("A375-003");
    assertThat(get("/api/search?q=nothing-like-this")).isEmpty();
    assertThat(get("/api/search?q=' | & ! ( \"").isArray()).isTrue();
    JsonNode numbers = get("/api/statistics");
    assertThat(numbers.get("cell lines").intValue()).isEqualTo(2);
    assertThat(numbers.get("vials available").intValue()).isEqualTo(4);
    assertThat(numbers.get("experiments of campaigns").intValue()).isEqualTo(3);
  }

  @Test
  void thePagesShowCampaignsAndEscapeNames() {
    dropPart("checkpoint_iter_1.json");
    drop("campaign-reports", "<b>bold/checkpoint_iter_1.json", "{\"iteration\": 1, \"results\": []}");

    String page = rest.getForObject("/campaigns", String.class);
    assertThat(page).contains(ID, "0.97", "MCF7").contains("&lt;b&gt;bold").doesNotContain("<b>bold");
    assertThat(rest.getForObject("/campaigns/one?id=" + ID, String.class)).contains("checkpoints without a report", "vemurafenib");
    assertThat(rest.getForEntity("/campaigns/one?id=none", String.class).getStatusCode()).isEqualTo(HttpStatus.NOT_FOUND);
  }
}
