package io.labroute.schedule.format;

import io.labroute.schedule.Device;
import io.labroute.schedule.Hold;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.TimeScale;
import io.labroute.schedule.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lab-day benchmark: plates that go through a protocol, moved by one arm into each step and home at the end, with a longest
 * wait after each step.
 */
final class LabDay {

  private static final String MOVER = "Mover";
  private static final String STORAGE = "Storage";

  private LabDay() {}

  static Problem read(String name, String text) {
    Entry root = Entry.root(text);
    Entry lab = root.get("lab");
    List<Device> devices = new ArrayList<>();
    Map<String, List<String>> classes = new LinkedHashMap<>();
    long move = 0;
    List<String> movers = new ArrayList<>();
    for (Entry device : lab.list("devices")) {
      String id = device.get("id").text();
      String kind = device.get("class").text();
      if (kind.equals(MOVER)) {
        move = device.get("moveTicks").whole();
        movers.add(id);
      }
      int slots = kind.equals(MOVER) || kind.equals(STORAGE) ? 0 : device.whole("slotsPerUnit", 1);
      devices.add(new Device(id, device.whole("units", 1), Math.max(1, slots), slots, List.of()));
      classes.computeIfAbsent(kind, none -> new ArrayList<>()).add(id);
    }
    List<Mode> moves = new ArrayList<>();
    for (String mover : movers) {
      moves.add(Mode.of(move, Use.of(mover)));
    }
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    for (Entry plate : root.list("plates")) {
      Entry protocol = root.get("protocols").get(plate.get("protocol").text());
      addPlate(plate.get("id").text(), protocol.items(), classes, moves, steps, lags);
    }
    long horizon = steps.stream().mapToLong(step -> step.modes().get(0).duration()).sum();
    var time = new TimeScale(Duration.ofSeconds(lab.whole("timeUnitSeconds", 1)), null, Math.max(1, horizon));
    return new Problem(name, time, devices, steps, lags, List.of(), List.of(), Problem.USUAL_GOALS);
  }

  private static void addPlate(String plate, List<Entry> protocol, Map<String, List<String>> classes, List<Mode> moves,
      List<Step> steps, List<Lag> lags) {
    for (int k = 0; k <= protocol.size(); k++) {
      String move = moveInto(plate, protocol, k);
      steps.add(Step.of(move, plate).modes(moves));
      if (k < protocol.size()) {
        Entry step = protocol.get(k);
        String id = plate + "/" + step.get("step").text();
        long duration = step.get("durationTicks").whole();
        List<Mode> modes = classes.getOrDefault(step.get("deviceClass").text(), List.of()).stream()
            .map(device -> Mode.of(duration, Use.of(device))).toList();
        String away = moveInto(plate, protocol, k + 1);
        steps.add(Step.of(id, plate).modes(modes).hold(new Hold(move, away)));
        lags.add(Lag.hard("at once", Point.end(move), Point.start(id), 0, 0L));
        lags.add(Lag.hard("wait after " + step.get("step").text(), Point.end(id), Point.start(away), 0,
            (long) step.get("maxWaitAfterTicks").whole()));
      }
    }
  }

  private static String moveInto(String plate, List<Entry> protocol, int k) {
    return plate + "/" + (k < protocol.size() ? "to-" + protocol.get(k).get("step").text() : "home");
  }
}
