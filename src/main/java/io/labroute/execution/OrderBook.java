package io.labroute.execution;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.execution.WorklistRepository.New;
import io.labroute.execution.device.DeviceProfile;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.platform.JsonText;
import io.labroute.tracking.wells.Booking;
import io.labroute.tracking.wells.Well;
import io.labroute.tracking.wells.WellContents;
import io.labroute.tracking.wells.WellRepository;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.WorklistManifest;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Orders on record: an order is there with its file, its transfers and its bookings, or it is not there at all. */
@Component
class OrderBook {

  private final WorklistRepository worklists;
  private final WellRepository wells;
  private final WellAccount account;
  private final AuditRepository audit;
  private final JsonText json;

  OrderBook(WorklistRepository worklists, WellRepository wells, WellAccount account, AuditRepository audit, JsonText json) {
    this.worklists = worklists;
    this.wells = wells;
    this.account = account;
    this.audit = audit;
    this.json = json;
  }

  /** An order whose file is written and checked. */
  record Written(WorklistOrder order, DeviceProfile profile, Worklist worklist, WorklistManifest manifest, Transfers transfers) {}

  /**
   * Requires that nothing that an order names is missing.
   *
   * @throws Refusal {@code experiment.unknown}, {@code container.unknown}
   */
  void requireKnown(WorklistOrder order) {
    if (!worklists.hasExperiment(order.experimentId())) {
      throw Finding.of("experiment.unknown", "There is no such experiment.").value(order.experimentId()).refusal();
    }
    List<Long> known = worklists.knownContainers(order.containers().values());
    order.containers().forEach((label, container) -> {
      if (!known.contains(container)) {
        throw Finding.of("container.unknown", "There is no such container.").value("%s: %d".formatted(label, container)).refusal();
      }
    });
  }

  /**
   * Puts an order on record, in the caller's transaction.
   *
   * @param temp hidden name of its file, with its mark; null while it waits
   * @param waits what it waits for; null when it does not
   * @throws Refusal when the wells do not hold any more what the plan was made with
   */
  void add(Written it, String fileName, @Nullable String temp, @Nullable String mark, @Nullable String waits, String actor) {
    WorklistOrder order = it.order();
    List<Booking.Planned> moves = it.transfers().all().stream().map(move -> new Booking.Planned(move.number(),
        well(order, move.source(), move.sourceWell()), well(order, move.target(), move.targetWell()), new Volume(move.written()), null))
        .toList();
    wells.hold();
    Set<Well> touched = new HashSet<>();
    moves.forEach(move -> touched.addAll(List.of(move.source(), move.target())));
    Map<Well, WellContents> now = wells.contents(touched);
    WellSnapshot.requireUnchanged(order.plan(), it.transfers(), order.containers(), now);
    worklists.insert(new New(order, it.profile().text(), it.worklist(), it.manifest(),
        it.profile().folder().toAbsolutePath().normalize().toString(), fileName, temp, mark, waits), it.transfers().all());
    worklists.note(order.worklistId(), WorklistState.PLACING, actor, waits == null ? "ordered" : waits);
    account.append(order.worklistId(), moves, now, actor);
  }

  /** Makes the texts that would be put on record of an order. */
  void rehearse(Written it) {
    json.of(it.manifest());
    it.manifest().loadingSheet();
    PlanText.of(it.order().plan());
  }

  private static Well well(WorklistOrder order, String label, String well) {
    Spot pool = order.plan().deck().pool(order.plan().deck().spot(label, well));
    return WellSnapshot.well(pool, order.containers());
  }

  /** Takes an order off the record because it could not be placed, in the caller's transaction: nothing is booked of it then. */
  void remove(UUID worklistId, Refusal why, String actor) {
    wells.hold();
    Set<Well> touched = new HashSet<>();
    wells.bookings(worklistId).forEach(it -> touched.addAll(List.of(it.source(), it.target())));
    wells.forget(worklistId);
    account.settle(touched);
    worklists.forget(worklistId);
    audit.add(new AuditEntry(actor, "refused", "worklist " + worklistId, null,
        json.of(Map.of("code", why.finding().code(), "reason", why.finding().what()))));
  }
}
