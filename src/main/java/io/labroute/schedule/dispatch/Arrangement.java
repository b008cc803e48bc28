package io.labroute.schedule.dispatch;

import io.labroute.schedule.Device;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a batch with whom, decided beforehand: a problem without batches, in which the steps of each batch are tied together.
 * Labware that does the same is put together in the problem's order, its batches on the devices of a pool in turn.
 *
 * @param layout of that problem, its steps in the order of the original
 * @param mode of each step in the original, for those whose device is decided by this; -1 for others
 */
record Arrangement(Layout layout, int[] mode) {

  /** Arrangements with batches of different sizes, the largest first; the problem itself when it has none. */
  static List<Arrangement> of(Layout layout) {
    if (!layout.hasBatches()) {
      int[] free = new int[layout.size()];
      Arrays.fill(free, -1);
      return List.of(new Arrangement(layout, free));
    }
    List<Device> devices = layout.problem().devices().stream().filter(device -> device.batch() > 0).toList();
    int size = devices.stream().mapToInt(Device::processes).max().orElse(1);
    int smallest = devices.stream().mapToInt(Device::batch).min().orElse(1);
    List<Arrangement> all = new ArrayList<>();
    for (; size >= smallest; size = size > 2 * smallest ? size / 2 : size - 1) {
      Arrangement arrangement = new Tying(layout).batchesOf(size);
      if (arrangement != null) {
        all.add(arrangement);
      }
    }
    return all;
  }

  /** The timetable in terms of the original. */
  Timetable restored(Timetable times) {
    for (int i = 0; i < mode.length; i++) {
      times.mode()[i] = mode[i] >= 0 ? mode[i] : times.mode()[i];
    }
    return times;
  }

  private static final class Tying {

    private final Layout layout;
    private final List<Step> steps;
    private final List<Lag> lags;
    private final int[] mode;

    Tying(Layout layout) {
      this.layout = layout;
      steps = new ArrayList<>(layout.problem().steps());
      lags = new ArrayList<>(layout.problem().lags());
      mode = new int[layout.size()];
      Arrays.fill(mode, -1);
    }

    /** Null when some batch would be too small, or tied to what has to come before it. */
    @Nullable Arrangement batchesOf(int size) {
      occupyByWhatHasStarted();
      for (List<Integer> alike : kinds().values()) {
        if (!tie(alike, size)) {
          return null;
        }
      }
      List<Device> devices = new ArrayList<>();
      for (Device device : layout.problem().devices()) {
        devices.add(new Device(device.id(), device.units(), device.processes(), device.slots(), device.closed(),
            device.loadedAtWork(), 0));
        if (device.batch() > 0) {
          devices.add(Device.of(run(device.id()), 1));
        }
      }
      Problem problem = layout.problem();
      var tied = new Problem(problem.name(), problem.time(), devices, steps, lags, problem.stocks(), problem.frozen(), problem.goals());
      return ProblemCheck.findings(tied).isEmpty() ? new Arrangement(new Layout(tied), mode) : null;
    }

    /** What a batch has of its device: all of it, once. */
    private static String run(String device) {
      return device + "/batch";
    }

    private @Nullable Device batchDevice(Mode way) {
      Device device = way.uses().isEmpty() ? null : layout.problem().devices().get(layout.device(way.uses().get(0).device()));
      return device == null || device.batch() == 0 ? null : device;
    }

    private static Mode running(Mode way) {
      List<Use> uses = new ArrayList<>(way.uses());
      uses.add(Use.of(run(uses.get(0).device())));
      return new Mode(way.duration(), way.longest(), uses, way.reaches());
    }

    private void occupyByWhatHasStarted() {
      Set<String> seen = new HashSet<>();
      for (Frozen one : layout.problem().frozen()) {
        int i = layout.step(one.step());
        Mode way = layout.mode(i, one.mode());
        if (batchDevice(way) != null && seen.add(way.uses().get(0).device() + one.start())) {
          List<Mode> modes = new ArrayList<>(layout.step(i).modes());
          modes.set(one.mode(), running(way));
          steps.set(i, layout.step(i).modes(modes));
        }
      }
    }

    /** Steps that are the same for their labware: the k-th that is carried out in these ways, free from the same time on. */
    private Map<String, List<Integer>> kinds() {
      Map<String, Long> release = new HashMap<>();
      layout.problem().steps().forEach(step -> release.merge(step.labware(), step.release(), Math::max));
      Map<String, List<Integer>> kinds = new LinkedHashMap<>();
      Map<String, Integer> seen = new HashMap<>();
      for (int i = 0; i < layout.size(); i++) {
        Step step = layout.step(i);
        if (layout.frozen(i) == null && step.modes().stream().anyMatch(way -> batchDevice(way) != null)) {
          String ways = step.modes().stream().map(way -> way.duration() + "-" + way.longest() + way.uses()).toList().toString();
          int times = seen.merge(step.labware() + ways, 1, Integer::sum);
          kinds.computeIfAbsent(ways + times + "/" + release.get(step.labware()), none -> new ArrayList<>()).add(i);
        }
      }
      return kinds;
    }

    private boolean tie(List<Integer> alike, int size) {
      int first = alike.get(0);
      List<Integer> ways = new ArrayList<>();
      int most = size;
      int least = 1;
      for (int m = 0; m < layout.modes(first); m++) {
        Device device = batchDevice(layout.mode(first, m));
        if (device != null && layout.mode(first, m).uses().get(0).amount() == 1) {
          ways.add(m);
          most = Math.min(most, device.processes());
          least = Math.max(least, device.batch());
        }
      }
      int batches = (alike.size() + most - 1) / most;
      if (ways.isEmpty() || alike.size() / batches < least) {
        return false;
      }
      for (int batch = 0; batch < batches; batch++) {
        List<Integer> members = alike.subList(alike.size() * batch / batches, alike.size() * (batch + 1) / batches);
        int way = ways.get(batch % ways.size());
        for (int i : members) {
          Mode chosen = layout.mode(i, way);
          mode[i] = way;
          steps.set(i, layout.step(i).modes(List.of(i == members.get(0) ? running(chosen) : chosen)));
          if (i != members.get(0)) {
            String leader = layout.step(members.get(0)).id();
            String id = layout.step(i).id();
            lags.add(Lag.hard("batch", Point.start(leader), Point.start(id), 0, 0L));
            lags.add(Lag.hard("batch", Point.end(leader), Point.end(id), 0, 0L));
          }
        }
      }
      return true;
    }
  }
}
