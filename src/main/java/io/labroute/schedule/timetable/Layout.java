package io.labroute.schedule.timetable;

import io.labroute.schedule.Boundary;
import io.labroute.schedule.Device;
import io.labroute.schedule.Draw;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Hold;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A checked problem by numbers: steps and devices by their index, boundaries as nodes (start of step i is {@code 2i}, its end
 * {@code 2i + 1}), and what a way to carry out a step occupies for how long.
 */
public final class Layout {

  /** {@code to} comes {@code min} to {@code max} ticks after {@code from}; {@link #FREE} when there is no longest time. */
  public record Link(int from, int to, long min, long max, long cost) {}

  /**
   * What a mode takes of a device from the start of step {@code from} to the end of step {@code until}.
   *
   * @param slots true when it is labware that lies there, false when it is work that is done, or work that must not be done
   *     because a move loads the device
   */
  public record Claim(int device, int amount, boolean slots, int from, int until) {}

  /** Pairs of nodes whose distances should be alike, but for a tolerance. */
  public record Likeness(int[] from, int[] to, long tolerance, long cost) {

    /** The distances in a timetable. */
    public LongStream lengths(Timetable times) {
      return IntStream.range(0, from.length).mapToLong(k -> times.at(to[k]) - times.at(from[k]));
    }
  }

  /** A link without longest time. */
  public static final long FREE = Long.MAX_VALUE / 8;

  private final Problem problem;
  private final Map<String, Integer> steps = new HashMap<>();
  private final Map<String, Integer> devices = new HashMap<>();
  private final List<List<List<Claim>>> claims = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final List<Likeness> likenesses = new ArrayList<>();
  private final Frozen[] frozen;
  private final Map<String, List<Step>> arriving = new HashMap<>();

  public Layout(Problem problem) {
    this.problem = problem;
    problem.devices().forEach(device -> devices.put(device.id(), devices.size()));
    problem.steps().forEach(step -> steps.put(step.id(), steps.size()));
    frozen = new Frozen[problem.steps().size()];
    problem.frozen().forEach(one -> frozen[step(one.step())] = one);
    problem.steps().stream().filter(step -> step.hold() != null)
        .forEach(step -> arriving.computeIfAbsent(step.hold().from(), none -> new ArrayList<>()).add(step));
    for (int i = 0; i < size(); i++) {
      List<List<Claim>> ways = new ArrayList<>();
      for (Mode mode : problem.steps().get(i).modes()) {
        ways.add(claimsOf(i, mode));
      }
      claims.add(ways);
    }
    for (Lag lag : problem.lags()) {
      links.add(new Link(node(lag.from()), node(lag.to()), lag.min(), lag.max() == null ? FREE : lag.max(), lag.cost()));
    }
    problem.consistencies().stream().filter(one -> one.spans().size() > 1).forEach(one -> likenesses.add(new Likeness(
        one.spans().stream().mapToInt(span -> node(span.from())).toArray(),
        one.spans().stream().mapToInt(span -> node(span.to())).toArray(), one.tolerance(), one.cost())));
  }

  private List<Claim> claimsOf(int step, Mode mode) {
    List<Claim> all = new ArrayList<>();
    Hold hold = problem.steps().get(step).hold();
    for (int k = 0; k < mode.uses().size(); k++) {
      Use use = mode.uses().get(k);
      int index = device(use.device());
      Device device = problem.devices().get(index);
      boolean held = k == 0 && hold != null;
      if (device.slots() > 0) {
        all.add(new Claim(index, use.amount(), true, held ? step(hold.from()) : step, held ? step(hold.until()) : step));
      }
      if (device.slots() == 0 || device.processes() < device.slots() || device.restsWhenLoaded() || device.batch() > 0) {
        all.add(new Claim(index, use.amount(), false, step, step));
      }
      if (held && device.restsWhenLoaded()) {
        addLoading(hold, problem.steps().get(step).id(), index, all);
      }
    }
    return List.copyOf(all);
  }

  /** The moves that bring and fetch labware; one from a device to itself is counted where it ends. */
  private void addLoading(Hold hold, String step, int index, List<Claim> all) {
    Device device = problem.devices().get(index);
    if (!hold.from().equals(step)) {
      all.add(new Claim(index, device.processes(), false, step(hold.from()), step(hold.from())));
    }
    boolean staysHere = arriving.getOrDefault(hold.until(), List.of()).stream().anyMatch(next -> next.modes().stream()
        .allMatch(mode -> !mode.uses().isEmpty() && mode.uses().get(0).device().equals(device.id())));
    if (!hold.until().equals(step) && !staysHere) {
      all.add(new Claim(index, device.processes(), false, step(hold.until()), step(hold.until())));
    }
  }

  /** Whether steps on a device start and end together. */
  public boolean isBatch(int device) {
    return problem.devices().get(device).batch() > 0;
  }

  public boolean hasBatches() {
    return problem.devices().stream().anyMatch(device -> device.batch() > 0);
  }

  /** Whether moves and work of some device have to wait for each other. */
  public boolean hasRestsForLoading() {
    return problem.devices().stream().anyMatch(Device::restsWhenLoaded);
  }

  /** How long a claim of a step lasts at least: the step itself, and those that open and close it; or the move that loads. */
  public long shortest(int step, int mode, Claim claim) {
    if (claim.from() == claim.until() && claim.from() != step) {
      return shortest(claim.from());
    }
    return mode(step, mode).duration() + (claim.from() == step ? 0 : shortest(claim.from()))
        + (claim.until() == step ? 0 : shortest(claim.until()));
  }

  private long shortest(int step) {
    return step(step).modes().stream().mapToLong(Mode::duration).min().orElse(0);
  }

  private int node(Point point) {
    return 2 * step(point.step()) + (point.boundary() == Boundary.END ? 1 : 0);
  }

  public Problem problem() {
    return problem;
  }

  /** How many steps there are. */
  public int size() {
    return problem.steps().size();
  }

  public int step(String id) {
    return steps.get(id);
  }

  public int device(String id) {
    return devices.get(id);
  }

  public Step step(int index) {
    return problem.steps().get(index);
  }

  public int modes(int step) {
    return claims.get(step).size();
  }

  public Mode mode(int step, int mode) {
    return problem.steps().get(step).modes().get(mode);
  }

  /** What a way to carry out a step takes of devices. */
  public List<Claim> claims(int step, int mode) {
    return claims.get(step).get(mode);
  }

  public List<Link> links() {
    return links;
  }

  public List<Likeness> likenesses() {
    return likenesses;
  }

  /** What has started already; null for a step that is still to be planned. */
  public @Nullable Frozen frozen(int step) {
    return frozen[step];
  }

  /** How much of a device can be claimed at a time: of its slots, or of its work. */
  public int capacity(int device, boolean slots) {
    Device one = problem.devices().get(device);
    return one.units() * (slots ? one.slots() : one.processes());
  }

  public long horizon() {
    return problem.time().horizon();
  }

  /** The tick by which a step must have ended. */
  public long latestEnd(int step) {
    Long deadline = step(step).deadline();
    return deadline == null ? horizon() : Math.min(deadline, horizon());
  }

  /** What a stock loses when a step starts, or gains when it has ended. */
  public long drawn(int step, String stock) {
    return step(step).draws().stream().filter(draw -> draw.stock().equals(stock)).mapToLong(Draw::amount).sum();
  }
}
