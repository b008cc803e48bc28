package io.labroute.schedule.cpsat;

import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.IntervalVar;
import com.google.ortools.sat.LinearArgument;
import io.labroute.schedule.Closure;
import io.labroute.schedule.Device;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Mode;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Layout.Claim;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What steps take of devices, and that it never is more than there is. */
final class Capacities {

  private final Model model;
  private final Layout layout;
  private final List<List<IntervalVar>> slots = new ArrayList<>();
  private final List<List<IntervalVar>> work = new ArrayList<>();
  private final List<List<Integer>> slotAmounts = new ArrayList<>();
  private final List<List<Integer>> workAmounts = new ArrayList<>();
  private final List<List<Batches.Member>> batches = new ArrayList<>();

  /** The model has its steps already. */
  Capacities(Model model) {
    this.model = model;
    layout = model.layout();
    for (int device = 0; device < layout.problem().devices().size(); device++) {
      slots.add(new ArrayList<>());
      work.add(new ArrayList<>());
      slotAmounts.add(new ArrayList<>());
      workAmounts.add(new ArrayList<>());
      batches.add(new ArrayList<>());
    }
  }

  void add() {
    for (int i = 0; i < layout.size(); i++) {
      addClaims(i);
    }
    addClosures();
    for (int device = 0; device < slots.size(); device++) {
      addCapacity(slots.get(device), slotAmounts.get(device), layout.capacity(device, true));
      if (layout.isBatch(device)) {
        Device spun = layout.problem().devices().get(device);
        work.get(device).addAll(new Batches(model, spun, batches.get(device)).add());
        model.model().addNoOverlap(work.get(device));
      } else {
        addCapacity(work.get(device), workAmounts.get(device), layout.capacity(device, false));
      }
    }
  }

  /** A closed device is wholly taken, once what has started on it has ended. */
  private void addClosures() {
    for (int device = 0; device < slots.size(); device++) {
      for (Closure shut : layout.problem().devices().get(device).shutTimes()) {
        long from = Math.max(shut.from(), startedUntil(device, shut));
        for (boolean room : new boolean[] {true, false}) {
          List<IntervalVar> intervals = (room ? slots : work).get(device);
          if (!intervals.isEmpty() && from < shut.to()) {
            intervals.add(model.model().newFixedInterval(from, shut.to() - from, ""));
            (room ? slotAmounts : workAmounts).get(device).add(layout.capacity(device, room));
          }
        }
      }
    }
  }

  private long startedUntil(int device, Closure shut) {
    long until = Long.MIN_VALUE;
    for (int i = 0; i < layout.size(); i++) {
      Frozen frozen = layout.frozen(i);
      if (frozen != null && layout.claims(i, frozen.mode()).stream().anyMatch(claim -> claim.device() == device)) {
        long end = frozen.end() == null ? frozen.start() + layout.mode(i, frozen.mode()).duration() : frozen.end();
        until = frozen.start() < shut.to() && end > shut.from() ? Math.max(until, end) : until;
      }
    }
    return until;
  }

  private void addClaims(int i) {
    for (int m = 0; m < layout.modes(i); m++) {
      if (model.chosen(i, m).equals(model.model().falseLiteral())) {
        continue;
      }
      for (Claim claim : layout.claims(i, m)) {
        if (model.isFar(claim)) {
          continue;
        }
        if (!claim.slots() && claim.from() == i && layout.isBatch(claim.device())) {
          batches.get(claim.device()).add(new Batches.Member(i, claim.amount(), m, model.chosen(i, m)));
          continue;
        }
        var intervals = (claim.slots() ? slots : work).get(claim.device());
        intervals.add(interval(claim, i, m));
        (claim.slots() ? slotAmounts : workAmounts).get(claim.device()).add(claim.amount());
      }
    }
  }

  private IntervalVar interval(Claim claim, int i, int m) {
    boolean always = layout.modes(i) == 1 || model.chosen(i, m).equals(model.model().trueLiteral());
    Long length = length(claim, i, m);
    LinearArgument from = model.node(2 * claim.from());
    if (length != null) {
      return always ? model.model().newFixedSizeIntervalVar(from, length, "")
          : model.model().newOptionalFixedSizeIntervalVar(from, length, model.chosen(i, m), "");
    }
    LinearArgument until = model.node(2 * claim.until() + 1);
    IntVar size = model.variable(0, layout.horizon() * 2, model.hinted(times -> times.end()[claim.until()] - times.start()[claim.from()]));
    return always ? model.model().newIntervalVar(from, size, until, "")
        : model.model().newOptionalIntervalVar(from, size, until, model.chosen(i, m), "");
  }

  /** How long a claim lasts, where that is known; null where it depends on the plan. */
  private @Nullable Long length(Claim claim, int i, int m) {
    if (model.isRigid(claim.from(), claim.until())) {
      return model.hint().end()[claim.until()] - model.hint().start()[claim.from()];
    }
    int only = claim.from();
    if (only != claim.until() || layout.frozen(only) != null) {
      return null;
    }
    Mode mode = layout.mode(only, only == i ? m : 0);
    boolean alike = only == i || layout.step(only).modes().stream().allMatch(other -> other.duration() == mode.duration()
        && other.longest() == mode.longest());
    return alike && mode.duration() == mode.longest() ? (Long) mode.duration() : null;
  }

  private void addCapacity(List<IntervalVar> intervals, List<Integer> amounts, int capacity) {
    if (intervals.size() < 2) {
      return;
    }
    if (capacity == 1) {
      model.model().addNoOverlap(intervals);
      return;
    }
    var cumulative = model.model().addCumulative(capacity);
    for (int i = 0; i < intervals.size(); i++) {
      cumulative.addDemand(intervals.get(i), amounts.get(i));
    }
  }
}
