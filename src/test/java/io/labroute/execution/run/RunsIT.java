package io.labroute.execution.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** From a dropped plan to files at the devices' doorsteps, as a user does it. */
class RunsIT extends EngineTest {

  private static final String PLAN = """
      campaign: {id: %s, name: Test}
      release: %s
      labware:
        - {id: Source, barcode: SRC, type: 96-well plate, at: {device: Tecan_EVO, position: 0},
           contents: {all: {substance: drug, concentration: 10 mM, volume: 200 uL}}}
        - {id: Target, barcode: DST, type: 96-well plate, at: {device: Tecan_EVO, position: 1}}
        - {id: Late, type: 96-well plate, at: {device: Hamilton_STAR, position: 2}}
      steps:
        - {id: one, operation: transfer, device: Tecan_EVO, tips: {system: diti, reuse: none},
           transfers: [{from: Source/A1, to: Target/B2, volume: 10 uL, liquid_class: Water}]}
        - {id: two, operation: transfer, device: Tecan_EVO, after: one,
           transfers: [{from: Source/A2, to: Target/B2, volume: 20 uL}]}
        - {id: look, operation: manual, prompt: Look., labware: Target, after: two}
      """;

  @BeforeEach
  void lab() throws IOException {
    try (Stream<Path> old = Files.exists(worklistsOut()) ? Files.walk(worklistsOut()) : Stream.empty()) {
      for (Path file : old.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    assertThat(drop("lab-config", "lab.yaml", Path.of("samples/lab-config/handlers.yaml")).state()).isEqualTo("completed");
  }

  private void plates(String... rows) {
    FileRecord file = drop("containers", "plates.csv", "barcode,device,position,labware_type,lidded\n" + String.join("\n", rows) + "\n");
    assertThat(file.state()).isEqualTo("completed");
  }

  private List<String> files(String device) {
    Path folder = worklistsOut().resolve(device);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitFiles(String device, int count) {
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(files(device)).hasSize(count));
  }

  private JsonNode run(String id) {
    return get("/api/runs/" + id);
  }

  private static JsonNode step(JsonNode run, String id) {
    for (JsonNode step : run.path("steps")) {
      if (step.path("step_id").asText().equals(id)) {
        return step;
      }
    }
    throw new AssertionError("no step " + id + " in " + run);
  }

  private JsonNode post(String path, Map<String, ?> body) {
    try {
      return post(path, new ObjectMapper().writeValueAsString(body)).getBody();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private String page(String path) {
    return rest.getForObject(path, String.class);
  }

  @Test
  void whatIsWrongWithADevicesFolderIsToldOfTheStepUntilItIsPutRight() throws IOException {
    plates("SRC,Tecan_EVO,0,96-well plate,0", "DST,Tecan_EVO,1,96-well plate,0");
    Path folder = Files.createDirectories(worklistsOut().resolve("Tecan_EVO"));
    Path real = Files.move(folder, worklistsOut().resolve("elsewhere"));
    Files.createSymbolicLink(folder, real);
    try {
      drop("campaigns", "plan.yaml", PLAN.formatted("C1", "immediate"));

      await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(step(run("C1.1"), "one").at("/waits_for/0/code").asText())
          .isEqualTo("release.folder-is-link"));
      assertThat(step(run("C1.1"), "one").path("state").asText()).isEqualToIgnoringCase("waiting");
      assertThat(page("/runs")).contains("reached over a symbolic link");
      assertThat(count("tracking.well_bookings")).isZero();
    } finally {
      Files.delete(folder);
      Files.move(real, folder);
    }

    plates("OTHER,Tecan_EVO,2,96-well plate,0");    // something has happened in the lab, so it is tried again at once
    awaitFiles("Tecan_EVO", 2);
    assertThat(step(run("C1.1"), "one").path("waits_for")).isEmpty();
  }

  @Test
  void aPlanThatReleasesAtOnceBecomesFilesAtTheDoorstep() throws IOException {
    plates("SRC,Tecan_EVO,0,96-well plate,0", "DST,Tecan_EVO,1,96-well plate,0");

    FileRecord plan = drop("campaigns", "plan.yaml", PLAN.formatted("C1", "immediate"));

    assertThat(plan.state()).isEqualTo("completed");
    awaitFiles("Tecan_EVO", 2);
    Path file = worklistsOut().resolve("Tecan_EVO").resolve(files("Tecan_EVO").get(0));
    assertThat(Files.readString(file)).contains("A;Source;SRC;;1;;10.00;Water", "D;Target;DST;;10;;10.00;Water");
    assertThat(file.getFileName().toString()).startsWith("C1.1-one-");
    JsonNode run = run("C1.1");
    assertThat(run.path("run").path("status").asText()).isEqualTo("running");
    assertThat(step(run, "one").path("state").asText()).isEqualTo("RELEASED");
    assertThat(step(run, "look").path("waits_for").path(0).path("code").asText()).isEqualTo("run.predecessor");
    assertThat(jdbc.sql("select volume_ul from tracking.wells w join tracking.containers c using (container_id) where barcode = 'DST' and well = 'B2'")
        .query(BigDecimal.class).single()).isEqualByComparingTo("30");
  }

  @Test
  void nothingAppearsUntilTheDeckIsAsThePlanHasItAndAWrongPlateBlocks() {
    drop("campaigns", "plan.yaml", PLAN.formatted("C2", "immediate"));
    await().atMost(Duration.ofSeconds(10)).until(() -> step(run("C2.1"), "one").path("waits_for").path(0).path("code").asText()
        .equals("run.no-container"));
    plates("SRC,Tecan_EVO,0,96-well plate,0", "OTHER,Tecan_EVO,1,96-well plate,0", "DST,Hotel,1,96-well plate,0");

    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(step(run("C2.1"), "one").path("waits_for").path(0)
        .path("code").asText()).isEqualTo("run.wrong-container"));
    assertThat(files("Tecan_EVO")).isEmpty();

    post("/api/containers/OTHER/move", Map.of("source_device", "Tecan_EVO", "source_pos", 1, "target_device", "Hotel", "target_pos", 2));
    post("/api/containers/DST/move", Map.of("source_device", "Hotel", "source_pos", 1, "target_device", "Tecan_EVO", "target_pos", 1));
    awaitFiles("Tecan_EVO", 2);
  }

  @Test
  void aPlateWithItsLidOnBlocks() {
    plates("SRC,Tecan_EVO,0,96-well plate,0", "DST,Tecan_EVO,1,96-well plate,1");
    drop("campaigns", "plan.yaml", PLAN.formatted("C12", "immediate"));
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(step(run("C12.1"), "one").path("waits_for").path(0)
        .path("code").asText()).isEqualTo("run.lidded"));
    assertThat(files("Tecan_EVO")).isEmpty();

    post("/api/containers/DST/unlid", Map.of());
    awaitFiles("Tecan_EVO", 2);
  }

  @Test
  void filesThatAreDroppedTogetherTakeEffectInTheOrderInWhichTheyNeedEachOther() throws IOException {
    Map<String, String> dropped = Map.of("campaigns/plan.yaml", PLAN.formatted("C13", "immediate").replace("Tecan_EVO, position", "Echo_650, position"),
        "device-events/events.jsonl", """
            {"event": "moved", "at": "%s", "device": "Shelf", "barcode": "X1", "target_device": "Shelf", "target_pos": 1}
            """.formatted(Instant.now()),
        "containers/x.csv", "barcode,device,position,at\nX1,Shelf,0,2026-01-01T00:00:00Z\n",
        "lab-config/shelf.yaml", "sila_servers: {storage: {Shelf: {capacity: 4}}}");
    for (String name : List.of("campaigns/plan.yaml", "device-events/events.jsonl", "containers/x.csv", "lab-config/shelf.yaml")) {
      Path target = inbox(name.substring(0, name.indexOf('/'))).resolve(name.substring(name.indexOf('/') + 1));
      Files.writeString(target.resolveSibling(".dropping"), dropped.get(name));
      Files.move(target.resolveSibling(".dropping"), target);
    }

    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(
        rows("select state from ingest.file where kind <> 'lab-config' or name = 'shelf.yaml'")).hasSize(4)
        .allMatch(row -> row.get("state").equals("completed")));
    assertThat(get("/api/containers/X1").path("current_pos").asInt()).isEqualTo(1);
    assertThat(rows("select code from tracking.event_flags")).isEmpty();
  }

