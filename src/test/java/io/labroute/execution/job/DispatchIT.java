package io.labroute.execution.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.ingest.FileRecord;
import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Jobs with their times, and what becomes of them as the lab reports. */
class DispatchIT extends EngineTest {

  private static final String PLAN = """
      campaign: {id: %s, name: Test}
      release: manual
      labware:
        - {id: Source, barcode: SRC, type: 96-well plate, at: {device: Tecan_EVO, position: 0},
           contents: {all: {substance: drug, concentration: 10 mM, volume: 200 uL}}}
        - {id: Target, barcode: DST, type: 96-well plate, at: {device: Tecan_EVO, position: 1}}
      steps:
        - {id: one, operation: transfer, device: Tecan_EVO,
           transfers: [{from: Source/A1, to: Target/B2, volume: 10 uL, liquid_class: Water}]}
        - {id: away, operation: move, labware: Target, to: {device: Hotel, position: 3}, after: one}
        - {id: look, operation: manual, prompt: Look., labware: Target, after: away}
      """;

  @Autowired
  private Jobs jobs;

  @BeforeEach
  void lab() throws IOException {
    try (Stream<Path> old = Files.exists(worklistsOut()) ? Files.walk(worklistsOut()) : Stream.empty()) {
      for (Path file : old.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    assertThat(drop("lab-config", "lab.yaml", Path.of("samples/lab-config/handlers.yaml")).state()).isEqualTo("completed");
    plates("SRC,Tecan_EVO,0,96-well plate,0", "DST,Tecan_EVO,1,96-well plate,0");
  }

  private void plates(String... rows) {
    FileRecord file = drop("containers", "plates.csv", "barcode,device,position,labware_type,lidded\n" + String.join("\n", rows) + "\n");
    assertThat(file.state()).isEqualTo("completed");
  }

  private void dropped(String campaign) {
    assertThat(drop("campaigns", campaign + ".yaml", PLAN.formatted(campaign)).state()).isEqualTo("completed");
  }

  /** Plans the steps of a run, which the lab's planning leaves alone, since it is released by hand: each a minute long, one after the other, the first at a moment. */
  private void plan(String run, Instant first, String... resources) {
    long schedule = jdbc.sql("""
        with last as (update schedule.schedules set state = 'superseded' where state = 'current')
        insert into schedule.schedules (made_at, made_by, why, state, anchor, tick_seconds, problem, plan, plan_sha256, source, value,
                                        bound, gap, guesses)
        values (now(), 'test', 'test', 'proposed', now(), 5, '{}', '{}', '', 'test', 0, 0, 0, 0) returning schedule_id""")
        .query(Long.class).single();
    var steps = List.of("one", "away", "look");
    jobs.plan(schedule, steps.stream().map(step -> {
      Instant start = first.plusSeconds(60L * steps.indexOf(step));
      return new JobTime(run, step, step.equals("one") ? "Tecan_EVO" : null, start, start.plusSeconds(60), "stated", false, 1,
          List.of(resources));
    }).toList());
  }

  private List<String> files() {
    Path folder = worklistsOut().resolve("Tecan_EVO");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Job job(String run, String step) {
    return jobs.of(run).stream().filter(it -> it.stepId().equals(step)).findFirst().orElseThrow();
  }

  private void awaitState(String run, String step, JobState state) {
    await(step).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50))
        .untilAsserted(() -> assertThat(job(run, step).state()).as("%s", job(run, step)).isEqualTo(state));
  }

  private void awaitWaiting(String run, String step, String code) {
    await(step).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).untilAsserted(() ->
        assertThat(job(run, step).waits()).as("%s", job(run, step)).extracting(Job.Reason::code).isEqualTo(code));
  }

