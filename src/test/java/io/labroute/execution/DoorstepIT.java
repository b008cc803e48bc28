package io.labroute.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** What becomes of files on doorsteps, with devices that show it in every way there is. */
class DoorstepIT extends DoorstepTest {

  @Autowired
  WorklistLife life;

  @Autowired
  TransactionTemplate transaction;

  private Map<String, Long> plates;

  @BeforeEach
  void twoPlates() {
    plates = Map.of("Source", plate("SRC", "drug", "200"), "Target", plate("DST", "medium", "90"));
  }

  private ReleasedWorklist release(String device) {
    return desk.release(order(device, plates, move("Source", "Target", "A1", "10")), "test");
  }

  private ReleasedWorklist awaitState(UUID id, WorklistState state) {
    return await(state.text()).atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50))
        .until(() -> answers.get(id), it -> it.state() == state);
  }

  private static Path file(ReleasedWorklist worklist) {
    return OUT.resolve(worklist.device()).resolve(worklist.fileName());
  }

  @Test
  void aFileIsPickedUpWhenItIsMovedRenamedAnsweredOrDeletedAsTheProfileSays() throws IOException {
    profile("Mover", TECAN + "acknowledge: {by: moved, folder: taken}\n");
    profile("Renamer", TECAN + "acknowledge: {by: renamed, suffix: .done}\n");
    profile("Answerer", TECAN + "acknowledge: {by: answer, suffix: .ack}\n");
    profile("Deleter", TECAN + "acknowledge: {by: deleted}\n");

    ReleasedWorklist moved = release("Mover");
    Files.createDirectories(OUT.resolve("Mover/taken"));
    Files.move(file(moved), OUT.resolve("Mover/taken").resolve(moved.fileName()));
    ReleasedWorklist renamed = release("Renamer");
    Files.move(file(renamed), Path.of(file(renamed) + ".done"));
    ReleasedWorklist answered = release("Answerer");
    Files.createFile(Path.of(file(answered) + ".ack"));
    ReleasedWorklist deleted = release("Deleter");
    Files.delete(file(deleted));

    assertThat(awaitState(moved.worklistId(), WorklistState.PICKED_UP).pickedUpAt()).isNotNull();
    awaitState(renamed.worklistId(), WorklistState.PICKED_UP);
    awaitState(answered.worklistId(), WorklistState.PICKED_UP);
    awaitState(deleted.worklistId(), WorklistState.PICKED_UP);
  }

  @Test
  void aFileIsPickedUpWhenItIsLocked() throws IOException {
    profile("Locker", TECAN + "acknowledge: {by: locked}\n");
    ReleasedWorklist worklist = release("Locker");

    try (var channel = FileChannel.open(file(worklist), StandardOpenOption.READ, StandardOpenOption.WRITE); var lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      awaitState(worklist.worklistId(), WorklistState.PICKED_UP);
    }
  }

  @Test
  void aFileThatVanishesIsGoneUntilTheDeviceReportsOrItComesBack() throws IOException {
    profile("Teller", TECAN);
    ReleasedWorklist worklist = release("Teller");
    Files.move(file(worklist), OUT.resolve("elsewhere"));
    awaitState(worklist.worklistId(), WorklistState.GONE);
    Files.move(OUT.resolve("elsewhere"), file(worklist));
    awaitState(worklist.worklistId(), WorklistState.RELEASED);
    Files.delete(file(worklist));
    awaitState(worklist.worklistId(), WorklistState.GONE);
    assertThat(volume(plates.get("Source"), "A1")).as("what may have been moved stays booked").isEqualTo("190.00 uL");

    jdbc.sql("insert into tracking.devices (device, capacity, min_capacity, process_capacity, allows_overlap, first_position, version,"
        + " valid_from) values ('Teller', 1, 0, 1, false, 0, 1, now())").update();
    event("worklist_picked_up", "\"worklist\": \"%s\"".formatted(worklist.fileName()));
    awaitState(worklist.worklistId(), WorklistState.PICKED_UP);
    event("started", "\"worklist\": \"%s\", \"run\": \"77\", \"fct\": \"pipette\"".formatted(worklist.worklistId()));
    awaitState(worklist.worklistId(), WorklistState.STARTED);
    event("finished", "\"run\": \"77\"");
    ReleasedWorklist finished = awaitState(worklist.worklistId(), WorklistState.FINISHED);

    assertThat(finished.transfers().done()).isEqualTo(1);
    assertThat(rows("select distinct state from tracking.well_bookings")).containsExactly(Map.of("state", "confirmed"));
    assertThat(rows("select state, volume_ul from tracking.well_booking_history order by change_id")).as("each state once")
        .extracting(row -> row.get("state")).containsExactly("planned", "released", "confirmed");
    event("worklist_picked_up", "\"worklist\": \"%s\", \"message\": \"once more\"".formatted(worklist.fileName()));
    await("the contradiction is on record").atMost(Duration.ofSeconds(30)).until(() ->
        answers.history(worklist.worklistId()).stream().anyMatch(it -> String.valueOf(it.reason()).contains("contradicts")));
    assertThat(answers.get(worklist.worklistId()).state()).isEqualTo(WorklistState.FINISHED);
  }

  private void event(String kind, String fields) {
    var answer = post("/api/events", "[{\"event\": \"%s\", \"at\": \"2026-11-20T10:00:%02dZ\", \"device\": \"Teller\", %s}]"
        .formatted(kind, count("tracking.events"), fields));
    assertThat(answer.getStatusCode().is2xxSuccessful()).as(String.valueOf(answer.getBody())).isTrue();
  }

  @Test
  void aDeviceThatIsFasterThanTheRecordIsBelieved() {
    profile("Teller", TECAN);
    ReleasedWorklist worklist = release("Teller");

    transaction.executeWithoutResult(status -> {
      jdbc.sql("update worklist.worklists set state = 'placing', released_at = null").update();
      jdbc.sql("update tracking.well_bookings set state = 'planned'").update();
      life.become(worklist.worklistId(), WorklistState.STARTED, "device Teller", null, worklist.placingAt());
      life.placed(worklist.worklistId(), "engine", worklist.placingAt());
    });

    assertThat(answers.get(worklist.worklistId()).releasedAt()).isNotNull();
    assertThat(answers.get(worklist.worklistId()).state()).isEqualTo(WorklistState.STARTED);
    assertThat(rows("select distinct state from tracking.well_bookings")).containsExactly(Map.of("state", "released"));
  }

  @Test
  void whatIsNotPickedUpInTimeIsToldAndNeverGuessed() {
    profile("Slow", TECAN + "acknowledge: {by: event, within: 0 s}\n");

    ReleasedWorklist worklist = release("Slow");

    await("it is told").atMost(Duration.ofSeconds(30)).until(() -> answers.get(worklist.worklistId()).overdueSince() != null);
    assertThat(answers.get(worklist.worklistId()).state()).isEqualTo(WorklistState.RELEASED);
    assertThat(answers.get(worklist.worklistId()).reason()).contains("not picked up");
  }

  @Test
  void aShareThatGoesAwayMakesNothingGone() throws IOException {
    Path share = Files.createDirectories(OUT.resolve("Shared"));
    Path marker = Files.createFile(share.resolve("mounted.txt"));
    profile("Shared", TECAN + "must-exist: mounted.txt\n");
    ReleasedWorklist worklist = release("Shared");

    Files.delete(marker);
    Files.move(file(worklist), OUT.resolve("elsewhere"));
    await("it is told").atMost(Duration.ofSeconds(30))
        .until(() -> DoorstepWatch.UNSEEN.equals(answers.get(worklist.worklistId()).reason()));
    assertThat(answers.get(worklist.worklistId()).state()).isEqualTo(WorklistState.RELEASED);
    assertThat(rest.getForObject("/actuator/health", String.class)).contains(worklist.fileName());

    Files.move(OUT.resolve("elsewhere"), file(worklist));
    Files.createFile(marker);
    await("all is well").atMost(Duration.ofSeconds(30)).until(() -> answers.get(worklist.worklistId()).reason() == null);
    assertThat(answers.get(worklist.worklistId()).state()).isEqualTo(WorklistState.RELEASED);
  }

  @Test
  void oneFixedNameIsOfferedOneAfterTheOther() throws IOException {
    profile("Single", TECAN + "fixed-name: run\nacknowledge: {by: deleted}\n");
    var second = order("Single", plates, move("Source", "Target", "B1", "10"));
    ReleasedWorklist first = release("Single");

    ReleasedWorklist waiting = desk.release(second, "test");

    assertThat(first.fileName()).isEqualTo("run.gwl");
    assertThat(waiting.state()).isEqualTo(WorklistState.PLACING);
    assertThat(waiting.reason()).isEqualTo("waits for its turn: run.gwl is released");
    assertThat(volume(plates.get("Source"), "B1")).as("planned is booked").isEqualTo("190.00 uL");
    assertThat(file(first)).hasBinaryContent(answers.file(first.worklistId()));

    Files.delete(file(first));

    awaitState(first.worklistId(), WorklistState.PICKED_UP);
    awaitState(waiting.worklistId(), WorklistState.RELEASED);
    assertThat(file(waiting)).hasBinaryContent(answers.file(waiting.worklistId()));
  }

  @Test
  void whatNoDeviceHasIsTakenBackAndItsBookingsWithIt() throws IOException {
    profile("Slow", TECAN + "ready: .ok\n");
    ReleasedWorklist worklist = release("Slow");
    assertThat(files("Slow")).hasSize(2);

    ReleasedWorklist withdrawn = desk.withdraw(worklist.worklistId(), "somebody", "wrong plate");

    assertThat(withdrawn.state()).isEqualTo(WorklistState.WITHDRAWN);
    assertThat(withdrawn.reason()).isEqualTo("wrong plate");
    assertThat(files("Slow")).isEmpty();
    assertThat(volume(plates.get("Source"), "A1")).isEqualTo("200.00 uL");
    assertThat(volume(plates.get("Target"), "A1")).isEqualTo("90.00 uL");
    assertThat(wells.contents(plates.get("Target")).get(well("A1")).components()).hasSize(1);

    ReleasedWorklist other = release("Slow");
    Files.move(file(other), OUT.resolve("taken-away"));
    assertThatThrownBy(() -> desk.withdraw(other.worklistId(), "somebody", "too late")).hasMessageContaining("worklist.");
    assertThat(volume(plates.get("Source"), "A1")).isEqualTo("190.00 uL");
    awaitState(other.worklistId(), WorklistState.GONE);
    desk.withdraw(other.worklistId(), "somebody", "the file was lost");
    assertThat(volume(plates.get("Source"), "A1")).isEqualTo("200.00 uL");
  }

  @Test
  void whatIsPickedUpCannotBeWithdrawn() throws IOException {
    profile("Mover", TECAN + "acknowledge: {by: moved, folder: taken}\n");
    ReleasedWorklist worklist = release("Mover");
    Files.createDirectories(OUT.resolve("Mover/taken"));
    Files.move(file(worklist), OUT.resolve("Mover/taken").resolve(worklist.fileName()));

    assertThatThrownBy(() -> desk.withdraw(worklist.worklistId(), "somebody", "too late")).isInstanceOf(RuntimeException.class);

    assertThat(awaitState(worklist.worklistId(), WorklistState.PICKED_UP).state()).isEqualTo(WorklistState.PICKED_UP);
  }

  @Test
  void aFileThatSomebodyReplacedStaysWhereItIs() throws IOException {
    profile("Slow", TECAN);
    ReleasedWorklist worklist = release("Slow");
    Files.delete(file(worklist));
    Files.writeString(file(worklist), "of somebody else");

    assertThatThrownBy(() -> desk.withdraw(worklist.worklistId(), "somebody", "wrong")).hasMessageContaining("worklist.replaced");

    assertThat(file(worklist)).hasContent("of somebody else");
    assertThat(answers.get(worklist.worklistId()).state()).isEqualTo(WorklistState.RELEASED);
  }

  @Test
  void restShowsWorklistsAndWhatPeopleDoAboutThem() {
    profile("Slow", TECAN);
    ReleasedWorklist worklist = release("Slow");
    String path = "/api/worklists/" + worklist.worklistId();

    assertThat(get("/api/worklists?device=Slow&state=released&experiment=EXP-1")).hasSize(1);
    assertThat(get("/api/worklists?device=Other")).isEmpty();
    assertThat(get(path).get("state").textValue()).isEqualTo("released");
    assertThat(get(path + "/manifest").get("sha256").textValue()).isEqualTo(worklist.sha256());
    assertThat(rest.getForObject(path + "/file", byte[].class)).isEqualTo(answers.file(worklist.worklistId()));
    assertThat(rest.getForObject(path + "/loading-sheet", String.class)).contains("Source");
    assertThat(get(path + "/transfers").get(0).get("written").decimalValue()).isEqualByComparingTo("10");
    assertThat(post(path + "/acknowledge", "{\"state\": \"failed\", \"reason\": \"tip lost\"}").getBody().get("state").textValue())
        .isEqualTo("failed");
    assertThat(post(path + "/withdraw", "{\"reason\": \"x\"}").getBody().get("code").textValue()).isEqualTo("worklist.state");
    assertThat(post(path + "/remainder", "{}").getBody().get("code").textValue()).isEqualTo("remainder.unknown-open");
    assertThat(post(path + "/transfers/1/decide", "{\"outcome\": \"undone\"}").getBody().get("transfers").get("undone").intValue())
        .isEqualTo(1);
    assertThat(volume(plates.get("Source"), "A1")).isEqualTo("200.00 uL");
    assertThat(post(path + "/remainder", "{}").getBody().get("remainder_of").textValue()).isEqualTo(worklist.worklistId().toString());
    assertThat(rest.getForObject("/worklists", String.class)).contains(worklist.fileName());
    assertThat(rest.getForObject("/worklists/one?id=" + worklist.worklistId(), String.class)).contains("tip lost", "Its remainder");
  }
}
