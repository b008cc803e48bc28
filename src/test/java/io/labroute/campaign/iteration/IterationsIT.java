package io.labroute.campaign.iteration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.ingest.FileRecord;
import io.labroute.lab.WellAddress;
import io.labroute.testing.EngineTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;

/** From proposals to results and on to the next proposals, as scientists and a strategy do it. */
class IterationsIT extends EngineTest {

  private static final String PLAN = """
      campaign: {id: %s, type: autonomous}
      process: Dose response
      release: manual
      labware:
        - {id: Compounds, type: 96-well plate, at: {device: Tecan_EVO, position: 1}}
        - {id: Reservoir, type: 12-column reservoir, at: {device: Tecan_EVO, position: 2},
           contents: {A1: {substance: DMSO, volume: 14 mL}, A2: {substance: medium, volume: 15 mL}}}
        - {id: Cells, type: trough, at: {device: Tecan_EVO, position: 3}}
      stocks:
        - {compound: vemurafenib, labware: Compounds, well: A1, concentration: 10 mM, volume: 180 uL}
        - {compound: staurosporine, labware: Compounds, well: B1, concentration: 10 mM, volume: 180 uL}
      cells:
        - {cell_line: A375, from: Cells/A1, concentration: 1e5 cells/mL, volume: 40 mL}
      layout:
        plates: {type: 96-well plate, at: [{device: Tecan_EVO, position: 0}, {device: Tecan_EVO, position: 5}]}
        vehicle: {substance: DMSO, from: Reservoir/A1, fraction: 0.5 %%}
        medium: {substance: medium, from: Reservoir/A2}
        dilution: {type: 96-well plate, volume: 200 uL}
        replicates: 3
        controls: [{role: vehicle, wells: 6}, {role: blank, wells: 3}]
      %s
      proposals:
      """;
  @BeforeEach
  void lab() {
    assertThat(drop("lab-config", "lab.yaml", Path.of("samples/lab-config/handlers.yaml")).state()).isEqualTo("completed");
  }

  private static String proposals(String compound, String... doses) {
    var text = new StringBuilder();
    for (String dose : doses) {
      text.append("  - {cell_line: A375, compound: %s, dose: %s uM, assay_type: viability}\n".formatted(compound, dose));
    }
    return text.toString();
  }

  private FileRecord plan(String id, String words, String... doses) {
    return drop("campaigns", id + ".yaml", PLAN.formatted(id, words) + proposals("vemurafenib", doses));
  }

  private FileRecord next(String name, String id, String words, String... doses) {
    return drop("campaigns", name, "iteration:\n  campaign: %s\n%s  proposals:\n%s".formatted(id, words,
        proposals("vemurafenib", doses).indent(2)));
  }

  private JsonNode iteration(String id, int number) {
    return get("/api/campaigns/%s/iterations/%d".formatted(id, number));
  }

  private JsonNode results(String id, int number) {
    return get("/api/campaigns/%s/iterations/%d/results".formatted(id, number));
  }

