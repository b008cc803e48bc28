package io.labroute.execution.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.execution.job.Job;
import io.labroute.execution.job.JobState;
import io.labroute.execution.job.Jobs;
import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** From dropped plans to jobs with times, and what becomes of them when the day goes otherwise. */
class PlanningIT extends EngineTest {

  private static final String USUAL = """
      tick: 1 s
      seconds: 1
      slack: 1 s
      decision: 20 s
      soon: 5 s
      usual-duration: 2 min
      durations: {manual: 2 s}
      """;
  private static final String LAB = """
      sila_servers:
        readers:
          Reader: {capacity: 2, process_capacity: 1}
          Washer: {capacity: 2, process_capacity: 1}
        storage:
          Hotel: {capacity: 10}
      """;

  /** Two confirmations and then a plate that is washed and read. */
  private static final String PLATES = """
      campaign: {id: %s, name: Test}
      release: scheduled
      labware:
        - {id: Plate, type: 96-well plate, at: {device: Hotel, position: 0}}
      steps:
        - {id: to-washer, operation: move, labware: Plate, to: {device: Washer, position: 0}}
        - {id: wash, operation: wash, labware: Plate, device: Washer, after: to-washer}
        - {id: to-reader, operation: move, labware: Plate, to: {device: Reader, position: 0}, after: {step: wash, within: 10 min}}
        - {id: read, operation: read, labware: Plate, device: Reader, method: absorbance, after: to-reader}
      """;

  private static final String BY_HAND = """
      campaign: {id: %s, name: Test}
      release: scheduled
      steps:
        - {id: a, operation: manual, prompt: First.}
        - {id: b, operation: manual, prompt: Second., after: a}
        - {id: c, operation: manual, prompt: Third., after: b}
      """;

  private static final String WITH_A_WAIT = """
      campaign: {id: %s, name: Test}
      release: scheduled
      labware:
        - {id: Plate, type: 96-well plate, at: {device: Reader, position: 0}}
      steps:
        - {id: a, operation: manual, prompt: First.}
        - {id: read, operation: read, labware: Plate, device: Reader, method: absorbance, after: {step: a, within: 1 min}}
      """;

  @Autowired
  private Jobs jobs;

  @Autowired
  private PlanningRounds rounds;

  @Autowired
  private LabReading reading;

  @Autowired
  private LabPlanning planning;

  @Autowired
  private Improvement improvement;

  @Autowired
  private Downtimes downtimes;

  @Autowired
  private ScheduleRepository schedules;

  @Autowired
  private Clock clock;

  @BeforeEach
  void lab() throws IOException {
    Files.writeString(planningFile(), USUAL);
    assertThat(drop("lab-config", "lab.yaml", LAB).state()).isEqualTo("completed");
  }

  private void dropped(String plan, String campaign) {
    assertThat(drop("campaigns", campaign + ".yaml", plan.formatted(campaign)).state()).isEqualTo("completed");
  }

  private Map<String, Job> jobs(String run) {
    return jobs.of(run).stream().collect(Collectors.toMap(Job::stepId, job -> job));
  }

  private Map<String, Job> awaitJobs(String run) {
    soon(() -> assertThat(jobs(run)).isNotEmpty());
    return jobs(run);
  }

