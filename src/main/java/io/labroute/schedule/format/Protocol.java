package io.labroute.schedule.format;

import io.labroute.schedule.Boundary;
import io.labroute.schedule.Consistency;
import io.labroute.schedule.Draw;
import io.labroute.schedule.Estimate;
import io.labroute.schedule.Lag;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Use;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a step needs and takes, and the time constraints between steps. */
record Protocol(Lab lab, Times times, String quantile) {

  /** A step as a text describes it, before it is tied to a labware. */
  record Task(Entry entry, String id, List<String> places, List<Mode> modes, Estimate estimate, List<Draw> draws) {}

  static final Set<String> TASK_KEYS = Set.of("id", "class", "device", "needs", "duration", "flex", "draws");

  private static final String CONSISTENCY = "consistency";
  private static final List<String> QUANTILES = List.of("p50", "p95", "max");
  private static final Map<String, Boundary[]> TYPES = Map.of(
      "startToStart", new Boundary[] {Boundary.START, Boundary.START},
      "startToEnd", new Boundary[] {Boundary.START, Boundary.END},
      "endToStart", new Boundary[] {Boundary.END, Boundary.START},
      "endToEnd", new Boundary[] {Boundary.END, Boundary.END});

  Task task(Entry entry) {
    String id = entry.get("id").text();
    Entry stated = entry.find("duration");
    if (stated == null) {
      throw entry.finding("schedule.no-duration", "Step %s has neither a duration nor an estimate.".formatted(id)).value(id)
          .allowed("duration: PT5M, duration: {p50: PT5M, p95: PT6M} or duration: {guess: PT5M}").refusal();
    }
    boolean guessed = !stated.isText() && stated.find("guess") != null;
    Estimate estimate = stated.isText() ? Estimate.FIXED : new Estimate(guessed ? "guess" : quantile, guessed);
    long shortest = times.up(chosen(stated));
    Entry flex = entry.find("flex");
    long longest = flex == null ? shortest : times.down(flex.allowing(Set.of("max")).get("max"));
    Set<String> places = new LinkedHashSet<>();
    List<Mode> modes = new ArrayList<>();
    List<Use> more = needs(entry);
    Entry where = entry.find("device") == null ? entry.find("class") : entry.find("device");
    if (where == null) {
      modes.add(new Mode(shortest, longest, more, List.of()));
    } else {
      for (String device : lab.idsOf(where)) {
        places.add(device);
        List<Use> uses = new ArrayList<>(List.of(Use.of(device)));
        uses.addAll(more);
        modes.add(new Mode(shortest, longest, uses, List.of()));
      }
    }
    return new Task(entry, id, List.copyOf(places), modes, estimate, draws(entry));
  }

  private Entry chosen(Entry stated) {
    if (stated.isText()) {
      return stated;
    }
    Entry guess = stated.find("guess");
    if (guess != null) {
      return guess;
    }
    stated.allowing(Set.of("p50", "p95", "max", "n"));
    return QUANTILES.stream().skip(Math.max(0, QUANTILES.indexOf(quantile))).map(stated::find)
        .filter(found -> found != null).findFirst()
        .orElseThrow(() -> stated.finding("schedule.no-duration", "Nothing is said about the quantile %s.".formatted(quantile))
            .allowed(String.join(", ", QUANTILES)).refusal());
  }

  private List<Use> needs(Entry entry) {
    List<Use> uses = new ArrayList<>();
    for (Entry need : entry.list("needs")) {
      need.allowing(Set.of("device", "amount"));
      List<String> ids = lab.idsOf(need.get("device"));
      if (ids.size() > 1) {
        throw need.get("device").finding("schedule.unclear-need", "What is needed besides has to be one device.")
            .allowed(String.join(", ", ids)).refusal();
      }
      uses.add(new Use(ids.get(0), need.whole("amount", 1)));
    }
    return uses;
  }

  private static List<Draw> draws(Entry entry) {
    Entry draws = entry.find("draws");
    return draws == null ? List.of()
        : draws.fields().entrySet().stream().map(draw -> new Draw(draw.getKey(), draw.getValue().whole())).toList();
  }

  static boolean isConsistency(Entry entry) {
    return entry.text("type", "").equals(CONSISTENCY);
  }

  Consistency consistency(Entry entry, List<Consistency.Span> spans) {
    entry.allowing(entry.find("over") == null ? Set.of("id", "type", "from", "to", "tolerance", "costPerSecond")
        : Set.of("id", "type", "over", "tolerance", "costPerSecond"));
    Entry tolerance = entry.find("tolerance");
    return new Consistency(entry.text("id", CONSISTENCY), spans, tolerance == null ? 0 : times.down(tolerance),
        cost(entry.find("costPerSecond")));
  }

  /** A time constraint, its steps named by {@code prefix} and their name. */
  Lag lag(Entry entry, String prefix) {
    entry.allowing(Set.of("id", "type", "from", "to", "min", "max", "hard", "costPerSecond"));
    Entry type = entry.find("type");
    Boundary[] ends = type == null ? TYPES.get("endToStart") : TYPES.get(type.text());
    if (ends == null) {
      throw type.finding("schedule.unknown-type", "There is no such type of time constraint.")
          .allowed(String.join(", ", TYPES.keySet().stream().sorted().toList()) + ", or in a protocol " + CONSISTENCY).refusal();
    }
    Entry max = entry.find("max");
    Entry min = entry.find("min");
    String from = entry.get("from").text();
    String to = entry.get("to").text();
    long cost = entry.flag("hard", true) ? 0 : cost(entry.find("costPerSecond"));
    return new Lag(entry.text("id", from + " > " + to), new Point(prefix + from, ends[0]), new Point(prefix + to, ends[1]),
        min == null ? 0 : times.up(min), max == null ? null : (Long) times.down(max), cost);
  }

  private long cost(@Nullable Entry perSecond) {
    if (perSecond == null) {
      return 1;
    }
    try {
      double seconds = times.scale().duration(1).toMillis() / (double) Duration.ofSeconds(1).toMillis();
      long cost = Math.max(1, Math.round(Double.parseDouble(perSecond.text()) * seconds));
      if (cost <= 1_000_000) {
        return cost;
      }
    } catch (NumberFormatException noNumber) {
      // told below
    }
    throw perSecond.finding("schedule.number", "This is no cost.").allowed("a number from 0 to 1000000 a tick").refusal();
  }
}