  private void awaitHeld(String run, String step, String code) {
    await(step).atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).untilAsserted(() ->
        assertThat(job(run, step).held()).as("%s", job(run, step)).extracting(Job.Hold::code).isEqualTo(code));
  }

  private JsonNode say(String run, String step, String verb) {
    return post("/api/jobs/%s/%s".formatted(job(run, step).jobId(), verb), "{\"reason\": \"a test\"}").getBody();
  }

  /** The device takes the worklist and says that all of it was done. */
  private void finishWorklist(String run) {
    UUID worklist = job(run, "one").worklistId();
    post("/api/worklists/%s/acknowledge".formatted(worklist), "{\"state\": \"finished\"}");
  }

  @Test
  void aWorklistAppearsWhenItsTimeHasComeAndNotBefore() {
    dropped("D1");
    Instant start = Instant.now().plusSeconds(3);
    plan("D1.1", start);

    assertThat(files()).isEmpty();
    assertThat(job("D1.1", "one").state()).isEqualTo(JobState.PLANNED);
    awaitState("D1.1", "one", JobState.DUE);
    assertThat(job("D1.1", "one").firedAt()).isAfterOrEqualTo(start);
    assertThat(files()).hasSize(1);
    assertThat(job("D1.1", "away").state()).isEqualTo(JobState.PLANNED);
  }

  @Test
  void aJobWaitsForItsPredecessorAndForItsDeckAndSaysSo() {
    dropped("D2");
    plates("DST2,Hotel,1,96-well plate,0");
    post("/api/containers/SRC/move", "{\"source_device\": \"Tecan_EVO\", \"source_pos\": 0, \"target_device\": \"Hotel\", \"target_pos\": 0}");
    plan("D2.1", Instant.now().minusSeconds(61));

    awaitWaiting("D2.1", "one", "run.not-on-deck");
    awaitWaiting("D2.1", "away", "run.predecessor");
    assertThat(rest.getForObject("/schedule", String.class)).contains("D2.1, away: planned", "run.not-on-deck", "<svg class=\"chart\"");
    post("/api/containers/SRC/move", "{\"source_device\": \"Hotel\", \"source_pos\": 0, \"target_device\": \"Tecan_EVO\", \"target_pos\": 0}");
    awaitState("D2.1", "one", JobState.DUE);
    assertThat(job("D2.1", "one").waits()).isNull();
  }

  @Test
  void whatDevicesReportUnderTheNameOfTheOrderIsTheJobs() {
    dropped("D3");
    plan("D3.1", Instant.now().minusSeconds(100));
    awaitState("D3.1", "one", JobState.DUE);
    await().atMost(Duration.ofSeconds(20)).until(() -> job("D3.1", "one").worklistId() != null);
    finishWorklist("D3.1");

    awaitState("D3.1", "one", JobState.DONE);
    awaitState("D3.1", "away", JobState.DUE);
    JsonNode offered = get("/api/jobs/offered");
    assertThat(offered.path(0).path("order").asText()).isEqualTo("D3.1/away/1");
    assertThat(offered.path(0).path("labware").path("Target").asText()).isEqualTo("DST");
    assertThat(offered.path(0).path("target").path("device").asText()).isEqualTo("Hotel");

    drop("device-events", "a.jsonl", """
        {"event": "started", "device": "Hotel", "fct": "move", "run": "D3.1/away/1", "experiment_id": "D3.1", "barcode": "DST", \
        "source_device": "Tecan_EVO", "source_pos": 1, "target_device": "Hotel", "target_pos": 3, "at": "%s"}
        """.formatted(Instant.now()));
    awaitState("D3.1", "away", JobState.RUNNING);
    drop("device-events", "b.jsonl", """
        {"event": "finished", "device": "Hotel", "run": "D3.1/away/1", "at": "%s"}
        """.formatted(Instant.now()));
    awaitState("D3.1", "away", JobState.DONE);

    post("/api/runs/D3.1/steps/look", "{\"anyway\": false}");
    awaitState("D3.1", "look", JobState.DONE);
    await().atMost(Duration.ofSeconds(20)).until(() -> get("/api/runs/D3.1").path("run").path("status").asText().equals("completed"));
    assertThat(get("/api/jobs/%s/changes".formatted(job("D3.1", "away").jobId())).findValuesAsText("state"))
        .containsExactly("due", "running", "done");
  }

  @Test
  void whatContradictsThePlanIsKeptAndTheRunIsHeld() {
    dropped("D14");
    plan("D14.1", Instant.now().plusSeconds(100));
    drop("device-events", "early.jsonl", """
        {"event": "started", "device": "Hotel", "fct": "move", "run": "D14.1/away/1", "experiment_id": "D14.1", "barcode": "DST", \
        "source_device": "Tecan_EVO", "source_pos": 1, "target_device": "Hotel", "target_pos": 3, "at": "%s"}
        """.formatted(Instant.now()));

    awaitState("D14.1", "away", JobState.RUNNING);
    awaitHeld("D14.1", "one", "job.contradicted");
    awaitHeld("D14.1", "look", "job.contradicted");
    assertThat(job("D14.1", "one").held().text()).contains("D14.1/away/1 is running", "The step one is not over");
    assertThat(job("D14.1", "away").held()).as("what has begun is not held").isNull();
    plan("D14.1", Instant.now().plusSeconds(50));
    awaitHeld("D14.1", "one", "job.contradicted");
    post("/api/runs/D14.1/resume", "{}");
    assertThat(List.of("one", "look")).allSatisfy(step -> assertThat(job("D14.1", step).held()).isNull());
  }

  @Test
  void whatAnotherDeviceThanPlannedBeganIsKeptAndTheRunIsHeld() {
    assertThat(drop("campaigns", "D15.yaml", """
        campaign: {id: D15}
        release: manual
        labware:
          - {id: Target, barcode: DST, type: 96-well plate, at: {device: Tecan_EVO, position: 1}}
        steps:
          - {id: one, operation: shake, labware: Target, device: Tecan_EVO, duration: 1 min, speed: 300 rpm}
          - {id: away, operation: move, labware: Target, to: {device: Hotel, position: 3}, after: one}
          - {id: look, operation: manual, prompt: Look., labware: Target, after: away}
        """).state()).isEqualTo("completed");
    plan("D15.1", Instant.now().minusSeconds(5));
    awaitState("D15.1", "one", JobState.DUE);
    drop("device-events", "elsewhere.jsonl", """
        {"event": "started", "device": "Hamilton_STAR", "fct": "shake", "run": "D15.1/one/1", "experiment_id": "D15.1", "barcode": "DST", "at": "%s"}
        """.formatted(Instant.now()));

    awaitState("D15.1", "one", JobState.RUNNING);
    awaitHeld("D15.1", "away", "job.contradicted");
    awaitHeld("D15.1", "look", "job.contradicted");
    assertThat(job("D15.1", "away").held().text()).contains("D15.1/one/1 is running", "another device", "Hamilton_STAR", "Tecan_EVO");
    assertThat(job("D15.1", "one").held()).as("what has begun is not held").isNull();
  }

  @Test
  void whatIsTooLateIsHeldUntilAPersonLetsItGoOn() {
    dropped("D4");
    plan("D4.1", Instant.now().minus(Duration.ofHours(1)));

    awaitHeld("D4.1", "one", "job.overdue");
    assertThat(files()).isEmpty();
    assertThat(rest.getForObject("/schedule", String.class)).contains("job.overdue", ">resume</button>");
    say("D4.1", "one", "resume");
    awaitState("D4.1", "one", JobState.DUE);
    assertThat(files()).hasSize(1);
  }

  @Test
  void aNewTimeIsTheAnswerToALateOneButNotToAPersonsHold() {
    dropped("D5");
    plan("D5.1", Instant.now().minus(Duration.ofHours(1)));
    awaitHeld("D5.1", "one", "job.overdue");
    awaitHeld("D5.1", "look", "job.late");
    say("D5.1", "away", "resume");
    say("D5.1", "away", "hold");

    plan("D5.1", Instant.now());

    awaitState("D5.1", "one", JobState.DUE);
    assertThat(job("D5.1", "look").held()).isNull();
    assertThat(job("D5.1", "away").held().code()).isEqualTo("job.held");
    Instant fired = job("D5.1", "one").plannedStart();
    plan("D5.1", Instant.now().plusSeconds(600));
    assertThat(job("D5.1", "one").plannedStart()).as("of what was fired").isEqualTo(fired);
  }

  @Test
  void jobsThatShareSomethingFireInTheOrderOfThePlan() {
    dropped("D6");
    plan("D6.1", Instant.now().plusSeconds(600), "Arm");
    dropped("D7");
    plan("D7.1", Instant.now().plusSeconds(780), "Arm");
    say("D6.1", "one", "hold");
    jdbc.sql("update schedule.jobs set planned_start = planned_start - interval '780 s', planned_end = planned_end - interval '780 s'").update();

    awaitWaiting("D7.1", "one", "job.order");
    assertThat(job("D7.1", "one").waits().text()).contains("D6.1/one/1").contains("Arm");
    for (String step : List.of("one", "away", "look")) {
      await().until(() -> !say("D6.1", step, "abort").path("code").asText().equals("job.firing"));
    }
    awaitState("D7.1", "one", JobState.DUE);
  }

  @Test
  void aJobWhoseWorklistWasWithdrawnIsHeldUntilItIsToBeReleasedAgain() {
    dropped("D13");
    plan("D13.1", Instant.now().minusSeconds(5));
    awaitState("D13.1", "one", JobState.DUE);
    await().atMost(Duration.ofSeconds(20)).until(() -> job("D13.1", "one").worklistId() != null);
    UUID first = job("D13.1", "one").worklistId();
    post("/api/worklists/%s/withdraw".formatted(first), "{\"reason\": \"the wrong tips\"}");

    awaitHeld("D13.1", "one", "job.withdrawn");
    assertThat(files()).isEmpty();
    say("D13.1", "one", "resume");
    awaitState("D13.1", "one", JobState.DUE);
    await().atMost(Duration.ofSeconds(20)).until(() -> job("D13.1", "one").worklistId() != null);
    assertThat(job("D13.1", "one").worklistId()).isNotEqualTo(first);
    assertThat(files()).hasSize(1);
    assertThat(post("/api/campaigns/NONE/pause", "{}").getBody().path("code").asText()).isEqualTo("campaign.no-open-run");
  }

  @Test
  void aJobThatWasGivenUpNeverFires() {
    dropped("D11");
    dropped("D12");
    plan("D11.1", Instant.now().plusSeconds(2));
    plan("D12.1", Instant.now().plusSeconds(3));
    say("D11.1", "one", "abort");

    awaitState("D12.1", "one", JobState.DUE);
    assertThat(job("D11.1", "one").state()).isEqualTo(JobState.ABORTED);
    assertThat(files()).singleElement().asString().startsWith("D12.1");
  }

  @Test
  void aFailedStepIsAFailedJobThatIsDoneAgainOrSkipped() {
    dropped("D8");
    plan("D8.1", Instant.now().plusSeconds(100));
    say("D8.1", "one", "skip");
    assertThat(get("/api/runs/D8.1").path("steps").path(0).path("state").asText()).isEqualTo("SKIPPED");
    plan("D8.1", Instant.now().minusSeconds(100));
    awaitState("D8.1", "away", JobState.DUE);
    post("/api/runs/D8.1/steps/away", "{\"status\": \"running\"}");
    awaitState("D8.1", "away", JobState.RUNNING);
    post("/api/runs/D8.1/steps/away", "{\"status\": \"failed\", \"message\": \"it fell\"}");
    awaitState("D8.1", "away", JobState.FAILED);

    say("D8.1", "away", "retry");
    awaitState("D8.1", "away", JobState.DUE);
    assertThat(job("D8.1", "away").order()).isEqualTo("D8.1/away/2");
    post("/api/runs/D8.1/steps/away", "{\"status\": \"running\"}");
    awaitState("D8.1", "away", JobState.RUNNING);
    post("/api/runs/D8.1/steps/away", "{\"status\": \"completed\"}");
    awaitState("D8.1", "away", JobState.DONE);
    assertThat(say("D8.1", "away", "skip").path("code").asText()).isEqualTo("job.transition");
    assertThat(rows("select kind from tracking.events where detail ->> 'experiment_id' = 'D8.1' order by event_id"))
        .extracting(row -> row.get("kind")).as("what was said by calls stands in the log, too")
        .containsSubsequence("started", "failed", "started", "finished");
  }

  @Test
  void nothingFiresOnAClosedDeviceOrForAPausedRunAndAnAbortedRunHasNoJobs() {
    dropped("D9");
    jdbc.sql("""
        insert into schedule.closures (device, from_at, reason, said_by, said_at) values ('Tecan_EVO', now() - interval '1 h', 'leak', 'me', now())""")
        .update();
    plan("D9.1", Instant.now().minusSeconds(5));
    awaitWaiting("D9.1", "one", "job.device-closed");
    jdbc.sql("update schedule.closures set lifted_at = now()").update();
    awaitState("D9.1", "one", JobState.DUE);

    post("/api/runs/D9.1/pause", "{}");
    say("D9.1", "away", "hold");
    assertThat(post("/api/runs/D9.1/pause", "{}").getBody().path("code").asText()).isEqualTo("experiment.transition");
    post("/api/runs/D9.1/resume", "{}");
    post("/api/campaigns/D9/abort", "{\"reason\": \"enough\"}");
    awaitState("D9.1", "away", JobState.ABORTED);
    awaitState("D9.1", "look", JobState.ABORTED);
    assertThat(files()).isEmpty();
  }

  @Test
  void whatAnEngineWasFiringThatDiedIsFiredByAnotherWhenItsLeaseIsOver() {
    dropped("D10");
    plan("D10.1", Instant.now().plusSeconds(600));
    jdbc.sql("""
        update schedule.jobs set lease_by = gen_random_uuid(), lease_until = clock_timestamp() + interval '3 s',
               planned_start = now() where step_id = 'one'""").update();

    assertThat(say("D10.1", "one", "skip").path("code").asText()).isEqualTo("job.firing");
    Instant leased = jdbc.sql("select lease_until from schedule.jobs where step_id = 'one'").query(OffsetDateTime.class).single().toInstant();
    awaitState("D10.1", "one", JobState.DUE);
    assertThat(job("D10.1", "one").firedAt()).isAfterOrEqualTo(leased);
  }
}
