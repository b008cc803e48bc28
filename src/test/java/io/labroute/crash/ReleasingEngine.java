package io.labroute.crash;

import io.labroute.LabrouteApplication;
import io.labroute.execution.PlacementMilestone;
import io.labroute.execution.PlacementMilestones;
import io.labroute.execution.ReleaseDesk;
import io.labroute.execution.WellSnapshot;
import io.labroute.execution.WorklistOrder;
import io.labroute.execution.device.DeviceProfiles;
import io.labroute.lab.Concentration;
import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.tracking.wells.WellContents;
import io.labroute.tracking.wells.WellContents.Component;
import io.labroute.tracking.wells.WellRepository;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import io.labroute.worklist.WorklistPlan;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The engine with a number of worklists to release, one after the other, from the first again whenever it starts; it halts at a
 * milestone when its folder holds a file that {@link #haltAt} names.
 */
final class ReleasingEngine {

  static final int EXIT = 86;

  /** The file that says how many worklists there are. */
  static final String ORDERS = "orders";

  private static final WellAddress A1 = new WellAddress(0, 0);

  private ReleasingEngine() {}

  public static void main(String[] arguments) {
    new SpringApplication(Beans.class, LabrouteApplication.class).run(arguments);
  }

  static String haltAt(PlacementMilestone milestone) {
    return "halt-at-" + milestone;
  }

  static UUID worklist(int number) {
    return UUID.nameUUIDFromBytes(("worklist " + number).getBytes(StandardCharsets.UTF_8));
  }

  static final class Beans {

    @Bean
    PlacementMilestones placementMilestones() {
      return milestone -> {
        if (Files.exists(Path.of(haltAt(milestone)))) {
          Runtime.getRuntime().halt(EXIT);
        }
      };
    }

    @Bean
    Releases releases(ReleaseDesk desk, WellSnapshot snapshot, WellRepository wells, DeviceProfiles profiles, JdbcClient jdbc) {
      return new Releases(desk, snapshot, wells, profiles, jdbc);
    }
  }

  record Releases(ReleaseDesk desk, WellSnapshot snapshot, WellRepository wells, DeviceProfiles profiles, JdbcClient jdbc) {

    @EventListener(ApplicationReadyEvent.class)
    public void begin() {
      var thread = new Thread(this::releaseAll, "releases");
      thread.setDaemon(true);
      thread.start();
    }

    private void releaseAll() {
      try {
        Map<String, Long> containers = Map.of("Source", container("SRC", "1000000"), "Target", container("DST", "0"));
        int orders = Integer.parseInt(Files.readString(Path.of(ORDERS)).strip());
        for (int n = 1; n <= orders; n++) {
          release(n, containers);
        }
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }

    private void release(int number, Map<String, Long> containers) {
      var deck = new Deck(List.of(labware("Source"), labware("Target")));
      var step = new Step.Transfer(new Spot("Source", A1), new Spot("Target", A1), Volume.ofMicrolitres(String.valueOf(number)));
      var plan = new WorklistPlan(profiles.get("Tecan").target(), deck, snapshot.of(deck, containers), List.of(step));
      desk.release(new WorklistOrder(worklist(number), "EXP", "step-" + number, "Tecan", "", plan, "plan " + number, containers, null),
          "test");
    }

    private static Labware labware(String label) {
      return Labware.of(label, new Labware.Plate(1, 1));
    }

    private long container(String barcode, String microlitres) {
      jdbc.sql("""
          with p as (insert into tracking.processes (name, created_at) select 'test', now()
                      where not exists (select from tracking.experiments) returning process_id)
          insert into tracking.experiments (experiment_id, process_id, status, created_at)
          select 'EXP', process_id, 'running', now() from p""")
          .update();
      jdbc.sql("insert into tracking.containers (barcode, registered_at) select :barcode, now()"
          + " where not exists (select from tracking.containers where barcode = :barcode)").param("barcode", barcode).update();
      long id = jdbc.sql("select container_id from tracking.containers where barcode = :barcode").param("barcode", barcode)
          .query(Long.class).single();
      if (wells.contents(id).isEmpty()) {
        Volume volume = Volume.ofMicrolitres(microlitres);
        wells.declare(id, Map.of(A1, volume.isZero() ? WellContents.EMPTY
            : new WellContents(volume, List.of(new Component("drug", Concentration.parse("10 mM"), 1)))), "test", null, null);
      }
      return id;
    }
  }
}
