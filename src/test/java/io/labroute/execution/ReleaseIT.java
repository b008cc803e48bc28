package io.labroute.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Labware;
import io.labroute.lab.Sha256;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.tracking.wells.WellContents;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import io.labroute.worklist.WorklistPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ReleaseIT extends DoorstepTest {

  @Test
  void aWorklistIsThereCompleteAndWhatItMovesIsBooked() throws IOException {
    profile("Tecan", TECAN + "manifest: ../about\nloading-sheet: ../about\nready: .ready\nmode: rw-r-----\n");
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

  /** The predecessors' files overwrote each other within a second, belonged to nothing, and could not be told from altered ones. */
  @Test
  void filesOfOneSecondHaveNamesOfTheirOwnAndEachLeadsBackToItsStep() throws IOException {
    profile("Tecan", TECAN + "name: \"{date}-{time}-{sequence}\"\n");
    Map<String, Long> plates = Map.of("Source", plate("SRC", "drug", "200"), "Target", plate("DST", "medium", "90"));

    ReleasedWorklist one = desk.release(order(UUID.randomUUID(), "Tecan", "one", plates, move("Source", "Target", "A1", "10")), "test");
    ReleasedWorklist two = desk.release(order(UUID.randomUUID(), "Tecan", "two", plates, move("Source", "Target", "A1", "10")), "test");

    assertThat(files("Tecan")).containsExactly(one.fileName(), two.fileName());
    assertThat(Files.readAllBytes(OUT.resolve("Tecan").resolve(one.fileName()))).as("the same input, the same bytes")
        .isEqualTo(Files.readAllBytes(OUT.resolve("Tecan").resolve(two.fileName())));
    assertThat(rows("select experiment_id, step_id, sha256 = :sha as same from worklist.worklists order by ordered"
        .replace(":sha", "'" + Sha256.of(OUT.resolve("Tecan").resolve(one.fileName())) + "'")))
        .containsExactly(Map.of("experiment_id", EXPERIMENT, "step_id", "one", "same", true),
            Map.of("experiment_id", EXPERIMENT, "step_id", "two", "same", true));
  }

  @Test
  void fourPlatesOf384WellsAreReleasedWithEveryWellBooked() {
    profile("Echo", "worklist: {for: echo}\n");
    var containers = new TreeMap<String, Long>();
    var labware = new ArrayList<Labware>();
    var steps = new ArrayList<Step>();
    for (int plate = 0; plate < 4; plate++) {
      for (String label : List.of("Source" + plate, "Target" + plate)) {
        long id = container(label);
        containers.put(label, id);
        labware.add(new Labware(label, null, null, new Labware.Plate(16, 24), Volume.ZERO, null));
        Map<WellAddress, WellContents> contents = new TreeMap<>();
        for (int n = 0; n < 384; n++) {
          contents.put(new WellAddress(n % 16, n / 16), holding("drug", label.startsWith("S") ? "50" : "0"));
        }
        wells.declare(id, contents, "test", null, null);
      }
      for (int n = 0; n < 384; n++) {
        steps.add(new Step.Transfer(new Spot("Source" + plate, new WellAddress(n % 16, n / 16)),
            new Spot("Target" + plate, new WellAddress(n % 16, n / 16)), Volume.ofMicrolitres("2.5")));
      }
    }
    var deck = new Deck(labware);
    var plan = new WorklistPlan(profiles.get("Echo").target(), deck, snapshot.of(deck, containers), steps);
    long start = System.nanoTime();

    ReleasedWorklist released = desk.release(new WorklistOrder(UUID.randomUUID(), EXPERIMENT, "stamp", "Echo", "", plan, "stamp",
        containers, null), "test");

    System.out.printf("1,536 transfers released in %d ms%n", (System.nanoTime() - start) / 1_000_000);
    assertThat(released.transfers().all()).isEqualTo(1_536);
    assertThat(count("tracking.wells where volume_ul = 2.5")).isEqualTo(1_536);
    assertThat(count("tracking.wells where volume_ul = 47.5")).isEqualTo(1_536);
  }
}
