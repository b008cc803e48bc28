package io.labroute.execution.planning;

import io.labroute.campaign.plan.PlanStep;
import io.labroute.campaign.plan.PlanStep.After;
import io.labroute.campaign.plan.Urgency;
import io.labroute.execution.planning.LabProblem.Planned;
import io.labroute.execution.planning.Places.Stay;
import io.labroute.execution.planning.StepState.Stage;
import io.labroute.lab.Quantity;
import io.labroute.schedule.Boundary;
import io.labroute.schedule.Estimate;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Hold;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the problem of the lab: steps of all open runs with their durations, waits as the plans have them, positions kept as long
 * as labware stands in them. What has started is frozen, what is over is left out unless a wait is still counted from it.
 */
final class ProblemOfLab {

  /** A part of an overrun that is taken to follow when one is met. */
  private static final int OVERRUN_SHARE = 10;

  private final LabState lab;
  private final Map<String, Took> took;
  private final boolean anew;
  private final LabTicks clock;
  private final Resources resources;
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Map<String, Lag> lags = new LinkedHashMap<>();
  private final Map<String, Frozen> frozen = new LinkedHashMap<>();
  private final Map<String, Planned> planned = new LinkedHashMap<>();
  private final Map<String, OpenRun> runs = new HashMap<>();

  private ProblemOfLab(LabState lab, Map<String, Took> took, Duration lead, boolean anew) {
    this.lab = lab;
    this.took = took;
    this.anew = anew;
    clock = LabTicks.of(lab, took, lead);
    resources = new Resources(lab, clock.scale());
  }

  /**
   * The problem of all runs of a lab, to be planned anew: what has overrun is taken to last a while longer, and what a person has to
   * decide on to wait for that.
   *
   * @param took how long each step takes that is not over
   * @param lead how long after now the first step may start at the soonest
   * @throws io.labroute.lab.Refusal when a run needs what the lab lacks
   */
  static LabProblem anew(LabState lab, Map<String, Took> took, Duration lead) {
    return new ProblemOfLab(lab, took, lead, true).made();
  }

  /** The problem as it stands, to see whether a plan still holds: as of a little earlier, so that small delays change nothing. */
  static LabProblem asItStands(LabState lab, Map<String, Took> took) {
    return new ProblemOfLab(lab.asOf(lab.now().minus(lab.rules().slack())), took, Duration.ZERO, false).made();
  }

  private LabProblem made() {
    lab.runs().forEach(this::add);
    return problem();
  }

  private LabProblem problem() {
    resources.fit(steps, frozen);
    return new LabProblem(new Problem("lab", clock.scale(), resources.devices(frozen, steps), List.copyOf(steps.values()),
        List.copyOf(lags.values()), List.of(), List.copyOf(frozen.values()), Problem.USUAL_GOALS), clock.first(), planned, runs,
        resources.warnings());
  }

  private void add(OpenRun run) {
    Places places = Places.of(run);
    Set<String> followed = new HashSet<>();
    run.plan().steps().forEach(step -> step.after().forEach(after -> followed.add(after.stepId())));
    for (PlanStep step : run.plan().steps()) {
      if (run.stage(step) != Stage.OVER) {
        addStep(run, step, places, !followed.contains(step.stepId()));
      }
    }
    Map<String, String> before = new HashMap<>();
    for (PlanStep step : run.plan().steps()) {
      step.after().forEach(after -> addWait(run, step, after));
      run.labware(step).forEach(label -> addOrder(run, before.put(label, step.stepId()), step));
    }
    int number = 0;
    for (Stay stay : places.stays()) {
      addStay(run, stay, run.name(stay.label() + "@" + number++));
    }
  }

  private void addStep(OpenRun run, PlanStep step, Places places, boolean last) {
    String name = run.name(step.stepId());
    StepState state = run.state(step.stepId());
    Took length = Objects.requireNonNull(took.get(name));
    List<Mode> modes = resources.ways().of(run, step, places, Math.max(1, clock.scale().up(length.length())));
    String label = run.labware(step).isEmpty() ? run.id() : run.name(run.labware(step).get(0));
    Step made = Step.of(name, label).modes(modes).estimate(new Estimate(length.basis(), length.guessed()));
    runs.put(name, run);
    if (state.stage() == Stage.STARTED) {
      int mode = modeOf(modes, state.device());
      Instant start = Objects.requireNonNull(state.start());
      steps.put(name, made.modes(List.of(modes.get(mode))));
      long first = clock.tick(start);
      frozen.put(name, new Frozen(name, first, Math.max(first + 1, clock.ceiling(end(start, length.length()))), 0, List.of()));
    } else {
      planned.put(name, new Planned(run, step, length, Ways.isNamed(step, modes.get(0), lab), places.of(step.stepId())));
      steps.put(name, times(run, made, state, last));
    }
  }

