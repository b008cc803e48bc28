package io.labroute.tracking.containers;

import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.tracking.containers.Standing.Change;
import io.labroute.tracking.containers.Standing.Placed;
import io.labroute.tracking.containers.StayRepository.Held;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Does what others report to have done with containers, many at once, in the caller's transaction. */
@Component
public class ReportedActs {

  private final StayRepository stays;
  private final ActRepository acts;
  private final PastMoves moves;
  private final PastLids lids;

  ReportedActs(StayRepository stays, ActRepository acts, PastMoves moves, PastLids lids) {
    this.stays = stays;
    this.acts = acts;
    this.moves = moves;
    this.lids = lids;
  }

  /** Something that did not fit when it was reported. */
  public sealed interface Late {

    long event();

    String barcode();

    Instant at();
  }

  /** A move that did not fit. */
  public record LateMove(long event, String barcode, @Nullable DevicePosition from, DevicePosition to, Instant at) implements Late {}

  /**
   * A lid that was taken off or put on.
   *
   * @param off whether it was taken off
   * @param site where it was put, or fetched, if that was told
   */
  public record LateLid(long event, String barcode, boolean off, @Nullable DevicePosition site, Instant at) implements Late {}

  /**
   * What fits into the past.
   *
   * @param events those that fit
   * @param origins from where the moves among them went
   */
  public record Past(Set<Long> events, Map<Long, DevicePosition> origins) {}

  /** Holds the containers and positions that reports speak of. */
  public Batch begin(Set<String> barcodes, Set<DevicePosition> targets) {
    return new Batch(stays.hold(barcodes, targets, 0));
  }

  /** Reports that are done together. */
  public final class Batch {

    private final Held held;
    private final List<ActDone> done = new ArrayList<>();
    private final List<Long> events = new ArrayList<>();

    private Batch(Held held) {
      this.held = held;
    }

    /** Where a container stands as far as the reports have told. */
    public Optional<DevicePosition> place(String barcode) {
      return Optional.ofNullable(held.standing().find(barcode)).map(Placed::at);
    }

    /** The event by which a container came to where it stands. */
    public @Nullable Long cameBy(String barcode) {
      return held.cameBy().get(barcode);
    }

    /** Whether a position that reports speak of is in use. */
    public boolean isUsable(DevicePosition place) {
      return held.standing().isUsable(place);
    }

    /** The key of a container in the lab. */
    public @Nullable Long containerId(@Nullable String barcode) {
      Placed placed = barcode == null ? null : held.standing().find(barcode);
      return placed == null ? null : placed.id();
    }

    /**
     * Does what an event reports.
     *
     * @throws Refusal when it contradicts what is known; then nothing has changed
     */
    public void apply(ContainerAct act, Instant at, long event, String actor) {
      Instant changed = held.changedAt().get(act.barcode());
      if (changed != null && at.isBefore(changed)) {
        throw Finding.of("event.late", "More recent things are known of %s already.".formatted(act.barcode()))
            .value(at.toString()).allowed("from " + changed).maybe("reports were sent late, or a clock is wrong.").refusal();
      }
      targetOf(act).ifPresent(target -> {
        Instant freed = held.freedAt().get(target);
        if (freed != null && at.isBefore(freed)) {
          throw Finding.of("position.taken-then", "%s was taken then.".formatted(target)).value(at.toString())
              .allowed("from " + freed).maybe("reports were sent late, or a clock is wrong.").refusal();
        }
      });
      Change change = held.standing().apply(act);
      held.changedAt().put(act.barcode(), at);
      if (act instanceof ContainerAct.Move) {
        held.cameBy().put(act.barcode(), event);
      }
      left(change).forEach(place -> held.freedAt().put(place, at));
      done.add(new ActDone(act, change, at, actor, null, null));
      events.add(event);
    }

    /** Writes what was done; its events stand in the log by now. */
    public void write() {
      acts.write(done, events);
    }

    /**
     * Puts what was reported late where it fits into the past; call it after {@link #write}.
     *
     * @param late in the order of their time
     */
    public Past insertIntoThePast(List<Late> late) {
      Map<Long, DevicePosition> origins = moves.insert(of(late, LateMove.class));
      var events = new HashSet<>(origins.keySet());
      events.addAll(lids.insert(of(late, LateLid.class)));
      return new Past(events, origins);
    }

    private static <T extends Late> List<T> of(List<Late> late, Class<T> type) {
      return late.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static Optional<DevicePosition> targetOf(ContainerAct act) {
      return act instanceof ContainerAct.Move move ? Optional.of(move.to())
          : act instanceof ContainerAct.Unlid unlid ? Optional.ofNullable(unlid.lidSite()) : Optional.empty();
    }

    private static List<DevicePosition> left(Change change) {
      Placed before = change.before();
      Placed after = change.after();
      var left = new ArrayList<DevicePosition>();
      if (before != null && (after == null || !after.at().equals(before.at()))) {
        left.add(before.at());
      }
      if (before != null && before.lidSite() != null && (after == null || !before.lidSite().equals(after.lidSite()))) {
        left.add(before.lidSite());
      }
      return left;
    }
  }
}
