package io.labroute.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReleaseIT extends DoorstepTest {

  @Test
  void aWorklistIsThereCompleteAndWhatItMovesIsBooked() throws IOException {
    profile("Tecan", TECAN + "name: \"{experiment}-{step}-{sequence}\"\nmanifest: ../about\nloading-sheet: ../about\nready: .ready\nmode: rw-r-----\n");
    long source = plate("SRC", "drug", "200");
    long target = plate("DST", "medium", "90");

    ReleasedWorklist released = desk.release(order("Tecan", Map.of("Source", source, "Target", target),
        move("Source", "Target", "A1", "10"), move("Source", "Target", "B1", "30.004")), "test");

    assertThat(released.state()).isEqualTo(WorklistState.RELEASED);
    assertThat(released.fileName()).startsWith("EXP-1-step-").endsWith(".gwl");
    assertThat(files("Tecan")).containsExactly(released.fileName(), released.fileName() + ".ready");
    assertThat(Files.readAllBytes(OUT.resolve("Tecan").resolve(released.fileName()))).isEqualTo(answers.file(released.worklistId()));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(OUT.resolve("Tecan").resolve(released.fileName()))))
        .isEqualTo("rw-r-----");
    assertThat(names(OUT.resolve("about"))).hasSize(2).allMatch(name -> name.contains(released.worklistId().toString()));
    assertThat(volume(source, "A1")).isEqualTo("190.00 uL");
    assertThat(volume(target, "B1")).as("what is written, not what was asked for").isEqualTo("120.00 uL");
    assertThat(wells.contents(target).get(well("A1")).components()).satisfiesExactly(
        drug -> assertThat(drug.share()).isCloseTo(0.1, Offset.offset(1e-12)),
        medium -> assertThat(medium.share()).isCloseTo(0.9, Offset.offset(1e-12)));
    assertThat(rows("select distinct state from tracking.well_bookings")).containsExactly(Map.of("state", "released"));
    assertThat(answers.manifest(released.worklistId()).get("sha256").textValue()).isEqualTo(released.sha256());
    assertThat(answers.history(released.worklistId())).extracting(WorklistAnswers.StateChange::state)
        .containsExactly(WorklistState.PLACING, WorklistState.RELEASED);
  }

  @Test
  void theSameOrderAgainIsTheSameWorklistAndAnotherUnderItsIdIsRefused() {
    profile("Tecan", TECAN);
    Map<String, Long> plates = Map.of("Source", plate("SRC", "drug", "200"), "Target", plate("DST", "medium", "90"));
    UUID id = UUID.randomUUID();
    WorklistOrder order = order(id, "Tecan", "add", plates, move("Source", "Target", "A1", "10"));

    ReleasedWorklist first = desk.release(order, "test");
    ReleasedWorklist second = desk.release(order, "test");

    assertThat(second).isEqualTo(first);
    assertThat(files("Tecan")).hasSize(1);
    assertThat(volume(plates.get("Source"), "A1")).isEqualTo("190.00 uL");
    assertThatThrownBy(() -> desk.release(
        order(id, "Tecan", "add", plates, move("Source", "Target", "A1", "11")), "test")).hasMessageContaining("release.order-differs");
  }

  @Test
  void whatWasPlannedWithOtherContentsIsRefused() {
    profile("Tecan", TECAN);
    Map<String, Long> plates = Map.of("Source", plate("SRC", "drug", "200"), "Target", plate("DST", "medium", "90"));
    WorklistOrder one = order("Tecan", plates, move("Source", "Target", "A1", "150"));
    WorklistOrder other = order("Tecan", plates, move("Source", "Target", "A1", "150"));

    desk.release(one, "test");

    assertThat(refused(other)).isEqualTo("release.contents-changed");
  }
}