  /** When what runs will end: as planned, or a while after now when it has overrun. */
  private Instant end(Instant start, Duration length) {
    Instant planned = start.plus(length);
    if (!anew || planned.isAfter(lab.now())) {
      return planned.isAfter(lab.now()) ? planned : lab.now();
    }
    Duration more = Duration.between(start, lab.now()).dividedBy(OVERRUN_SHARE);
    return lab.now().plus(more.compareTo(lab.rules().slack()) > 0 ? more : lab.rules().slack());
  }

  private static int modeOf(List<Mode> modes, @Nullable String device) {
    for (int n = 0; n < modes.size(); n++) {
      if (modes.get(n).uses().stream().anyMatch(use -> use.device().equals(device))) {
        return n;
      }
    }
    return 0;
  }

  /** A run that is more urgent than usual is wanted as soon as it can be. */
  private Step times(OpenRun run, Step step, StepState state, boolean last) {
    long release = clock.first();
    if (run.earliest() != null) {
      release = Math.max(release, clock.ceiling(run.earliest()));
    }
    if (anew && (state.waits() || run.isPaused())) {
      release = Math.max(release, clock.ceiling(lab.now().plus(lab.rules().decision())));
    }
    int priority = run.plan().urgency().priority();
    Long due = !last ? null : run.due() != null ? (Long) Math.max(release, clock.tick(run.due()))
        : priority > Urgency.USUAL ? (Long) release : null;
    return step.times(release, due, null, priority);
  }

  /** What comes after a step, with its waits; of one that is over only the waits are left. */
  private void addWait(OpenRun run, PlanStep step, After after) {
    StepState before = run.state(after.stepId());
    boolean waits = after.within() != null || after.atLeast() != null;
    if (run.stage(step) != Stage.OPEN || before.stage() == Stage.OVER && (!waits || before.end() == null)) {
      return;
    }
    String from = run.name(after.stepId());
    long min = after.atLeast() == null ? 0 : clock.scale().up(duration(after.atLeast()));
    Long max = after.within() == null ? null : (Long) clock.scale().down(duration(after.within()));
    if (before.stage() == Stage.OVER) {
      long end = clock.tick(before.end());
      steps.putIfAbsent(from, Step.of(from, run.id(), Mode.of(0)));
      frozen.putIfAbsent(from, new Frozen(from, end, end, 0, List.of()));
      min = after.atLeast() == null ? 0 : min + clock.ceiling(before.end()) - end;
    }
    String to = run.name(step.stepId());
    lags.put(from + " > " + to, Lag.hard("%s: %s > %s".formatted(run.run().campaignId(), after.stepId(), step.stepId()), Point.end(from),
        Point.start(to), min, max == null ? null : (Long) Math.max(min, max)));
  }

  /** Labware is in one place at a time: what touches it is done in the order of the plan. */
  private void addOrder(OpenRun run, @Nullable String before, PlanStep step) {
    if (before == null || run.stage(step) != Stage.OPEN || run.state(before).stage() == Stage.OVER) {
      return;
    }
    String from = run.name(before);
    String to = run.name(step.stepId());
    lags.putIfAbsent(from + " > " + to, Lag.after(from, to));
  }

  /**
   * The position of a stay is taken by its only step; else by a moment between its first step and its last, for which the labware
   * keeps the position all the while.
   */
  private void addStay(OpenRun run, Stay stay, String name) {
    Stage first = run.state(stay.first()).stage();
    Stage last = run.state(stay.last()).stage();
    if (last == Stage.OVER) {
      return;
    }
    String seat = resources.position(stay.at());
    if (stay.first().equals(stay.last())) {
      steps.computeIfPresent(run.name(stay.first()), (none, step) -> step.modes(step.modes().stream().map(mode -> {
        var uses = new ArrayList<>(mode.uses());
        uses.add(Use.of(seat));
        return new Mode(mode.duration(), mode.longest(), uses, mode.reaches());
      }).toList()));
      return;
    }
    boolean stands = first == Stage.OVER || last == Stage.STARTED
        || stay.steps().stream().skip(1).anyMatch(step -> run.state(step).stage() != Stage.OPEN);
    runs.put(name, run);
    String until = run.name(stay.last());
    String from = stands ? name : run.name(stay.first());
    steps.put(name, Step.of(name, run.name(stay.label()), Mode.of(1, Use.of(seat))).hold(new Hold(from, until))
        .times(stands ? 0 : clock.first(), null, null, 1));
    if (stands) {
      frozen.put(name, new Frozen(name, 0, 1L, 0, List.of()));
    } else {
      lags.put(from + " > " + name, Lag.after(from, name));
    }
    lags.put(name + " > " + until, new Lag("order " + name + " > " + until, new Point(name, Boundary.END), Point.start(until), 0, null, 0));
  }

  private static Duration duration(Quantity quantity) {
    return Duration.ofMillis(quantity.base().movePointRight(3).longValue());
  }
}