  @Test
  void aPersonReleasesInOrder() {
    plates("SRC,Tecan_EVO,0,96-well plate,0", "DST,Tecan_EVO,1,96-well plate,0");
    drop("campaigns", "plan.yaml", PLAN.formatted("C3", "manual"));

    assertThat(step(run("C3.1"), "one").path("state").asText()).isEqualTo("READY");
    assertThat(post("/api/runs/C3.1/steps/two/release", Map.of()).path("code").asText()).isEqualTo("run.predecessor");
    assertThat(files("Tecan_EVO")).isEmpty();

    JsonNode run = post("/api/runs/C3.1/steps/one/release", Map.of());
    assertThat(step(run, "one").path("state").asText()).isEqualTo("RELEASED");
    assertThat(post("/api/runs/C3.1/steps/one/release", Map.of()).path("code").asText()).isEqualTo("run.released");
    post("/api/runs/C3.1/steps/two/release", Map.of("anyway", true));
    assertThat(files("Tecan_EVO")).hasSize(2);

    drop("campaigns", "again.yaml", "run: {campaign: C3}");
    post("/api/runs/C3.2/abort", Map.of("reason", "not today"));
    assertThat(post("/api/runs/C3.2/steps/one/release", Map.of("anyway", true)).path("code").asText()).isEqualTo("run.not-running");
    assertThat(files("Tecan_EVO")).hasSize(2);
  }

