package io.labroute.schedule.format;

import io.labroute.schedule.Consistency;
import io.labroute.schedule.Device;
import io.labroute.schedule.Draw;
import io.labroute.schedule.Frozen;
import io.labroute.schedule.Goal;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import io.labroute.schedule.Seat;
import io.labroute.schedule.Step;
import io.labroute.schedule.Stock;
import io.labroute.schedule.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Reads the YAML or JSON form of a problem, {@code schemas/schedule.schema.json}: devices, protocols and their runs, single
 * steps, time constraints, consumables, and what has started.
 */
public final class ProblemReader {

  private static final Set<String> KEYS = Set.of("apiVersion", "name", "time", "quantile", "devices", "storage", "moves",
      "calendars", "consumables", "protocols", "runs", "steps", "timeConstraints", "objective", "frozen");
  private static final Map<String, Goal> GOALS = Map.of("violations", Goal.VIOLATIONS, "weightedTardiness", Goal.TARDINESS,
      "makespan", Goal.MAKESPAN, "waitCost", Goal.WAITING);
  private static final String VERSION = "lab.schedule/v1";

  private final Entry root;
  private final Times times;
  private final Lab lab;
  private final Protocol protocol;
  private final List<Step> steps = new ArrayList<>();
  private final List<Lag> lags = new ArrayList<>();
  private final List<Stock> stocks = new ArrayList<>();
  private final List<Consistency> consistencies = new ArrayList<>();

  private ProblemReader(Entry root) {
    this.root = root.allowing(KEYS);
    Entry version = root.find("apiVersion");
    if (version != null && !version.text().equals(VERSION)) {
      throw version.finding("schedule.version", "This form is unknown.").allowed(VERSION).refusal();
    }
    times = Times.read(root.find("time"));
    lab = new Lab(root, times);
    Entry quantile = root.find("quantile");
    if (quantile != null && !Set.of("p50", "p95", "max").contains(quantile.text())) {
      throw quantile.finding("schedule.quantile", "There is no such quantile.").allowed("p50, p95 or max").refusal();
    }
    protocol = new Protocol(lab, times, quantile == null ? "p95" : quantile.text());
  }

  /**
   * Reads and checks a problem.
   *
   * @param name what it is called when the text gives no name
   * @throws io.labroute.lab.Refusal with the first fault, its line where it has one, and the names in it
   */
  public static Problem read(String name, String text) {
    return ProblemCheck.require(new ProblemReader(Entry.root(text)).problem(name));
  }

  private Problem problem(String name) {
    readRuns();
    root.list("steps").forEach(this::addStep);
    root.list("timeConstraints").forEach(entry -> lags.add(protocol.lag(entry, "")));
    root.list("consumables").forEach(this::addStock);
    return new Problem(root.text("name", name), times.scale(), lab.devices(), steps, lags, stocks,
        root.list("frozen").stream().map(this::frozen).toList(), goals(), consistencies);
  }

  private void readRuns() {
    Entry protocols = root.find("protocols");
    Map<String, Entry> byName = protocols == null ? Map.of() : protocols.fields();
    List<String> ids = new ArrayList<>();
    for (Entry run : root.list("runs")) {
      Entry name = run.get("protocol");
      Entry described = byName.get(name.text());
      if (described == null) {
        throw name.finding("schedule.unknown-protocol", "There is no such protocol.")
            .allowed(String.join(", ", byName.keySet())).refusal();
      }
      if (ids.contains(run.get("id").text())) {
        throw run.get("id").finding("schedule.duplicate-id", "Two runs have the same id.").refusal();
      }
      ids.add(run.get("id").text());
      var expansion = new Run(run, described, lab, times, protocol);
      steps.addAll(expansion.steps());
      lags.addAll(expansion.lags());
      consistencies.addAll(expansion.consistencies());
    }
  }

  private void addStep(Entry entry) {
    var keys = Protocol.TASK_KEYS.stream().collect(Collectors.toSet());
    keys.addAll(Set.of("after", "labware", "release", "due", "deadline", "priority"));
    var task = protocol.task(entry.allowing(keys));
    for (Entry before : entry.list("after")) {
      lags.add(Lag.after(before.text(), task.id()));
    }
    Entry release = entry.find("release");
    Entry due = entry.find("due");
    Entry deadline = entry.find("deadline");
    steps.add(Step.of(task.id(), entry.text("labware", task.id())).modes(task.modes()).estimate(task.estimate())
        .draws(task.draws())
        .times(release == null ? 0 : times.tick(release, true), due == null ? null : (Long) times.tick(due, false),
            deadline == null ? null : (Long) times.tick(deadline, false), entry.whole("priority", 1)));
  }

