package io.labroute.execution.planning;

import io.labroute.tracking.devices.Device;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a schedule has to take account of.
 *
 * @param now when it was so
 * @param devices in use
 * @param downs devices that are down, or will be
 */
record LabState(Instant now, List<OpenRun> runs, List<Device> devices, List<Downtime> downs, PlanningRules rules, ZoneId zone) {

  LabState {
    runs = runs.stream().sorted(OpenRun.ORDER).toList();
  }

  Map<String, Device> devicesByName() {
    Map<String, Device> byName = new LinkedHashMap<>();
    devices.forEach(device -> byName.put(device.device(), device));
    return byName;
  }

  List<Device> ofCategory(String category) {
    return devices.stream().filter(device -> category.equals(device.category())).toList();
  }

  /** Whether nothing has changed but the time. */
  boolean sameAs(LabState other) {
    return runs.equals(other.runs) && devices.equals(other.devices) && downs.equals(other.downs) && rules.equals(other.rules);
  }

  LabState asOf(Instant moment) {
    return new LabState(moment, runs, devices, downs, rules, zone);
  }

  LabState runs(List<OpenRun> others) {
    return new LabState(now, others, devices, downs, rules, zone);
  }
}