  @Test
  void aPlanIsRunAgainWithOtherPlatesAndBarcodesAreBoundByScan() {
    plates("SRC,Tecan_EVO,0,96-well plate,0", "DST,Tecan_EVO,1,96-well plate,0", "DST2,Hotel,4,96-well plate,0");
    drop("campaigns", "plan.yaml", PLAN.formatted("C4", "immediate").replace("id: Target, barcode: DST,", "id: Target,"));
    await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(step(run("C4.1"), "one").path("waits_for").path(0)
        .path("code").asText()).isEqualTo("run.unbound"));
    drop("device-events", "scan.jsonl", """
        {"event": "barcode_read", "at": "%s", "device": "Tecan_EVO", "barcode": "DST"}
        """.formatted(Instant.now()));
    awaitFiles("Tecan_EVO", 2);
    assertThat(run("C4.1").path("run").path("barcodes").path("Target").asText()).isEqualTo("DST");

    FileRecord again = drop("campaigns", "again.yaml", "run: {campaign: C4, labware: {Target: DST2}}");
    assertThat(again.state()).isEqualTo("completed");
    assertThat(drop("campaigns", "copy.yaml", "run: {campaign: C4, labware: {Target: DST2}}").state()).as("a copy").isEqualTo("duplicate");
    assertThat(get("/api/runs?campaign=C4")).hasSize(2);
    post("/api/containers/DST/move", Map.of("source_device", "Tecan_EVO", "source_pos", 1, "target_device", "Hotel", "target_pos", 0));
    post("/api/containers/DST2/move", Map.of("source_device", "Hotel", "source_pos", 4, "target_device", "Tecan_EVO", "target_pos", 1));
    awaitFiles("Tecan_EVO", 4);
    assertThat(run("C4.2").path("run").path("barcodes").path("Target").asText()).isEqualTo("DST2");
    assertThat(jdbc.sql("select volume_ul from tracking.wells w join tracking.containers c using (container_id) where barcode = 'SRC' and well = 'A1'")
        .query(BigDecimal.class).single()).as("both runs drew from it").isEqualByComparingTo("180");
  }

  @Test
  void aChangedPlanIsANewRevisionAndWhatWasReleasedStays() {
    plates("SRC,Tecan_EVO,0,96-well plate,0", "DST,Tecan_EVO,1,96-well plate,0");
    drop("campaigns", "plan.yaml", PLAN.formatted("C5", "manual"));
    drop("campaigns", "plan2.yaml", PLAN.formatted("C5", "manual").replace("10 uL", "11 uL"));
    assertThat(run("C5.1").path("run").path("status").asText()).as("nothing was done for it").isEqualTo("aborted");
    post("/api/runs/C5.2/steps/one/release", Map.of());
    drop("campaigns", "plan3.yaml", PLAN.formatted("C5", "manual").replace("10 uL", "12 uL"));

    assertThat(run("C5.2").path("run").path("status").asText()).isEqualTo("running");
    assertThat(run("C5.2").path("run").path("revision").asInt()).isEqualTo(2);
    assertThat(run("C5.3").path("run").path("revision").asInt()).isEqualTo(3);
    assertThat(files("Tecan_EVO")).singleElement().asString().startsWith("C5.2-one");
    assertThat(get("/api/campaigns/C5/plan?revision=1").at("/content/steps/0/transfers/0/volume").asText()).isEqualTo("10 uL");
    FileRecord same = drop("campaigns", "plan4.yaml", "# a remark\n" + PLAN.formatted("C5", "manual").replace("10 uL", "12 uL"));
    assertThat(same.state()).isEqualTo("completed");
    assertThat(get("/api/runs?campaign=C5")).as("the same plan is no new revision and no new run").hasSize(3);
  }

  @Test
  void aPlanIsCheckedAsAWholeBeforeAnythingIsKept() {
    Map<String, String> faults = Map.of(
        PLAN.formatted("C6", "manual").replace("from: Source/A1", "from: Source/J1"), "worklist.well-out-of-range",
        PLAN.formatted("C6", "manual").replace("from: Source/A1", "from: Target/A1"), "campaign.contents-missing",
        PLAN.formatted("C6", "manual").replace("volume: 10 uL", "volume: 198 uL"), "worklist.volume-underflow",
        PLAN.formatted("C6", "manual").replace("volume: 10 uL", "volume: 10"), "volume.malformed",
        PLAN.formatted("C6", "manual").replace("volume: 10 uL", "volume: -1 uL"), "worklist.volume-negative",
        PLAN.formatted("C6", "manual").replace("device: Tecan_EVO, tips", "device: Tecan_EV0, tips"), "device-profile.missing",
        PLAN.formatted("C6", "manual").replace("type: 96-well plate, at: {device: Tecan_EVO, position: 1}", "type: 97-well plate"),
        "worklist.unknown-labware-type",
        PLAN.formatted("../../etc", "manual"), "campaign.id");
    faults.forEach((plan, code) -> {
      FileRecord file = drop("campaigns", "bad.yaml", plan);
      assertThat(file.state()).as(code).isEqualTo("rejected");
      assertThat(file.error()).as(plan).contains("[" + code + "]").contains("ine ");
    });
    assertThat(jdbc.sql("select count(*) from campaign.plans").query(Long.class).single()).isZero();
    assertThat(jdbc.sql("select count(*) from tracking.experiments").query(Long.class).single()).isZero();
  }

  @Test
  void transfersComeFromATableBesideThePlan() {
    plates("SRC,Tecan_EVO,0,96-well plate,0", "DST,Tecan_EVO,1,96-well plate,0");
    assertThat(drop("campaigns", "picks.csv", "from,to,volume,liquid_class\nSource/A1,Target/B2,10 uL,Water\nSource/A2,Target/B3,20 uL,\n")
        .state()).isEqualTo("completed");
    String plan = """
        campaign: {id: C7}
        release: immediate
        labware:
          - {id: Source, barcode: SRC, type: 96-well plate, contents: {all: {substance: drug, volume: 200 uL}}}
          - {id: Target, barcode: DST, type: 96-well plate}
        steps:
          - {id: pick, operation: transfer, device: Tecan_EVO, transfers: {file: picks.csv}}
        """;
    FileRecord missing = drop("campaigns", "plan.yaml", plan.replace("picks", "other"));
    assertThat(missing.error()).contains("campaign.transfers-missing");
    assertThat(drop("campaigns", "bad.csv", "from,to,volume\nSource/A1,Target/B2,ten\n").error()).contains("volume.malformed", "ine 2");

    assertThat(drop("campaigns", "plan.yaml", plan).state()).isEqualTo("completed");
    awaitFiles("Tecan_EVO", 1);
  }

  @Test
  void aRunGoesToItsEndByEventsAndPeople() {
    plates("SRC,Tecan_EVO,0,96-well plate,0", "DST,Tecan_EVO,1,96-well plate,0");
    drop("campaigns", "plan.yaml", """
        campaign: {id: C8}
        release: manual
        labware:
          - {id: Target, barcode: DST, type: 96-well plate, at: {device: Tecan_EVO, position: 1}}
        steps:
          - {id: to-incubator, operation: move, labware: Target, to: {device: Incubator, position: 5}}
          - {id: incubate, operation: incubate, device: Incubator, labware: Target, duration: 4 h, temperature: 37 C, after: to-incubator}
          - {id: look, operation: manual, prompt: Look at it., labware: Target, after: incubate}
          - {id: back, operation: move, labware: Target, to: {device: Hotel, position: 1}, after: look}
        """);
    post("/api/containers/DST/move", Map.of("source_device", "Tecan_EVO", "source_pos", 1, "target_device", "Incubator", "target_pos", 5));
    assertThat(step(run("C8.1"), "to-incubator").path("state").asText()).isEqualTo("COMPLETED");
    assertThat(step(run("C8.1"), "incubate").path("state").asText()).isEqualTo("READY");
    String at = Instant.now().minusSeconds(60).toString();
    drop("device-events", "incubator.jsonl", """
        {"event": "started", "at": "%s", "device": "Incubator", "fct": "incubate", "run": "r1", "experiment_id": "C8.1", "barcode": "DST"}
        """.formatted(at));
    assertThat(step(run("C8.1"), "incubate").path("state").asText()).isEqualTo("RUNNING");
    assertThat(post("/api/runs/C8.1/steps/look", Map.of("status", "completed")).path("code").asText()).isEqualTo("run.predecessor");
    drop("device-events", "incubator2.jsonl", """
        {"event": "finished", "at": "%s", "device": "Incubator", "fct": "incubate", "run": "r1"}
        """.formatted(Instant.now()));
    JsonNode run = post("/api/runs/C8.1/steps/look", Map.of("status", "completed"));
    assertThat(step(run, "look").path("state").asText()).isEqualTo("COMPLETED");
    post("/api/runs/C8.1/steps/back", Map.of("status", "completed"));
    assertThat(get("/api/containers/DST").path("current_device").asText()).isEqualTo("Hotel");
    await().atMost(Duration.ofSeconds(20)).until(() -> run("C8.1").path("run").path("status").asText().equals("completed"));
    assertThat(get("/api/campaigns/C8").path("status").asText()).isEqualTo("completed");
  }

  @Test
  void pagesTellWhatWaits() {
    drop("campaigns", "plan.yaml", PLAN.formatted("C9", "manual"));

    assertThat(page("/runs")).contains("C9.1", "run.no-container");
    assertThat(page("/runs/one?id=C9.1")).contains("Target", "Look.", "bind");
    assertThat(page("/campaigns/one?id=C9")).contains("C9.1");
  }

  @Test
  void aStepThatFailsStopsWhatComesAfterAndTheRunIsDoneAgainAsOneThatKnowsIt() {
    plates("DST,Tecan_EVO,1,96-well plate,0");
    drop("campaigns", "plan.yaml", """
        campaign: {id: C10}
        release: manual
        labware:
          - {id: Target, barcode: DST, type: 96-well plate, at: {device: Tecan_EVO, position: 1}}
        steps:
          - {id: seal, operation: seal, labware: Target}
          - {id: shake, operation: shake, labware: Target, duration: 1 min, speed: 300 rpm, after: seal}
        """);
    post("/api/runs/C10.1/steps/seal", Map.of("status", "running", "at", Instant.now().minusSeconds(30).toString()));
    JsonNode run = post("/api/runs/C10.1/steps/seal", Map.of("status", "failed", "message", "no foil"));

    assertThat(step(run, "seal").path("state").asText()).isEqualTo("FAILED");
    assertThat(step(run, "seal").path("message").asText()).isEqualTo("no foil");
    assertThat(step(run, "seal").path("started_at").isNull()).isFalse();
    assertThat(step(run, "seal").path("finished_at").isNull()).isFalse();
    assertThat(step(run, "shake").path("state").asText()).isEqualTo("WAITING");
    assertThat(post("/api/runs", Map.of("campaign", "C10", "repeats", "C10.1")).path("code").asText()).as("it is not over yet")
        .isEqualTo("run.repeats");
    post("/api/runs/C10.1/abort", Map.of("reason", "no foil"));
    assertThat(post("/api/runs/C10.1/steps/shake", Map.of("status", "completed", "anyway", true)).path("code").asText()).isEqualTo("run.over");
    JsonNode again = post("/api/runs", Map.of("campaign", "C10", "repeats", "C10.1"));

    assertThat(again.path("run").path("experiment_id").asText()).isEqualTo("C10.2");
    assertThat(again.path("run").path("repeats").asText()).isEqualTo("C10.1");
    assertThat(get("/api/runs?status=aborted")).extracting(it -> it.path("experiment_id").asText()).containsExactly("C10.1");
    assertThat(get("/api/runs/waiting")).extracting(it -> it.path("experiment_id").asText()).containsOnly("C10.2");
  }

  @Test
  void aDryRunOfAPlanTellsWhatWouldHappenAndKeepsNothing() {
    JsonNode good = dryRun(PLAN.formatted("C11", "immediate"));
    JsonNode bad = dryRun(PLAN.formatted("C11", "immediate").replace("volume: 10 uL", "volume: 500 uL"));

    assertThat(good.toString()).doesNotContain("worklist.volume-underflow");
    assertThat(bad.toString()).contains("worklist.volume-underflow");
    assertThat(count("campaign.plans")).isZero();
    assertThat(count("tracking.experiments")).isZero();
    assertThat(files("Tecan_EVO")).isEmpty();
  }

  private JsonNode dryRun(String plan) {
    var headers = new HttpHeaders();
    headers.setContentType(MediaType.APPLICATION_OCTET_STREAM);
    return rest.exchange("/api/kinds/campaigns/check?name=plan.yaml", HttpMethod.POST, new HttpEntity<>(plan, headers), JsonNode.class)
        .getBody();
  }

  @Test
  void proposalsBecomeStepsAndALayoutThatIsKept() throws IOException {
    FileRecord file = drop("campaigns", "doses.yaml", Path.of("samples/campaigns/dose-response.yaml"));

    assertThat(file.state()).as(file.error()).isEqualTo("completed");
    String campaign = jdbc.sql("select campaign_id from campaign.plans").query(String.class).single();
    JsonNode plan = get("/api/campaigns/" + campaign + "/plan");
    assertThat(plan.path("layout").isEmpty()).isFalse();
    assertThat(plan.at("/layout/seed").isNumber()).isTrue();
    JsonNode run = run(campaign + ".1");
    assertThat(run.path("steps")).extracting(step -> step.path("operation").asText()).contains("seed", "incubate", "read");
    assertThat(page("/runs/one?id=" + campaign + ".1")).contains("vehicle");
  }

  @Test
  void fiftyPlansDroppedAtOnceAllArrive() throws IOException {
    var rows = new StringBuilder("barcode,device,position,labware_type,lidded\n");
    drop("lab-config", "large.yaml", "sila_servers:\n  liquid_handlers:\n    Tecan_EVO: {capacity: 200, process_capacity: 1}\n");
    for (int n = 0; n < 100; n++) {
      rows.append("Q%d,Tecan_EVO,%d,96-well plate,0\n".formatted(n, n));
    }
    drop("containers", "many.csv", rows.toString());
    for (int n = 0; n < 50; n++) {
      Path temp = Files.writeString(inbox("campaigns").resolve(".p" + n), """
          campaign: {id: M%d}
          release: immediate
          labware:
            - {id: S, barcode: Q%d, type: 96-well plate, at: {device: Tecan_EVO, position: %d}, contents: {A1: {substance: x, volume: 50 uL}}}
            - {id: T, barcode: Q%d, type: 96-well plate, at: {device: Tecan_EVO, position: %d}}
          steps:
            - {id: second, operation: mix, device: Tecan_EVO, at: T/A1, volume: 5 uL, after: first}
            - {id: first, operation: transfer, device: Tecan_EVO, transfers: [{from: S/A1, to: T/A1, volume: 10 uL}]}
          """.formatted(n, 2 * n, 2 * n, 2 * n + 1, 2 * n + 1));
      Files.move(temp, inbox("campaigns").resolve("p" + n + ".yaml"));
    }

    await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(100)).untilAsserted(() -> assertThat(files("Tecan_EVO")).hasSize(100));
    assertThat(rows("select experiment_id from worklist.worklists group by experiment_id having array_agg(step_id order by placing_at) <> array['first', 'second']"))
        .as("a step never comes before one whose liquid it needs").isEmpty();
  }
}
