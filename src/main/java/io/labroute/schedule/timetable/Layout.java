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
   * @param slots true when it is labware that lies there, false when it is work that is done
   */
  public record Claim(int device, int amount, boolean slots, int from, int until) {}

  /** A link without longest time. */
  public static final long FREE = Long.MAX_VALUE / 8;

  private final Problem problem;
  private final Map<String, Integer> steps = new HashMap<>();
  private final Map<String, Integer> devices = new HashMap<>();
  private final List<List<List<Claim>>> claims = new ArrayList<>();
  private final List<Link> links = new ArrayList<>();
  private final Frozen[] frozen;

  public Layout(Problem problem) {
    this.problem = problem;
    problem.devices().forEach(device -> devices.put(device.id(), devices.size()));
    problem.steps().forEach(step -> steps.put(step.id(), steps.size()));
    frozen = new Frozen[problem.steps().size()];
    problem.frozen().forEach(one -> frozen[step(one.step())] = one);
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
      if (device.slots() == 0 || device.processes() < device.slots()) {
        all.add(new Claim(index, use.amount(), false, step, step));
      }
    }
    return List.copyOf(all);
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
