package io.labroute.schedule.timetable;

import io.labroute.schedule.Device;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Hold;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Seat;
import io.labroute.schedule.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Seats the steps of a timetable on units. Solvers count only how many units of a device are taken at a time; as its units are
 * alike, going through the stays in the order in which they begin always finds a free one.
 */
public final class Seating {

  private record Stay(int step, int use, int device, int amount, long from, long to) {}

  private final Layout layout;
  private final Timetable times;
  private final List<List<Seat>> seats = new ArrayList<>();
  private boolean full;

  private Seating(Layout layout, Timetable times) {
    this.layout = layout;
    this.times = times;
  }

  /** The plan of a timetable that keeps to the capacities. */
  public static Plan plan(Layout layout, Timetable times) {
    Plan plan = attempt(layout, times);
    if (plan == null) {
      throw new IllegalStateException("the timetable exceeds a capacity");
    }
    return plan;
  }

  /** The plan of a timetable; null when it does not keep to the capacities. */
  public static @Nullable Plan attempt(Layout layout, Timetable times) {
    var seating = new Seating(layout, times);
    Plan plan = seating.plan();
    return seating.full ? null : plan;
  }

  private Plan plan() {
    List<List<Stay>> stays = new ArrayList<>();
    layout.problem().devices().forEach(device -> stays.add(new ArrayList<>()));
    for (int i = 0; i < layout.size(); i++) {
      seats.add(new ArrayList<>());
      Mode mode = layout.mode(i, times.mode()[i]);
      for (int k = 0; k < mode.uses().size(); k++) {
        Stay stay = stay(i, k, mode.uses().get(k));
        stays.get(stay.device()).add(stay);
        for (int unit = 0; unit < stay.amount(); unit++) {
          seats.get(i).add(new Seat(mode.uses().get(k).device(), 1));
        }
      }
    }
    for (int device = 0; device < stays.size(); device++) {
      seat(layout.problem().devices().get(device), stays.get(device));
    }
    List<Placement> placements = new ArrayList<>();
    for (int i = 0; i < layout.size(); i++) {
      placements.add(new Placement(layout.step(i).id(), times.start()[i], times.end()[i], times.mode()[i], seats.get(i)));
    }
    return new Plan(layout.problem().name(), placements);
  }

  private Stay stay(int step, int use, Use what) {
    int device = layout.device(what.device());
    Hold hold = use == 0 && layout.problem().devices().get(device).slots() > 0 ? layout.step(step).hold() : null;
    return hold == null ? new Stay(step, use, device, what.amount(), times.start()[step], times.end()[step])
        : new Stay(step, use, device, what.amount(), times.start()[layout.step(hold.from())],
            times.end()[layout.step(hold.until())]);
  }

  private void seat(Device device, List<Stay> stays) {
    if (device.units() == 1) {
      return;
    }
    int room = device.slots() > 0 ? device.slots() : device.processes();
    var free = new PriorityQueue<Integer>();
    for (int place = 0; place < device.units() * room; place++) {
      free.add(place);
    }
    var taken = new PriorityQueue<long[]>(Comparator.comparingLong(stay -> stay[0]));
    stays.sort(Comparator.comparingLong(Stay::from).thenComparing(stay -> layout.frozen(stay.step()) == null)
        .thenComparingInt(Stay::step));
    for (Stay stay : stays) {
      while (!taken.isEmpty() && taken.peek()[0] <= stay.from()) {
        free.add((int) taken.remove()[1]);
      }
      for (int i = 0; i < stay.amount(); i++) {
        int at = offset(stay) + i;
        int place = place(stay, at, room, free);
        taken.add(new long[] {stay.to(), place});
        seats.get(stay.step()).set(at, new Seat(device.id(), place / room + 1));
      }
    }
  }

  private int place(Stay stay, int at, int room, PriorityQueue<Integer> free) {
    List<Seat> known = known(stay);
    if (known.size() > at) {
      int unit = known.get(at).unit() - 1;
      Integer kept = free.stream().filter(place -> place / room == unit).findFirst().orElse(null);
      if (kept != null) {
        free.remove(kept);
        return kept;
      }
    }
    Integer place = free.poll();
    full |= place == null;
    return place == null ? 0 : place;
  }

  /** Where a step has started, or where its labware is or is on its way to. */
  private List<Seat> known(Stay stay) {
    Frozen frozen = layout.frozen(stay.step());
    Hold hold = layout.step(stay.step()).hold();
    return frozen != null ? frozen.seats() : hold != null ? hold.seats() : List.of();
  }

  private int offset(Stay stay) {
    List<Use> uses = layout.mode(stay.step(), times.mode()[stay.step()]).uses();
    int before = 0;
    for (int k = 0; k < stay.use(); k++) {
      before += uses.get(k).amount();
    }
    return before;
  }
}
