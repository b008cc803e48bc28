package io.labroute.execution.planning;

import io.labroute.lab.DevicePosition;
import io.labroute.schedule.Closure;
import io.labroute.schedule.Device;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Step;
import io.labroute.schedule.TimeScale;
import io.labroute.schedule.Use;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The devices and positions of the lab as the problem needs them, with the times at which they are not there. */
final class Resources {

  /** How the closed time of a device begins that is down. */
  static final String DOWN = "down: ";

  /** More can never be loaded into one device at a time. */
  private static final int ANY = 1_000_000;

  private final LabState lab;
  private final Map<String, List<Closure>> closed = new HashMap<>();
  private final Set<String> positions = new LinkedHashSet<>();
  private final List<String> warnings = new ArrayList<>();
  private final Ways ways;

  Resources(LabState lab, TimeScale time) {
    this.lab = lab;
    lab.rules().closed().forEach(shut -> add(shut.device(), shut.ticks(time, lab.zone())));
    lab.downs().forEach(down -> add(down.device(), ClosedTime.shut(time, down.from(), until(down), DOWN + down.reason())));
    ways = new Ways(lab, Set.copyOf(closed.keySet()));
  }

  private void add(String device, List<Closure> shut) {
    if (!shut.isEmpty()) {
      closed.computeIfAbsent(device, none -> new ArrayList<>()).addAll(shut);
    }
  }

  /** A device is down until it is said to be up again, whatever was said before. */
  private Instant until(Downtime down) {
    Instant least = lab.now().plus(lab.rules().unknownDown());
    return down.until() != null && down.until().isAfter(lab.now()) ? down.until() : least;
  }

  Ways ways() {
    return ways;
  }

  List<String> warnings() {
    return warnings;
  }

  /** The name of a position that labware takes. */
  String position(DevicePosition place) {
    positions.add(place.toString());
    return place.toString();
  }

  /**
   * What has started may contradict what the lab can do, as when a person put two plates in one position; then the later of them
   * takes nothing.
   */
  void fit(Map<String, Step> steps, Map<String, Frozen> frozen) {
    Map<String, Integer> room = new HashMap<>();
    lab.devices().forEach(device -> room.put(device.device(), device.processCapacity()));
    for (String name : frozen.keySet()) {
      Step step = steps.get(name);
      Mode mode = step.modes().get(0);
      List<Use> kept = new ArrayList<>();
      for (Use use : mode.uses()) {
        int left = room.getOrDefault(use.device(), positions.contains(use.device()) ? 1 : ANY) - use.amount();
        if (left >= 0) {
          room.put(use.device(), left);
          kept.add(use);
        } else {
          warnings.add("%s has no room for %s beside what has begun there".formatted(use.device(), name));
        }
      }
      if (kept.size() < mode.uses().size()) {
        Step fitted = step.modes(List.of(new Mode(mode.duration(), mode.longest(), kept, mode.reaches())));
        steps.put(name, kept.isEmpty() ? fitted.hold(null) : fitted);
      }
    }
  }

  /** All devices; one on which something runs closes when that has ended. */
  List<Device> devices(Map<String, Frozen> frozen, Map<String, Step> steps) {
    Map<String, Long> busyUntil = new TreeMap<>();
    frozen.forEach((name, it) -> {
      long end = it.end() == null ? it.start() : it.end();
      steps.get(name).modes().get(0).uses().forEach(use -> busyUntil.merge(use.device(), end, Math::max));
    });
    Map<String, Device> devices = new LinkedHashMap<>();
    for (var device : lab.devices()) {
      List<Closure> shut = closed.getOrDefault(device.device(), List.of()).stream()
          .map(it -> new Closure(Math.max(it.from(), busyUntil.getOrDefault(device.device(), 0L)), it.to(), it.reason()))
          .filter(it -> it.from() < it.to()).toList();
      devices.put(device.device(), new Device(device.device(), 1, device.processCapacity(), 0, shut));
      if (!shut.isEmpty()) {
        devices.put(Ways.loading(device.device()), new Device(Ways.loading(device.device()), 1, ANY, 0, shut));
      }
    }
    closed.keySet().stream().filter(device -> devices.containsKey(device)).map(Ways::loading)
        .forEach(loading -> devices.putIfAbsent(loading, new Device(loading, 1, ANY, 0, List.of())));
    positions.forEach(position -> devices.put(position, new Device(position, 1, 1, 1, List.of())));
    return List.copyOf(devices.values());
  }
}
