package io.labroute.schedule;

import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is wrong with the times of a problem whose names and numbers are right: rings, contradictions, too short a horizon. */
final class TimesCheck {

  private final Problem problem;
  private final List<Finding> findings = new ArrayList<>();

  private TimesCheck(Problem problem) {
    this.problem = problem;
  }

  static List<Finding> findings(Problem problem) {
    var check = new TimesCheck(problem);
    check.checkTimes();
    return List.copyOf(check.findings);
  }

  private void checkTimes() {
    var order = TimeNet.orderOf(problem).contradiction();
    if (!order.isEmpty()) {
      report("schedule.cycle", "Steps wait for each other in a ring.", stepsOf(order), "an order without a ring", null);
      return;
    }
    var ring = TimeNet.of(problem).contradiction();
    if (!ring.isEmpty()) {
      var lags = ring.stream().map(TimeNet.Arc::lag).filter(Objects::nonNull).map(Lag::id)
          .collect(Collectors.toCollection(LinkedHashSet::new));
      long over = ring.stream().mapToLong(TimeNet.Arc::distance).sum();
      report("schedule.contradictory-lags", "Time constraints contradict each other by %d ticks, at %s.".formatted(over,
          stepsOf(ring)),
          String.join(", ", lags), null, "one of them can give way by %d ticks.".formatted(over));
      return;
    }
    checkEarliest();
    checkLoad();
  }

  private void checkEarliest() {
    long[] release = problem.steps().stream().mapToLong(Step::release).toArray();
    long[] earliest = TimeNet.of(problem).earliest(release);
    for (int i = 0; i < release.length; i++) {
      Step step = problem.steps().get(i);
      long end = earliest[2 * i + 1];
      if (end > problem.time().horizon()) {
        report("schedule.horizon-too-short", "Step %s cannot end before tick %d.".formatted(step.id(), end),
            String.valueOf(problem.time().horizon()), "a horizon of at least " + end, null);
        return;
      }
      if (step.deadline() != null && end > step.deadline()) {
        report("schedule.deadline-too-early", "Step %s cannot end before tick %d.".formatted(step.id(), end),
            String.valueOf(step.deadline()), "a deadline of at least " + end, null);
      }
    }
  }

  /** Work that needs one device whatever way is chosen does not fit into its time. */
  private void checkLoad() {
    for (Device device : problem.devices()) {
      long work = problem.steps().stream().mapToLong(step -> step.modes().stream().mapToLong(mode -> mode.duration()
          * mode.uses().stream().filter(use -> use.device().equals(device.id())).mapToLong(Use::amount).sum()).min().orElse(0)).sum();
      long shut = device.closedTicks(problem.time().horizon());
      long room = (long) device.units() * device.processes();
      if (problem.frozen().isEmpty() && work > room * (problem.time().horizon() - shut)) {
        report("schedule.horizon-too-short", "The work for %s takes %d ticks of its units.".formatted(device.id(), work),
            String.valueOf(problem.time().horizon()), "a horizon of at least " + (shut + (work + room - 1) / room), null);
      }
    }
  }

  private String stepsOf(List<TimeNet.Arc> ring) {
    return ProblemCheck.names(ring.stream().map(arc -> problem.steps().get(arc.from() / 2).id())
        .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private void report(String code, String what, @Nullable String value, @Nullable String allowed, @Nullable String maybe) {
    findings.add(Finding.of(code, what).value(value).allowed(allowed).maybe(maybe));
  }
}
