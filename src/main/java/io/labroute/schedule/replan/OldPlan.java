package io.labroute.schedule.replan;

import io.labroute.schedule.Frozen;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Plan;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Validator;
import io.labroute.schedule.dispatch.Dispatcher;
import io.labroute.schedule.timetable.Layout;
import io.labroute.schedule.timetable.Timetable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can be made of the plan that is being carried out without planning anew. Not all of it can be carried out. */
final class OldPlan {

  private final Map<String, Placement> placed;
  private final Set<String> open;
  private final long now;

  /**
   * @param open the labware in progress
   */
  OldPlan(Situation situation, Set<String> open) {
    placed = situation.plan().byStep();
    this.open = open;
    now = situation.now();
  }

  /** The old plan with the news in it, when it can still be carried out; null when it cannot. */
  @Nullable Choice unchanged(Problem remaining) {
    if (remaining.steps().stream().anyMatch(step -> !placed.containsKey(step.id()) && !step.id().startsWith("down/"))) {
      return null;
    }
    var layout = new Layout(remaining);
    Timetable times = shifted(layout, 0);
    List<Placement> kept = new ArrayList<>();
    for (int i = 0; i < layout.size(); i++) {
      Placement old = placed.get(layout.step(i).id());
      var frozen = layout.frozen(i);
      kept.add(new Placement(layout.step(i).id(), times.start()[i], times.end()[i], times.mode()[i],
          old == null ? frozen.seats() : old.seats()));
    }
    Plan plan = new Plan(remaining.name(), kept);
    return Validator.check(remaining, plan).isEmpty() ? new Choice(remaining, plan, 0, 0, 0, List.of()) : null;
  }

  /** Frozen steps as they are, all others as planned, those that wait later by the delay. */
  Timetable shifted(Layout layout, long delay) {
    Timetable times = Timetable.of(layout.size());
    for (int i = 0; i < layout.size(); i++) {
      Step step = layout.step(i);
      Placement at = placed.get(step.id());
      var frozen = layout.frozen(i);
      if (frozen != null) {
        times.start()[i] = frozen.start();
        times.end()[i] = frozen.end() == null ? at.end() : frozen.end();
        times.mode()[i] = frozen.mode();
      } else if (at != null) {
        long later = !open.contains(step.labware()) ? delay : 0;
        times.start()[i] = at.start() + later;
        times.end()[i] = at.end() + later;
        times.mode()[i] = at.mode();
      } else {
        times.start()[i] = now;
        times.end()[i] = now + layout.mode(i, 0).duration();
      }
    }
    return times;
  }

  /**
   * Nothing begins until the event is over, but for what follows at once on something that has started: seldom a good way to go
   * on, but one that is there at once.
   */
  Timetable stopped(Layout layout, long length) {
    Timetable times = shifted(layout, length);
    boolean[] begun = new boolean[layout.size()];
    for (int i = 0; i < begun.length; i++) {
      begun[i] = layout.frozen(i) != null;
      if (!begun[i] && open.contains(layout.step(i).labware())) {
        times.start()[i] += length;
        times.end()[i] += length;
      }
    }
    for (Layout.Link link : layout.links()) {
      int next = link.to() / 2;
      if (link.cost() == 0 && begun[link.from() / 2] && !begun[next] && times.at(link.to()) - times.at(link.from()) > link.max()) {
        begun[next] = true;
        times.start()[next] -= length;
        times.end()[next] -= length;
      }
    }
    return times;
  }

  /** The old plan, with urgent labware where it leaves room; null when that is not at once to be seen. */
  @Nullable Timetable squeezed(Layout layout) {
    List<Frozen> kept = new ArrayList<>(layout.problem().frozen());
    Set<String> started = kept.stream().map(Frozen::step).collect(Collectors.toSet());
    layout.problem().steps().stream().map(step -> placed.get(step.id())).filter(at -> at != null && !started.contains(at.step()))
        .forEach(at -> kept.add(new Frozen(at.step(), at.start(), at.end(), at.mode(), at.seats())));
    return kept.size() == layout.size() ? null
        : new Dispatcher(new Layout(layout.problem().frozen(kept))).dispatch(Dispatcher.Rule.FIRST_COME, 0, 1);
  }
}