  private void awaitState(String id, int number, String state) {
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).untilAsserted(() ->
        assertThat(get("/api/campaigns/%s/iterations".formatted(id)).path(number - 1).path("state").asText()).isEqualTo(state));
  }

  private JsonNode layout(String id, int number) {
    int revision = jdbc.sql("""
        select r.revision from campaign.campaign_iterations i join campaign.runs r using (experiment_id)
         where i.campaign_id = :id and i.iteration_number = :number""").param("id", id)
        .param("number", number).query(Integer.class).single();
    return get("/api/campaigns/%s/plan?revision=%d".formatted(id, revision)).path("layout").path("plates");
  }

  private void bind(String id, int number, String label) {
    String run = iteration(id, number).path("run").asText();
    assertThat(post("/api/runs/%s/labware/%s".formatted(run, label), "{\"barcode\": \"%s\"}".formatted(barcode(id, number, label)))
        .getStatusCode()).isEqualTo(HttpStatus.OK);
  }

  private static String barcode(String id, int number, String label) {
    return "%s-%d-%s".formatted(id, number, label);
  }

  private List<String> rows(String id, int number, String label, Random random) {
    return ReaderFile.rows(layout(id, number).path(label), barcode(id, number, label), random);
  }

  private FileRecord read(String name, List<String> rows) {
    return drop("plate-results", name, ReaderFile.of(rows));
  }

  private static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  private String code(FileRecord file) {
    assertThat(file.state()).as("%s", file).isEqualTo("rejected");
    return get("/api/files/%d/rejects".formatted(file.id())).path(0).path("code").asText();
  }

  @Test
  void aStrategyClosesTheLoopUntilTheIc50sAreKnown() {
    String plan = PLAN.formatted("LOOP", "strategy: {use: dose-refinement, until: 0.07}\niterations: {at_most: 8}")
        + proposals("vemurafenib", "0", "0.001", "0.002", "0.003", "0.004", "0.005", "5", "10", "20", "40")
        + proposals("staurosporine", "0", "0.001", "0.002", "0.003", "0.004", "0.005", "5", "10", "20", "40");
    assertThat(drop("campaigns", "loop.yaml", plan).state()).isEqualTo("completed");
    var random = new Random(42);
    int number = 1;
    while (get("/api/campaigns/LOOP").path("ended_at").isNull()) {
      List<String> labels = new ArrayList<>();
      layout("LOOP", number).fieldNames().forEachRemaining(labels::add);
      if (number == 1) {
        assertThat(labels).hasSize(2);
        assertThat(iteration("LOOP", 1).path("waits_for").findValuesAsText("code")).containsOnly("iteration.not-bound");
      }
      Collections.reverse(labels);
      read("%d-%s.csv".formatted(number, labels.get(0)), rows("LOOP", number, labels.get(0), random));
      for (String label : labels) {
        bind("LOOP", number, label);
      }
      if (labels.size() > 1) {
        awaitState("LOOP", number, "running");
        assertThat(count("campaign.strategy_decisions")).isEqualTo(number - 1);
        read("%d-%s.csv".formatted(number, labels.get(1)), rows("LOOP", number, labels.get(1), random));
      }
      int decided = number;
      await().atMost(Duration.ofSeconds(20)).until(() -> count("campaign.strategy_decisions") == decided);
      if (get("/api/campaigns/LOOP").path("ended_at").isNull()) {
        await().atMost(Duration.ofSeconds(20))
            .until(() -> count("campaign.campaign_iterations where iteration_number = " + (decided + 1)) == 1);
        number++;
      }
    }

    assertThat(number).isBetween(2, 8);
    JsonNode strategy = get("/api/campaigns/LOOP/strategy");
    JsonNode last = strategy.path("decisions").path(number - 1);
    assertThat(last.path("reason").asText()).isEqualTo("Every IC50 is known well enough.");
    list(last.path("pairs")).forEach(pair -> {
      double ic50 = Double.parseDouble(pair.path("ic50").asText().replace(" uM", ""));
      double truth = ReaderFile.IC50_UM.get(pair.path("compound").asText());
      assertThat(Math.log10(ic50)).as("%s", pair).isEqualTo(Math.log10(truth), within(0.15));
    });
    assertThat(strategy.path("decisions").path(0).path("file_state").asText()).isEqualTo("completed");
    assertThat(get("/api/campaigns/LOOP/statistics").path("iterations").asInt()).isEqualTo(number);
    assertThat(inbox("campaigns").resolve(".rejected").toFile().list()).isNullOrEmpty();
    String page = rest.getForObject("/campaigns/one?id=LOOP", String.class);
    assertThat(page).contains("Every IC50 is known well enough.", "The IC50 is known to", "LOOP.iteration-2.json",
        "Ended by strategy dose-refinement");
    assertThat(code(next("late.yaml", "LOOP", "", "1"))).isEqualTo("iteration.campaign-over");
    assertThat(post("/api/campaigns/LOOP/reopen", null).getStatusCode()).isEqualTo(HttpStatus.OK);
    assertThat(next("late2.yaml", "LOOP", "", "1", "2").state()).isEqualTo("completed");
  }

  @Test
  void resultsAreToldWellByWellAndCanBeDroppedAsTheNextProposals() {
    plan("BACK", "", "0", "0.1", "1");
    bind("BACK", 1, "P1");
    read("results.csv", rows("BACK", 1, "P1", new Random(1)));
    awaitState("BACK", 1, "measured");

    List<JsonNode> lines = list(results("BACK", 1));
    assertThat(lines).hasSize(15);
    JsonNode line = lines.stream().filter(it -> it.path("dose").asText().equals("1")).findFirst().orElseThrow();
    assertThat(line.path("plate").asText()).isEqualTo("BACK-1-P1");
    assertThat(line.path("relative").asDouble()).isEqualTo(0.05 + 0.95 / (1 + Math.pow(1 / 0.3, 1.2)), within(0.15));
    assertThat(line.path("n").asInt()).isEqualTo(3);
    assertThat(line.path("sd").asDouble()).isPositive();
    assertThat(rows("select proposal_id, dose_um::text as dose, status, (details ->> 'measured')::int as n"
        + " from campaign.campaign_experiments where laid_out order by place").toString()).isEqualTo("[{proposal_id=prop_0_0, dose=0, status=completed, n=3}, "
        + "{proposal_id=prop_0_1, dose=0.1, status=completed, n=3}, {proposal_id=prop_0_2, dose=1, status=completed, n=3}]");

    String csv = rest.getForObject("/api/campaigns/BACK/iterations/1/results?format=csv", String.class);
    assertThat(csv).startsWith("campaign,iteration,run,label,plate,well,role,proposal,cell_line,compound,dose,unit,assay_type,achieved,"
        + "replicate,value,relative,mean,sd,n,told");
    FileRecord second = drop("campaigns", "edited.csv", csv.replace(",1,uM,", ",2.5,uM,"));
    assertThat(second.state()).as("%s", second).isEqualTo("completed");
    assertThat(second.leavesStored()).isEqualTo(15L * 21);
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(rows("select proposal_id, dose_um::text as dose, status"
        + " from campaign.campaign_experiments where iteration_number = 2 order by dose_um").toString())
        .matches("\\[\\{proposal_id=prop_1_\\d, dose=0, status=pending}, \\{proposal_id=prop_1_\\d, dose=0.1, status=pending}, "
            + "\\{proposal_id=prop_1_\\d, dose=2.5, status=pending}]"));
    assertThat(drop("campaigns", "again.csv", csv.replace(",1,uM,", ",2.5,uM,")).state()).isEqualTo("duplicate");
    assertThat(code(drop("campaigns", "unedited.csv", csv))).isEqualTo("iteration.not-next");
    assertThat(count("campaign.runs")).isEqualTo(2);
  }

  @Test
  void anIterationKeepsThePlanAndThePlanDroppedAgainBeginsNothing() {
    String plan = PLAN.formatted("KEEP", "iterations: {at_most: 2}") + proposals("vemurafenib", "0", "1");
    drop("campaigns", "keep.yaml", plan);
    assertThat(next("two.yaml", "KEEP", "  number: 2\n", "0", "2", "4").state()).isEqualTo("completed");

    JsonNode first = get("/api/campaigns/KEEP/plan?revision=1").path("content");
    JsonNode second = get("/api/campaigns/KEEP/plan").path("content");
    first.properties().stream().filter(word -> !word.getKey().equals("proposals"))
        .forEach(word -> assertThat(second.get(word.getKey())).isEqualTo(word.getValue()));
    assertThat(second.path("proposals")).hasSize(3);
    assertThat(get("/api/runs?campaign=KEEP").findValuesAsText("status")).containsExactly("pending", "pending");
    assertThat(drop("campaigns", "keep-again.yaml", plan + "\n").recordsLoaded()).isZero();
    assertThat(next("two-again.yaml", "KEEP", "  number:   2\n", "0", "2", "4").recordsLoaded()).isZero();
    assertThat(count("campaign.runs")).isEqualTo(2);
    assertThat(code(next("three.yaml", "KEEP", "", "8"))).isEqualTo("iteration.at-most");
    assertThat(get("/api/campaigns/KEEP").path("max_iterations").asInt()).isEqualTo(2);
  }

  @Test
  void theSamplesAreAPlanAndItsNextIteration() {
    assertThat(drop("campaigns", "dose-response.yaml", Path.of("samples/campaigns/dose-response.yaml")).state()).isEqualTo("completed");
    assertThat(drop("campaigns", "dose-response-2.yaml", Path.of("samples/campaigns/dose-response-2.yaml")).state()).isEqualTo("completed");
    assertThat(get("/api/runs?campaign=DR-2026-11")).hasSize(2);
  }

  @Test
  void whatCannotBeTheNextIterationIsRefused() {
    plan("NO", "iterations: {one_at_a_time: true}", "0", "1");

    assertThat(code(next("a.yaml", "NOBODY", "", "1"))).isEqualTo("campaign.unknown");
    assertThat(code(next("b.yaml", "NO", "  number: 3\n", "1"))).isEqualTo("iteration.not-over");
    jdbc.sql("update tracking.experiments set status = 'failed', started_at = created_at where experiment_id = 'NO.1'").update();
    assertThat(code(next("c.yaml", "NO", "  number: 3\n", "1"))).isEqualTo("iteration.not-next");
    assertThat(code(next("d.yaml", "NO", "  nummer: 2\n", "1"))).isEqualTo("tree.unknown-word");
    assertThat(code(next("e.yaml", "NO", "", "1e"))).isEqualTo("concentration.malformed");
    assertThat(code(next("f.yaml", "NO", "", "9000"))).isEqualTo("proposal.dose-too-high");
    assertThat(code(drop("campaigns", "g.json", "{\"iteration\": {\"campaign\": \"NO\", \"proposals\": [{\"cell_line\": \"A375\","
        + " \"compound\": \"vemurafenib\", \"dose\": NaN, \"assay_type\": \"viability\"}]}}"))).isEqualTo("concentration.malformed");
    assertThat(code(drop("campaigns", "h.csv", "campaign,cell_line,compound,dose,unit,assay_type\nNO,A375,vemurafenib,,uM,viability\n")))
        .isEqualTo("iteration.value-missing");
    assertThat(code(drop("campaigns", "i.csv", "campaign,cell_line,compound,dose,unit,assay_type\nNO,A375,vemurafenib,1,uM,viability\n"
        + "ELSE,A375,vemurafenib,1,uM,viability\n"))).isEqualTo("iteration.several");
    assertThat(code(plan("NO2", "strategy: {use: guessing}", "1"))).isEqualTo("strategy.unknown");
    assertThat(count("campaign.runs")).isEqualTo(1);
    assertProblem("/api/campaigns/NO/iterations/7", HttpStatus.NOT_FOUND, "web.missing");
    assertProblem("/api/campaigns/NO/strategy", HttpStatus.NOT_FOUND, "web.missing");
  }

  @Test
  void wrongMissingAndCorrectedResultsAreToldAndTheIterationWaits() {
    plan("ODD", "", "0", "0.1", "1");
    bind("ODD", 1, "P1");
    List<String> good = rows("ODD", 1, "P1", new Random(2));
    assertThat(read("unknown.csv", List.of(good.get(0).replace("ODD-1-P1", "NOBODYS"))).state()).isEqualTo("completed");
    assertThat(iteration("ODD", 1).path("measured").asInt()).isZero();
    assertThat(iteration("ODD", 1).path("waits_for").findValuesAsText("code")).containsExactly("iteration.no-results");
    assertThat(code(read("nan.csv", List.of(good.get(0).replaceAll(",24,[0-9.-]+,", ",24,NaN,"))))).isEqualTo("number.malformed");

    List<String> odd = new ArrayList<>(good.subList(0, good.size() - 1));
    odd.set(0, odd.get(0).replace("A375", "HeLa"));
    odd.add("ODD-1-P1,A1,A375,DMSO,0,24,9000,1,2026-11-21");
    read("odd.csv", odd);
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() ->
        assertThat(get("/api/campaigns/ODD/iterations").path(0).path("wells_measured").asInt()).isEqualTo(13));
    assertThat(iteration("ODD", 1).path("told").toString())
        .isEqualTo("{\"result.contradicts\":1,\"result.not-laid-out\":1,\"result.not-measured\":1}");
    assertThat(iteration("ODD", 1).path("waits_for").path(0).path("code").asText()).isEqualTo("iteration.wells-missing");

    assertThat(read("corrected.csv", good).state()).isEqualTo("completed");
    awaitState("ODD", 1, "measured");
    assertThat(iteration("ODD", 1).path("told")).isEmpty();
    assertThat(iteration("ODD", 1).path("plates").path(0).path("version").asInt()).isEqualTo(2);
    jdbc.sql("update tracking.experiments set status = 'completed', started_at = created_at, finished_at = created_at"
        + " where experiment_id = 'ODD.1'").update();
    awaitState("ODD", 1, "completed");
  }

  @Test
  void aPlateOfAnotherRunDoesNotCountAndAFailedRunIsDoneAgainUnderItsNumber() {
    plan("FAIL", "", "0", "0.1", "1");
    bind("FAIL", 1, "P1");
    jdbc.sql("update tracking.experiments set status = 'failed', started_at = created_at where experiment_id = 'FAIL.1'").update();
    awaitState("FAIL", 1, "failed");
    assertThat(iteration("FAIL", 1).path("waits_for").path(0).path("code").asText()).isEqualTo("iteration.run-failed");

    drop("campaigns", "repeat.yaml", "run: {campaign: FAIL, repeats: FAIL.1, labware: {P1: FAIL-1-P1}}");
    assertThat(get("/api/campaigns/FAIL/iterations")).hasSize(1);
    assertThat(iteration("FAIL", 1).path("run").asText()).isEqualTo("FAIL.2");
    String rows = String.join(",FAIL.1\n", rows("FAIL", 1, "P1", new Random(3))) + ",FAIL.1\n";
    String header = "plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control,date,experiment_id\n";
    drop("plate-results", "first.csv", header + rows);
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() ->
        assertThat(iteration("FAIL", 1).path("told").toString()).isEqualTo("{\"result.other-run\":15}"));
    drop("plate-results", "second.csv", header + rows.replace("FAIL.1", "FAIL.2"));
    awaitState("FAIL", 1, "measured");
  }

  @Test
  void anIterationThatWillNotBeCompleteIsClosedByAPersonAndTheStrategyGoesOn() {
    plan("CLOSE", "strategy: {use: dose-refinement}", "0", "0.001", "0.01", "0.1", "1", "10");
    bind("CLOSE", 1, "P1");
    List<String> rows = rows("CLOSE", 1, "P1", new Random(4));
    read("part.csv", rows.subList(0, rows.size() - 2));
    awaitState("CLOSE", 1, "running");
    assertThat(get("/api/campaigns/CLOSE/strategy").path("waits_for").path(0).path("code").asText()).startsWith("iteration.");
    assertThat(post("/api/campaigns/CLOSE/iterations/1/close", "{}").getBody().path("code").asText()).isEqualTo("campaign.reason");

    assertThat(post("/api/campaigns/CLOSE/iterations/1/close", "{\"reason\": \"two wells were empty\"}").getStatusCode())
        .isEqualTo(HttpStatus.OK);

    await().atMost(Duration.ofSeconds(20)).until(() -> count("campaign.campaign_iterations where iteration_number = 2") == 1);
    JsonNode decision = get("/api/campaigns/CLOSE/strategy").path("decisions").path(0);
    assertThat(decision.path("pairs").path(0).path("verdict").asText()).isIn("NARROW", "WIDEN");
    assertThat(post("/api/campaigns/CLOSE/iterations/1/close", "{\"reason\": \"again\"}").getBody().path("code").asText())
        .isEqualTo("iteration.closed");
  }

  @Test
  void tenThousandWellsAreTold() {
    plan("MANY", "", "0", "1");
    var wells = new StringBuilder();
    var rows = new ArrayList<String>();
    for (int plate = 1; plate <= 7; plate++) {
      wells.append(plate > 1 ? "," : "").append("\"P%d\": {\"assay\": \"viability\", \"wells\": {".formatted(plate));
      for (int well = 0; well < 1536; well++) {
        String address = new WellAddress(well / 48, well % 48).toString();
        boolean vehicle = well % 8 == 0;
        String what = vehicle ? "\"role\": \"vehicle\"" : """
            "role": "sample", "compound": "c", "dose": "1 uM", "proposal": "p%d-%d\"""".formatted(plate, well / 4);
        wells.append(well > 0 ? "," : "")
            .append("\"%s\": {\"cell_line\": \"A375\", \"replicate\": 1, %s}".formatted(address, what));
        rows.add("MANY-1-P%d,%s,A375,%s,24,%d,0,2026-11-21".formatted(plate, address, vehicle ? "DMSO,0" : "c,1", 1000 + well));
      }
      wells.append("}}");
    }
    jdbc.sql("update campaign.plans set layout = :layout::jsonb").param("layout", "{\"seed\": 1, \"plates\": {" + wells + "}}").update();
    for (int plate = 1; plate <= 7; plate++) {
      jdbc.sql("insert into campaign.run_labware values ('MANY.1', :label, :barcode, 'test', now())").param("label", "P" + plate)
          .param("barcode", "MANY-1-P" + plate).update();
    }
    read("many.csv", rows);
    awaitState("MANY", 1, "measured");

    assertThat(results("MANY", 1)).hasSize(10_752);
    assertThat(iteration("MANY", 1).path("measured").asInt()).isEqualTo(10_752);
    assertThat(count("campaign.campaign_experiments where status = 'completed' and experiment_id = 'MANY.1' and proposal_id like 'p_-%'"))
        .isEqualTo(7 * 384);
  }
}
