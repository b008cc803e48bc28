package io.labroute.schedule.format;

import io.labroute.schedule.Device;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.TimeScale;
import io.labroute.schedule.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The predecessor's tasks, as JSON or YAML: {@code resources} with id and capacity, {@code tasks} with id, duration in minutes,
 * the resources they need, and the tasks before them. A tick is a minute.
 */
public final class PredecessorTasks {

  private PredecessorTasks() {}

  /**
   * Reads the tasks. Unlike the predecessor, which dropped them, it keeps names that nothing is known of, for the check to find.
   *
   * @throws io.labroute.lab.Refusal when the text is damaged
   */
  public static Problem read(String name, String text) {
    Entry root = Entry.root(text);
    List<Device> devices = new ArrayList<>();
    for (Entry resource : root.list("resources")) {
      devices.add(Device.of(resource.get("id").text(), resource.whole("capacity", 1)));
    }
    List<Step> steps = new ArrayList<>();
    List<Lag> lags = new ArrayList<>();
    for (Entry task : root.list("tasks")) {
      String id = task.get("id").text();
      List<Use> uses = task.list("resources_required").stream().map(resource -> Use.of(resource.text())).toList();
      Entry minutes = task.find("duration_min");
      long duration = minutes == null ? 0 : minutes.whole();
      steps.add(Step.of(id, id).modes(minutes == null ? List.of() : List.of(new Mode(duration, duration, uses, List.of()))));
      task.list("predecessors").forEach(before -> lags.add(Lag.after(before.text(), id)));
    }
    long horizon = steps.stream().flatMap(step -> step.modes().stream()).mapToLong(Mode::duration).sum();
    var time = new TimeScale(Duration.ofMinutes(1), null, Math.max(1, horizon));
    return new Problem(name, time, devices, steps, lags, List.of(), List.of(), Problem.USUAL_GOALS);
  }
}
