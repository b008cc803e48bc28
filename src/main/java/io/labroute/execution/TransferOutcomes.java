package io.labroute.execution;

import io.labroute.lab.Volume;
import io.labroute.tracking.wells.Booking;
import io.labroute.tracking.wells.Well;
import io.labroute.tracking.wells.WellRepository;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Puts down what became of transfers, and what follows for the wells and for the worklist; in the caller's transaction. */
@Service
class TransferOutcomes {

  private final TransferRepository transfers;
  private final WorklistRepository worklists;
  private final WellRepository wells;
  private final WellAccount account;
  private final Clock clock;

  TransferOutcomes(TransferRepository transfers, WorklistRepository worklists, WellRepository wells, WellAccount account, Clock clock) {
    this.transfers = transfers;
    this.worklists = worklists;
    this.wells = wells;
    this.account = account;
    this.clock = clock;
  }

  /**
   * What became of a transfer.
   *
   * @param actual what was moved, in microlitres; null for what was written
   * @param line of the file that says so
   */
  record Settled(int number, TransferOutcome outcome, @Nullable BigDecimal actual, @Nullable String reason, @Nullable Long line) {}

  /** Puts outcomes down; the worklist is held. */
  void settle(UUID worklistId, List<Settled> settled, String by, @Nullable Long fileId) {
    if (settled.isEmpty()) {
      return;
    }
    wells.hold();
    transfers.settle(worklistId, settled, by, fileId);
    change(worklistId, settled.stream().filter(it -> it.outcome() != TransferOutcome.UNKNOWN)
        .map(it -> it.outcome() == TransferOutcome.UNDONE ? new Booking.Change(it.number(), Booking.State.TAKEN_BACK, null)
            : new Booking.Change(it.number(), Booking.State.CONFIRMED, it.actual() == null ? null : new Volume(it.actual())))
        .toList(), by);
  }

  /** Settles all transfers of which nothing was heard. */
  void settleRest(UUID worklistId, TransferOutcome outcome, @Nullable String reason, String by) {
    settle(worklistId, transfers.of(worklistId).stream().filter(it -> it.outcome() == TransferOutcome.PLANNED)
        .map(it -> new Settled(it.number(), outcome, null, reason, null)).toList(), by, null);
  }

  /** Says of what a worklist is to move that it was released; the wells hold what was planned all along. */
  void release(UUID worklistId, String by) {
    wells.hold();
    wells.release(worklistId, by);
  }

  /** Takes back all that a worklist was to move. */
  void takeBack(UUID worklistId, String by) {
    wells.hold();
    change(worklistId, wells.bookings(worklistId).stream()
        .map(it -> new Booking.Change(it.number(), Booking.State.TAKEN_BACK, null)).toList(), by);
  }

  private void change(UUID worklistId, List<Booking.Change> changes, String by) {
    if (changes.isEmpty()) {
      return;
    }
    Set<Integer> numbers = changes.stream().map(Booking.Change::number).collect(Collectors.toSet());
    wells.change(worklistId, changes, by);
    Set<Well> touched = new HashSet<>();
    wells.bookings(worklistId).stream().filter(it -> numbers.contains(it.number()))
        .forEach(it -> touched.addAll(List.of(it.source(), it.target())));
    account.settle(touched);
  }

  /** The state that follows when everything that can be heard of a run was heard; the worklist is held. */
  void conclude(UUID worklistId, WorklistState state, String by) {
    List<WorklistTransfer> all = transfers.of(worklistId);
    boolean isDone = all.stream().allMatch(it -> it.outcome() == TransferOutcome.DONE);
    WorklistState now = isDone ? WorklistState.FINISHED : WorklistState.FAILED;
    String reason = isDone ? null : "of %d transfers %d are done, %d undone and %d unknown".formatted(all.size(),
        count(all, TransferOutcome.DONE), count(all, TransferOutcome.UNDONE), count(all, TransferOutcome.UNKNOWN));
    if (now != state || !isDone) {
      worklists.setState(worklistId, now, by, reason, clock.instant());
    } else {
      worklists.setOverdue(worklistId, null);
    }
  }

  private static long count(List<WorklistTransfer> all, TransferOutcome outcome) {
    return all.stream().filter(it -> it.outcome() == outcome).count();
  }
}