  private static void soon(ThrowingRunnable expected) {
    await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(50)).untilAsserted(expected);
  }

  private void tell(String run, String step, String status) {
    assertThat(post("/api/runs/%s/steps/%s".formatted(run, step), "{\"status\": \"%s\"}".formatted(status)).getStatusCode())
        .isEqualTo(HttpStatus.OK);
  }

  private long current() {
    return jdbc.sql("select coalesce(max(schedule_id), 0) from schedule.schedules where state = 'current'").query(Long.class).single();
  }

  @Test
  void aDroppedPlanGetsJobsAtOnceAndTheScheduleSaysHowMuchOfItIsGuessed() {
    dropped(PLATES, "P1");

    Map<String, Job> planned = awaitJobs("P1.1");

    assertThat(planned).hasSize(4);
    assertThat(planned.get("wash").plannedStart()).isAfterOrEqualTo(planned.get("to-washer").plannedEnd());
    assertThat(planned.get("wash").resources()).containsExactly("Washer", "Washer[0]");
    assertThat(planned.get("wash").guessed()).isTrue();
    assertThat(planned.get("wash").durationBasis()).startsWith("guess");
    JsonNode schedule = get("/api/schedules/current");
    assertThat(schedule.path("schedule").path("guesses").asInt()).isEqualTo(4);
    assertThat(schedule.path("warnings").path(0).asText()).contains("4 of 4 durations are guesses");
    assertThat(schedule.path("steps")).hasSize(4);
    long id = schedule.path("schedule").path("schedule_id").asLong();
    assertThat(get("/api/schedules/%d/gantt".formatted(id)).path("plan").path("rows")).isNotEmpty();
    assertThat(rest.getForObject("/api/schedules/%d/calendar?device=Washer".formatted(id), String.class)).contains("SUMMARY:P1.1/wash")
        .doesNotContain("P1.1/read");
  }

  @Test
  void runsOfOnePlanOnTheSamePositionsFollowEachOtherAndOtherCampaignsGoBetween() {
    dropped(PLATES, "P2");
    drop("campaigns", "again.yaml", "run: {campaign: P2, id: P2.again}");
    dropped(BY_HAND, "H2");

    Map<String, Job> first = awaitJobs("P2.1");
    Map<String, Job> second = awaitJobs("P2.again");
    Map<String, Job> other = awaitJobs("H2.1");

    assertThat(second.get("to-washer").plannedStart()).isAfterOrEqualTo(first.get("to-reader").plannedEnd());
    assertThat(second.get("to-reader").plannedStart()).isAfterOrEqualTo(first.get("read").plannedEnd());
    assertThat(other.get("c").plannedEnd()).isBefore(second.get("read").plannedEnd());
  }

  @Test
  void aRunThatNeedsWhatTheLabLacksIsRefusedWithTheReasonUntilItIsThere() {
    dropped(PLATES.replace("device: Reader", "device: Nephelostar"), "P3");
    dropped(BY_HAND, "H3");

    awaitJobs("H3.1");
    soon(() -> assertThat(get("/api/schedules/refused")).hasSize(1));
    JsonNode refused = get("/api/schedules/refused").path(0);
    assertThat(refused.path("code").asText()).isEqualTo("schedule.no-device");
    assertThat(refused.path("message").asText()).contains("Nephelostar", "P3.1", "Maybe");
    assertThat(jobs("P3.1")).isEmpty();

    drop("lab-config", "more.yaml", "sila_servers: {readers: {Nephelostar: {capacity: 1}}}");

    awaitJobs("P3.1");
    assertThat(get("/api/schedules/refused")).isEmpty();
  }

  @Test
  void whatCannotBePlannedIsExplained() {
    dropped(PLATES.replace("after: to-reader}", "after: [to-reader, {step: wash, within: 10 s}]}"), "P4");

    soon(() -> assertThat(get("/api/schedules/refused")).hasSize(1));

    assertThat(get("/api/schedules/refused").path(0).path("message").asText()).contains("P4: wash > read");
    assertThat(count("schedule.schedules")).isZero();
  }

  @Test
  void aDeviceThatIsDownGetsNothingToDoAndWhatWaitedComesSoonerWhenItIsUp() {
    dropped(PLATES, "P5");
    awaitJobs("P5.1");
    Instant until = Instant.now().plusSeconds(7200);

    assertThat(post("/api/devices/Washer/down", "{\"until\": \"%s\", \"reason\": \"leaks\"}".formatted(until)).getStatusCode())
        .isEqualTo(HttpStatus.OK);

    soon(() -> assertThat(jobs("P5.1").get("wash").plannedStart()).isAfterOrEqualTo(until));
    assertThat(jobs("P5.1").get("to-washer").plannedStart()).as("nor is it loaded").isAfterOrEqualTo(until);

    post("/api/events", """
        [{"event": "up", "at": "%s", "device": "Washer"}]""".formatted(Instant.now()));

    soon(() -> assertThat(jobs("P5.1").get("wash").plannedStart()).isBefore(until.minusSeconds(3600)));
    assertThat(get("/api/devices/Washer/downtimes").path(0).path("lifted_at").isNull()).isFalse();
  }

  @Test
  void aDeviceTellsByAnEventThatItIsDown() {
    dropped(PLATES, "P6");
    awaitJobs("P6.1");
    Instant until = Instant.now().plusSeconds(3600);

    post("/api/events", """
        [{"event": "down", "at": "%s", "device": "Reader", "message": "lamp", "parameters": {"until": "%s"}}]"""
        .formatted(Instant.now(), until));

    soon(() -> assertThat(jobs("P6.1").get("read").plannedStart()).isAfterOrEqualTo(until));
    assertThat(get("/api/devices/Reader/downtimes").path(0).path("reason").asText()).isEqualTo("lamp");
  }

  @Test
  void whatFollowsAStepThatOverrunsComesLaterAndNothingThatHasStartedMoves() {
    dropped(BY_HAND, "H7");
    Map<String, Job> before = awaitJobs("H7.1");
    tell("H7.1", "a", "running");

    soon(() -> assertThat(jobs("H7.1").get("b").plannedStart()).isAfter(before.get("b").plannedStart().plusSeconds(2)));
    assertThat(jobs("H7.1").get("a").state()).isEqualTo(JobState.RUNNING);
    assertThat(jobs("H7.1").get("a").plannedStart()).isEqualTo(before.get("a").plannedStart());
    assertThat(jobs("H7.1").get("c").plannedStart()).isAfterOrEqualTo(jobs("H7.1").get("b").plannedEnd());
  }

  @Test
  void whatFollowsAFailedStepWaitsForAPersonAndOtherRunsGoOn() {
    dropped(BY_HAND, "H8");
    awaitJobs("H8.1");
    tell("H8.1", "a", "running");
    tell("H8.1", "a", "failed");
    Instant failed = Instant.now();

    soon(() -> assertThat(jobs("H8.1").get("b").plannedStart()).isAfter(failed.plusSeconds(15)));
    dropped(BY_HAND, "H8b");
    assertThat(awaitJobs("H8b.1").get("a").plannedStart()).isBefore(failed.plusSeconds(15));

    assertThat(post("/api/jobs/%s/retry".formatted(jobs("H8.1").get("a").jobId()), "{}").getStatusCode()).isEqualTo(HttpStatus.OK);
    soon(() -> assertThat(jobs("H8.1").get("a").state()).isEqualTo(JobState.DUE));
  }

  @Test
  void whereAWaitHasToGiveWayAPersonChoosesAndAnOldChoiceIsRefused() throws IOException {
    Files.writeString(planningFile(), USUAL.replace("decision: 20 s", "decision: 5 min"));
    dropped(WITH_A_WAIT, "P9");
    awaitJobs("P9.1");
    tell("P9.1", "a", "running");
    tell("P9.1", "a", "completed");
    post("/api/devices/Reader/down", "{\"until\": \"%s\"}".formatted(Instant.now().plusSeconds(1800)));

    soon(() -> assertThat(get("/api/schedules?state=proposed")).isNotEmpty());
    soon(() -> assertThat(jobs("P9.1").get("read").held()).isNotNull().extracting(Job.Hold::code).isEqualTo("schedule.choice"));
    JsonNode choice = get("/api/schedules?state=proposed").path(0);
    assertThat(choice.path("violation_seconds").asLong()).isGreaterThan(1500);
    assertThat(choice.path("violated").path(0).asText()).contains("P9: a > read of P9.1");
    assertThat(get("/api/schedules/current").path("choices")).isNotEmpty();

    long id = choice.path("schedule_id").asLong();
    assertThat(post("/api/schedules/%d/accept".formatted(id), "").getStatusCode()).isEqualTo(HttpStatus.OK);

    assertThat(current()).isEqualTo(id);
    assertThat(jobs("P9.1").get("read").held()).isNull();
    assertThat(jobs("P9.1").get("read").plannedStart()).isAfter(Instant.now().plusSeconds(1500));
    jdbc.sql("update schedule.schedules set state = 'proposed' where schedule_id < :id and state = 'superseded'").param("id", id).update();
    long old = jdbc.sql("select min(schedule_id) from schedule.schedules where state = 'proposed'").query(Long.class).single();
    ResponseEntity<JsonNode> stale = post("/api/schedules/%d/accept".formatted(old), "");
    assertThat(stale.getStatusCode()).isEqualTo(HttpStatus.CONFLICT);
    assertThat(stale.getBody().path("code").asText()).isEqualTo("schedule.stale");
    rounds.go();
    assertThat(current()).as("the wait that was given up stays so").isEqualTo(id);
  }

  @Test
  void aLabThatWantsNoChoicesGetsTheWayThatExceedsLeast() throws IOException {
    Files.writeString(planningFile(), USUAL + "policy: always\n");
    dropped(WITH_A_WAIT, "P15");
    awaitJobs("P15.1");
    tell("P15.1", "a", "running");
    tell("P15.1", "a", "completed");
    Instant until = Instant.now().plusSeconds(1800);

    post("/api/devices/Reader/down", "{\"until\": \"%s\"}".formatted(until));

    soon(() -> assertThat(jobs("P15.1").get("read").plannedStart()).isAfterOrEqualTo(until));
    assertThat(get("/api/schedules/current").path("schedule").path("violated").path(0).asText()).contains("a > read");
    assertThat(jobs("P15.1").get("read").held()).isNull();
  }

  @Test
  void aLabThatWantsToBeAskedIsAskedBeforeJobsMove() throws IOException {
    Files.writeString(planningFile(), USUAL.replace("decision: 20 s", "decision: 5 min") + "policy: ask\n");
    dropped(PLATES, "P10");
    Map<String, Job> before = awaitJobs("P10.1");

    post("/api/devices/Washer/down", "{\"until\": \"%s\"}".formatted(Instant.now().plusSeconds(3600)));

    soon(() -> assertThat(get("/api/schedules?state=proposed")).hasSize(1));
    assertThat(jobs("P10.1").get("wash").plannedStart()).isEqualTo(before.get("wash").plannedStart());
    soon(() -> assertThat(jobs("P10.1").get("wash").held()).isNotNull());
  }

  @Test
  void anEngineThatKnowsNothingOfTheOneBeforeChangesNothing() {
    dropped("earliest: 1 h\n" + PLATES, "P11");
    Map<String, Job> before = awaitJobs("P11.1");
    await().atMost(Duration.ofSeconds(20)).until(() -> !improvement.isUnderWay());
    long schedule = current();
    var another = new PlanningRounds(new PlanningProperties(true, planningFile()), reading, planning, improvement, downtimes, schedules,
        clock);

    another.go();

    assertThat(current()).isEqualTo(schedule);
    assertThat(jobs("P11.1").get("wash").plannedStart()).isEqualTo(before.get("wash").plannedStart());
  }

  @Test
  void anUrgentRunComesBeforeWhatHasNotBegun() {
    dropped(PLATES, "P12");
    drop("campaigns", "again.yaml", "run: {campaign: P12, id: P12.second}");
    Instant ordinary = awaitJobs("P12.second").get("read").plannedEnd();
    dropped("priority: 9\n" + PLATES, "P13");
    awaitJobs("P13.1");

    soon(() -> assertThat(jobs("P13.1").get("read").plannedEnd()).isBefore(jobs("P12.second").get("read").plannedEnd()));
    assertThat(jobs("P12.second").get("read").plannedEnd()).isAfter(ordinary);
  }

  @Test
  void schedulesAreListedAndUnknownOnesAreTold() {
    dropped(BY_HAND, "H14");
    awaitJobs("H14.1");
    assertThat(get("/api/schedules?state=current")).hasSize(1);
    assertProblem("/api/schedules/9999", HttpStatus.NOT_FOUND, "web.missing");
    assertProblem("/api/schedules?state=odd", HttpStatus.UNPROCESSABLE_ENTITY, "schedule.state");
    long before = current();

    assertThat(post("/api/schedules", "").getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);

    soon(() -> assertThat(current()).isGreaterThan(before));
    assertThat(List.of(JobState.PLANNED, JobState.DUE)).contains(jobs("H14.1").get("a").state());
  }
}
