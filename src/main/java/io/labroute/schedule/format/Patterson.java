package io.labroute.schedule.format;

import io.labroute.schedule.Device;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import java.util.ArrayList;
import java.util.List;

/**
 * Projects with scarce resources in Patterson's form ({@code .rcp}): activities and resources, the capacities, then for each
 * activity its duration, its demands, and its successors.
 */
final class Patterson {

  private static final int MOST = 100_000;

  private Patterson() {}

  static Problem read(String name, String text) {
    var numbers = new Numbers(text);
    int activities = numbers.next(1, MOST);
    int resources = numbers.next(0, MOST);
    List<Device> devices = new ArrayList<>();
    for (int r = 1; r <= resources; r++) {
      devices.add(Device.of("r" + r, numbers.next(1, MOST)));
    }
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    long horizon = 0;
    for (int a = 1; a <= activities; a++) {
      int duration = numbers.next(0, MOST);
      horizon += duration;
      List<Use> uses = new ArrayList<>();
      for (Device device : devices) {
        int amount = numbers.next(0, MOST);
        if (amount > 0 && duration > 0) {
          uses.add(new Use(device.id(), amount));
        }
      }
      steps.add(Step.of("a" + a, "a" + a).modes(List.of(new Mode(duration, duration, uses, List.of()))));
      int successors = numbers.next(0, activities);
      for (int s = 0; s < successors; s++) {
        lags.add(Lag.after("a" + a, "a" + numbers.next(1, activities)));
      }
    }
    return Problem.of(name, Math.max(1, horizon), devices, steps, lags);
  }
}
