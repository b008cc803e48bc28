package io.labroute.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.lab.Labware;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.tracking.wells.WellContents;
import io.labroute.tracking.wells.WellContents.Component;
import io.labroute.worklist.Contents;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** Whatever is released, confirmed, undone and withdrawn in whatever order: wells hold what a fresh account says. */
class BookingsIT extends DoorstepTest {

  private static final String[] WELLS = {"A1", "B1", "C1"};
  private static final List<String> LABELS = List.of("P0", "P1", "P2", "P3");
  private static final int ACTS = 60;

  @Autowired
  OutcomeDesk runs;

  @Autowired
  TransferOutcomes outcomes;

  @Autowired
  TransactionTemplate transaction;

  @Test
  void volumeAndCompositionNeverDriftFromAFreshAccount() {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.println("bookings, seed " + seed);
    var random = new Random(seed);
    profile("Tecan", TECAN);
    Map<String, Long> containers = new TreeMap<>();
    Map<Spot, WellContents> stated = new TreeMap<>(Comparator.comparing(Spot::toString));
    for (String label : LABELS) {
      long id = container(label);
      containers.put(label, id);
      for (String well : WELLS) {
        WellContents contents = holding(label + well, "150");
        wells.declare(id, Map.of(well(well), contents), "test", null, null);
        stated.put(new Spot(label, well(well)), contents);
      }
    }
    var made = new ArrayList<UUID>();
    int refused = 0;
    for (int act = 0; act < ACTS; act++) {
      try {
        act(random, containers, made);
      } catch (Refusal refusal) {
        refused++;
      }
      compare(fresh(stated), containers);
    }
    assertThat(refused).as("most acts take effect").isLessThan(ACTS / 2);
    assertThat(made).hasSizeGreaterThan(ACTS / 8);
    assertThat(rows("""
        select b.act from tracking.well_bookings b
         where (b.state, b.volume_ul) is distinct from (select (h.state, h.volume_ul) from tracking.well_booking_history h
                                                         where h.act = b.act order by h.change_id desc limit 1)"""))
        .as("bookings that are otherwise than their history ends").isEmpty();
  }

  private void act(Random random, Map<String, Long> containers, List<UUID> made) {
    int what = made.isEmpty() ? 0 : random.nextInt(5);
    if (what <= 1) {
      var steps = new ArrayList<Step>();
      for (int n = 0; n <= random.nextInt(3); n++) {
        int from = random.nextInt(LABELS.size());
        int to = (from + 1 + random.nextInt(LABELS.size() - 1)) % LABELS.size();
        steps.add(new Step.Transfer(new Spot(LABELS.get(from), well(WELLS[random.nextInt(3)])),
            new Spot(LABELS.get(to), well(WELLS[random.nextInt(3)])), new Volume(BigDecimal.valueOf(1 + random.nextInt(3_000), 2))));
      }
      made.add(desk.release(order("Tecan", containers, steps.toArray(Step[]::new)), "test").worklistId());
      return;
    }
    UUID id = made.get(random.nextInt(made.size()));
    switch (what) {
      case 2 -> desk.withdraw(id, "test", "at random");
      case 3 -> runs.acknowledge(id, WorklistState.FAILED, "test", null);
      default -> transaction.executeWithoutResult(status -> outcomes.settle(id, answers.transfers(id).stream()
          .filter(it -> it.outcome() == TransferOutcome.UNKNOWN).map(it -> random.nextBoolean()
              ? new TransferOutcomes.Settled(it.number(), TransferOutcome.UNDONE, null, null, null)
              : new TransferOutcomes.Settled(it.number(), TransferOutcome.DONE,
                  it.written().multiply(BigDecimal.valueOf(50 + random.nextInt(100), 2)), null, null)).toList(), "test", null));
    }
  }

  /** What follows when all is gone through once more from the beginning, with the worklists' own ledger. */
  private Ledger fresh(Map<Spot, WellContents> stated) {
    var deck = new Deck(LABELS.stream().map(label -> new Labware(label, null, null,
        new Labware.Plate(8, 12), Volume.ofMicrolitres("-100000"), null)).toList());
    var contents = new HashMap<Spot, Contents>();
    stated.forEach((spot, it) -> contents.put(spot, WellAccount.contents(it)));
    var ledger = new Ledger(deck, contents);
    rows("""
        select s.barcode as source, b.source_well, t.barcode as target, b.target_well, x.outcome, x.written_ul, x.actual_ul
          from tracking.well_bookings b
          join worklist.transfers x on (x.worklist_id, x.number) = (b.worklist_id, b.number)
          join worklist.worklists w on w.worklist_id = b.worklist_id and w.state <> 'withdrawn'
          join tracking.containers s on s.container_id = b.source_container
          join tracking.containers t on t.container_id = b.target_container
         where x.outcome <> 'undone' order by b.act""").forEach(row -> {
      var volume = new Volume((BigDecimal) (row.get("actual_ul") == null ? row.get("written_ul") : row.get("actual_ul")));
      ledger.add(spot(row, "target"), volume, ledger.draw(spot(row, "source"), volume));
    });
    return ledger;
  }

  private static Spot spot(Map<String, Object> row, String side) {
    return new Spot((String) row.get(side), well((String) row.get(side + "_well")));
  }

  private void compare(Ledger fresh, Map<String, Long> containers) {
    containers.forEach((label, id) -> wells.contents(id).forEach((well, there) -> {
      var expected = fresh.at(new Spot(label, well));
      assertThat(there.volume()).as("%s/%s", label, well).usingComparator(Volume::compareTo).isEqualTo(expected.volume());
      if (!there.volume().isNegative() && !there.volume().isZero()) {
        assertThat(there.components().stream().mapToDouble(Component::share).sum()).isCloseTo(1, Offset.offset(1e-9));
        there.components().forEach(it -> assertThat(it.share()).as("%s/%s %s", label, well, it.substance()).isCloseTo(
            expected.parts().get(new Contents.Liquid(it.substance(), it.concentration())),
            Offset.offset(1e-12)));
      }
    }));
  }
}
