package io.labroute.execution.planning;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.execution.planning.LabRepository.Refused;
import io.labroute.execution.planning.Schedule.State;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.JsonText;
import io.labroute.schedule.Placement;
import io.labroute.schedule.Seat;
import io.labroute.schedule.Step;
import io.labroute.schedule.TimeScale;
import io.labroute.schedule.picture.Calendar;
import io.labroute.schedule.picture.Gantt;
import io.labroute.schedule.picture.GanttText;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** The lab's schedules, as people and programs see them, and what they can say about them. */
@Service
public class Schedules {

  private final ScheduleRepository schedules;
  private final LabRepository lab;
  private final LabReading reading;
  private final LabPlanning planning;
  private final PlanningRounds rounds;
  private final AuditRepository audit;
  private final JsonText json;
  private final Clock clock;

  Schedules(ScheduleRepository schedules, LabRepository lab, LabReading reading, LabPlanning planning, PlanningRounds rounds,
      AuditRepository audit, JsonText json, Clock clock) {
    this.schedules = schedules;
    this.lab = lab;
    this.reading = reading;
    this.planning = planning;
    this.rounds = rounds;
    this.audit = audit;
    this.json = json;
    this.clock = clock;
  }

  /**
   * A step in a schedule.
   *
   * @param uses devices, positions, arms and people
   * @param basis where its duration is from
   */
  public record PlannedStep(String experimentId, String stepId, List<String> uses, Instant start, Instant end, String basis,
      boolean guessed, boolean started) {}

  /**
   * A schedule with all its steps.
   *
   * @param warnings what it should not be trusted for
   * @param choices that wait for a person beside it
   */
  public record Detail(Schedule.Told schedule, List<PlannedStep> steps, List<String> warnings, List<Schedule.Told> choices) {}

  /** What happened of a step, beside what was planned. */
  public record Actual(String experimentId, String stepId, String state, @Nullable Instant start, @Nullable Instant end) {}

  /** A plan as rows of bars, in ticks after the anchor, and what happened. */
  public record Picture(Instant anchor, JsonNode plan, List<Actual> actual) {}

  /** An open run that could not be planned. */
  public record Unplanned(String experimentId, String code, String message, Instant at) {}

  /** Schedules of a state, or of any, the newest first. */
  public List<Schedule.Told> find(@Nullable String state, int limit) {
    try {
      return schedules.find(state == null ? null : State.of(state), limit);
    } catch (IllegalArgumentException unknown) {
      throw Finding.of("schedule.state", "There is no such state.").value(state).allowed("proposed, current, superseded, refused")
          .refusal();
    }
  }

  /** The schedule that jobs have their times from; none before the first run. */
  public Optional<Detail> current() {
    return schedules.current().map(this::detail);
  }

  public Optional<Detail> find(long id) {
    return schedules.find(id).map(this::detail);
  }

  private Detail detail(Schedule schedule) {
    Schedule.Told told = schedule.told();
    Map<String, Placement> placed = schedule.plan().byStep();
    Set<String> frozen = new HashSet<>();
    schedule.problem().frozen().forEach(it -> frozen.add(it.step()));
    TimeScale time = schedule.problem().time();
    List<PlannedStep> steps = schedule.problem().steps().stream().filter(step -> step.hold() == null && step.modes().get(0).duration() > 0)
        .map(step -> planned(step, placed.get(step.id()), time, frozen)).toList();
    int of = (int) steps.stream().filter(step -> !step.started()).count();
    List<String> warnings = told.guesses() == 0 ? List.of()
        : List.of("%d of %d durations are guesses: nothing like these steps was ever recorded".formatted(told.guesses(), of));
    return new Detail(told, steps, warnings, told.state() == State.CURRENT ? schedules.proposed(told.scheduleId()) : List.of());
  }

  private static PlannedStep planned(Step step, Placement at, TimeScale time, Set<String> frozen) {
    String[] name = step.id().split("/", 2);
    return new PlannedStep(name[0], name[1], at.seats().stream().map(Seat::device).distinct().toList(),
        Objects.requireNonNull(time.at(at.start())), Objects.requireNonNull(time.at(at.end())), step.estimate().quantile(),
        step.estimate().guessed(), frozen.contains(step.id()));
  }

  /** Open runs that have no place in any plan, with the reason. */
  public List<Unplanned> refused() {
    return lab.refused().stream().map((Refused it) -> new Unplanned(it.experimentId(), it.code(), it.message(), it.at())).toList();
  }

  /** The lab is planned anew in a moment, with durations as they are known by then. */
  public void planAgain(String actor) {
    audit.add(AuditEntry.of(actor, "asked to plan again", "schedule"));
    rounds.ask();
  }

  /**
   * Takes a choice: jobs get their times from it.
   *
   * @throws Refusal {@code schedule.unknown}, {@code schedule.not-proposed}, {@code schedule.stale}
   */
  public Detail accept(long id, String actor) {
    Schedule choice = schedules.find(id).orElseThrow(() -> Finding.of("schedule.unknown", "There is no such schedule.")
        .value(String.valueOf(id)).refusal());
    if (choice.told().state() != State.PROPOSED) {
      throw Finding.of(choice.told().state() == State.REFUSED ? "schedule.stale" : "schedule.not-proposed",
          "This schedule cannot be accepted.").value(choice.told().state().text()).allowed("a schedule that is proposed")
          .maybe("another choice was taken, or made since.").refusal();
    }
    schedules.requireCurrent(choice.told().base() == null ? 0 : choice.told().base());
    LabState state = reading.read();
    LabPlan plan = planning.again(choice, state);
    boolean late = plan.firstStart(Map.of()).isBefore(clock.instant().minus(state.rules().slack()));
    if (late || !Choosing.fits(choice, state)) {
      rounds.ask();
      throw Finding.of("schedule.stale", "The lab has changed since this choice was made.").value(String.valueOf(id))
          .maybe("choices that fit are made in a moment.").refusal();
    }
    schedules.accept(choice.told(), plan, state);
    audit.add(AuditEntry.of(actor, "accepted", "schedule " + id));
    return find(id).orElseThrow();
  }

  /** A plan as rows of bars, with what happened of its steps. */
  public Optional<Picture> picture(long id) {
    return schedules.find(id).map(schedule -> new Picture(schedule.told().anchor(),
        json.tree(GanttText.json(Gantt.of(schedule.problem(), schedule.plan()))), actual(schedule)));
  }

  private List<Actual> actual(Schedule schedule) {
    Map<String, Actual> actual = new LinkedHashMap<>();
    lab.happened(schedule.problem().steps().stream().map(step -> step.id().split("/", 2)[0]).distinct().toList())
        .forEach(it -> actual.put(it.experimentId() + "/" + it.stepId(), it));
    actual.keySet().retainAll(schedule.plan().byStep().keySet());
    return List.copyOf(actual.values());
  }

  /** The same as a drawing (SVG). */
  public Optional<String> drawing(long id) {
    return schedules.find(id).map(schedule -> GanttText.svg(Gantt.of(schedule.problem(), schedule.plan())));
  }

  /** The schedule as a calendar (iCalendar) of some devices or people, or of all. */
  public Optional<String> calendar(long id, Set<String> devices) {
    return schedules.find(id).map(schedule -> Calendar.of(schedule.problem(), schedule.plan(), devices, schedule.told().madeAt()));
  }
}
