package io.labroute.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labroute.lab.Concentration;
import io.labroute.lab.Labware;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.testing.EngineTest;
import io.labroute.tracking.wells.WellContents;
import io.labroute.tracking.wells.WellContents.Component;
import io.labroute.tracking.wells.WellRepository;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import io.labroute.worklist.WorklistPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.util.FileSystemUtils;

/** Tests with devices of their own, a source plate of a compound, and target plates that are empty. */
abstract class DoorstepTest extends EngineTest {

  static final Path OUT = worklistsOut();
  static final String EXPERIMENT = "EXP-1";

  @Autowired
  ReleaseDesk desk;

  @Autowired
  WorklistAnswers answers;

  @Autowired
  WellRepository wells;

  @Autowired
  WellSnapshot snapshot;

  @Autowired
  DeviceProfiles profiles;

  @BeforeEach
  void anEmptyLab() throws IOException {
    FileSystemUtils.deleteRecursively(OUT);
    FileSystemUtils.deleteRecursively(profilesFolder());
    Files.createDirectories(profilesFolder());
    jdbc.sql("with p as (insert into tracking.processes (name, created_at) values ('test', now()) returning process_id)"
        + " insert into tracking.experiments (experiment_id, process_id, status, created_at) select '" + EXPERIMENT
        + "', process_id, 'running', now() from p").update();
  }

  static void profile(String device, String text) {
    try {
      Files.writeString(profilesFolder().resolve(device + ".yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static final String TECAN = "worklist: {for: tecan, tips: diti}\n";

  long container(String barcode) {
    return jdbc.sql("insert into tracking.containers (barcode, registered_at) values (:barcode, now()) returning container_id")
        .param("barcode", barcode).query(Long.class).single();
  }

  static WellContents holding(String substance, String microlitres) {
    Volume volume = Volume.ofMicrolitres(microlitres);
    return volume.isZero() ? WellContents.EMPTY
        : new WellContents(volume, List.of(new Component(substance, Concentration.parse("10 mM"), 1)));
  }

  /** A plate whose wells hold the same, each the given volume. */
  long plate(String barcode, String substance, String microlitres) {
    long id = container(barcode);
    Map<WellAddress, WellContents> contents = new TreeMap<>();
    for (int row = 0; row < 8; row++) {
      for (int column = 0; column < 12; column++) {
        contents.put(new WellAddress(row, column), holding(substance, microlitres));
      }
    }
    wells.declare(id, contents, "test", null, null);
    return id;
  }

  static Labware plate(String label) {
    return new Labware(label, null, null, new Labware.Plate(8, 12), Volume.ZERO, Volume.ofMicrolitres("360"));
  }

  /** A step that moves a volume between equal wells of two plates. */
  static Step move(String from, String to, String well, String microlitres) {
    return new Step.Transfer(new Spot(from, well(well)), new Spot(to, well(well)), Volume.ofMicrolitres(microlitres), "Water",
        Step.Note.NONE);
  }

  static WellAddress well(String text) {
    return WellAddress.parse(text);
  }

  WorklistOrder order(String device, Map<String, Long> containers, Step... steps) {
    return order(UUID.randomUUID(), device, "step", containers, steps);
  }

  WorklistOrder order(UUID id, String device, String step, Map<String, Long> containers, Step... steps) {
    var deck = new Deck(new TreeMap<>(containers).keySet().stream().map(DoorstepTest::plate).toList());
    var plan = new WorklistPlan(profiles.get(device).target(), deck, snapshot.of(deck, containers), List.of(steps));
    return new WorklistOrder(id, EXPERIMENT, step, device, "a test", plan, "plan " + List.of(steps), containers, null);
  }

  String volume(long container, String well) {
    WellContents contents = wells.contents(container).get(well(well));
    return contents == null ? "unknown" : contents.volume().toString();
  }

  /** Names of the files in a device's folder, the hidden ones as well. */
  static List<String> files(String device) {
    return names(OUT.resolve(device));
  }

  static List<String> names(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toCollection(ArrayList::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The code that a release is refused with; nothing is written or booked then. */
  String refused(WorklistOrder order) {
    List<Map<String, Object>> before = rows("select * from tracking.wells order by 1, 2");
    Refusal refusal = catchThrowableOfType(Refusal.class, () -> desk.release(order, "test"));
    assertThat(refusal).as("it is refused").isNotNull();
    assertThat(rows("select * from tracking.wells order by 1, 2")).as("wells").isEqualTo(before);
    assertThat(count("worklist.worklists where worklist_id = '" + order.worklistId() + "'")).as("orders on record").isZero();
    assertThat(count("tracking.well_bookings where worklist_id = '" + order.worklistId() + "'")).as("bookings").isZero();
    assertThat(count("tracking.well_booking_changes where worklist_id = '" + order.worklistId() + "'")).as("their history").isZero();
    return refusal.finding().code();
  }
}