  /** A consumable gets as many refills as its draws call for, one after the other. */
  private void addStock(Entry entry) {
    entry.allowing(Set.of("id", "initial", "capacity", "refill"));
    String id = entry.get("id").text();
    Entry room = entry.find("capacity");
    long capacity = room == null ? Long.MAX_VALUE : room.whole();
    long initial = entry.get("initial").whole();
    stocks.add(new Stock(id, initial, capacity));
    long drawn = steps.stream().flatMap(step -> step.draws().stream()).filter(draw -> draw.stock().equals(id))
        .mapToLong(Draw::amount).sum();
    Entry refill = entry.find("refill");
    if (refill == null) {
      if (drawn > initial) {
        throw entry.finding("schedule.stock-too-small", "The steps take %d of %s.".formatted(drawn, id))
            .value(String.valueOf(initial))
            .allowed("an initial level of at least %d, or a \"refill\"".formatted(drawn)).refusal();
      }
      return;
    }
    refill.allowing(Set.of("amount", "duration", "device"));
    long amount = refill.get("amount").whole();
    if (amount < 1 || amount > capacity) {
      throw refill.finding("schedule.refill", "This refill of %s cannot be.".formatted(id)).value(String.valueOf(amount))
          .allowed("1 to the capacity").refusal();
    }
    long refills = Math.max(0, (drawn - initial + amount - 1) / amount);
    List<String> devices = refill.find("device") == null ? List.of() : lab.idsOf(refill.get("device"));
    long ticks = times.up(refill.get("duration"));
    List<Mode> modes = devices.isEmpty() ? List.of(Mode.of(ticks))
        : devices.stream().map(d -> Mode.of(ticks, Use.of(d))).toList();
    for (int i = 1; i <= refills; i++) {
      steps.add(Step.of("refill/" + id + "/" + i, id).modes(modes).draws(List.of(new Draw(id, -amount))));
      if (i > 1) {
        lags.add(Lag.after("refill/" + id + "/" + (i - 1), "refill/" + id + "/" + i));
      }
    }
  }

  private Frozen frozen(Entry entry) {
    entry.allowing(Set.of("step", "unit", "start", "end"));
    String id = entry.get("step").text();
    Entry unit = entry.find("unit");
    Entry end = entry.find("end");
    Step step = steps.stream().filter(s -> s.id().equals(id)).findFirst().orElseThrow(() ->
        entry.get("step").finding("schedule.unknown-step", "There is no such step.").refusal());
    List<Seat> seats = unit == null ? List.of() : List.of(seat(unit));
    int mode = IntStream.range(0, step.modes().size()).filter(m -> seats.isEmpty()
        || step.modes().get(m).uses().stream().map(Use::device).toList().equals(List.of(seats.get(0).device()))).findFirst()
        .orElseThrow(() -> entry.finding("schedule.unknown-device", "Step %s cannot be carried out there.".formatted(id))
            .refusal());
    return new Frozen(id, times.tick(entry.get("start"), false), end == null ? null : (Long) times.tick(end, true), mode, seats);
  }

  private Seat seat(Entry unit) {
    for (Device device : lab.devices()) {
      if (unit.text().equals(device.id())) {
        return new Seat(device.id(), 1);
      }
      for (int i = 1; i <= device.units(); i++) {
        if (unit.text().equals(device.id() + "/" + i)) {
          return new Seat(device.id(), i);
        }
      }
    }
    throw unit.finding("schedule.unknown-device", "There is no such unit.").allowed("a device and a number, such as wash/1")
        .refusal();
  }

  private List<Goal> goals() {
    List<Goal> goals = new ArrayList<>();
    for (Entry entry : root.list("objective")) {
      Goal goal = GOALS.get(entry.text());
      if (goal == null || goals.contains(goal)) {
        throw entry.finding("schedule.objective", "This objective is unknown or stands here twice.")
            .allowed(String.join(", ", GOALS.keySet().stream().sorted().toList())).refusal();
      }
      goals.add(goal);
    }
    return goals.isEmpty() ? Problem.USUAL_GOALS : goals;
  }
}
