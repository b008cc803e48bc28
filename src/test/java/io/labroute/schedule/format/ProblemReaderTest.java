package io.labroute.schedule.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Refusal;
import io.labroute.schedule.Boundary;
import io.labroute.schedule.Consistency;
import io.labroute.schedule.Device;
import io.labroute.schedule.Hold;
import io.labroute.schedule.Mode;
import io.labroute.schedule.Point;
import io.labroute.schedule.Problem;
import io.labroute.schedule.ProblemCheck;
import io.labroute.schedule.Step;
import io.labroute.schedule.Use;
import io.labroute.schedule.Validator;
import io.labroute.schedule.planning.Outcome;
import io.labroute.schedule.planning.Planner;
import io.labroute.schedule.planning.Wish;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemReaderTest {

  private static final String ELISA = """
      apiVersion: lab.schedule/v1
      time: {tick: PT5S, start: "2026-11-23T08:00:00Z", horizon: PT10H}
      storage: hotel
      devices:
        - {id: lh, class: LiquidHandler, units: 4, slotsPerUnit: 1}
        - {id: inc, class: Incubator, units: 3, slotsPerUnit: 22}
        - {id: wash, class: Washer, units: 2, slotsPerUnit: 1}
        - {id: arm, class: Mover, reach: [lh, inc, Washer, hotel]}
        - {id: hotel, slotsPerUnit: 1000}
      moves: [{from: "*", to: "*", duration: PT25S}]
      calendars: [{resource: wash/2, closed: [{from: "12:00", to: "12:30", reason: maintenance}]}]
      protocols:
        elisa:
          steps:
            - {id: seed, class: LiquidHandler, duration: {p50: PT280S, p95: PT301S}}
            - {id: incubate, class: Incubator, duration: PT1H, flex: {max: PT1H10M}}
            - {id: wash1, class: Washer, duration: {guess: PT2M}}
          timeConstraints:
            - {id: soon, type: endToStart, from: incubate, to: wash1, max: PT5M3S}
            - {id: soft, type: startToEnd, from: seed, to: wash1, min: PT1S, hard: false, costPerSecond: 0.2}
      runs: [{id: camp, protocol: elisa, labware: {count: 2}, release: "08:00:30", due: "18:00", priority: 2}]
      objective: [violations, makespan]
      """;

  private static Step step(Problem problem, String id) {
    return problem.steps().stream().filter(step -> step.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void aRunGetsItsStepsAndAMoveIntoEachAndOneHome() {
    Problem problem = ProblemReader.read("day", ELISA);

    assertThat(problem.steps()).extracting(Step::id).startsWith("camp/P001/to-seed", "camp/P001/seed", "camp/P001/to-incubate",
        "camp/P001/incubate", "camp/P001/to-wash1", "camp/P001/wash1", "camp/P001/home").hasSize(14);
    assertThat(step(problem, "camp/P002/incubate").hold().until()).isEqualTo("camp/P002/to-wash1");
    assertThat(step(problem, "camp/P001/to-seed").release()).isEqualTo(6);
    assertThat(step(problem, "camp/P001/home").due()).isEqualTo(7200);
    assertThat(step(problem, "camp/P001/home").priority()).isEqualTo(2);
  }

  @Test
  void durationsAndShortestWaitsAreRoundedUpAndLongestWaitsDown() {
    Problem problem = ProblemReader.read("day", ELISA);

    assertThat(step(problem, "camp/P001/seed").modes().get(0).duration()).isEqualTo(61);
    assertThat(problem.lags()).filteredOn(lag -> lag.id().equals("soon")).hasSize(2)
        .allSatisfy(lag -> assertThat(lag.max()).isEqualTo(60));
    assertThat(problem.lags()).filteredOn(lag -> lag.id().equals("soft")).allSatisfy(lag -> {
      assertThat(lag.from().boundary()).isEqualTo(Boundary.START);
      assertThat(lag.to().boundary()).isEqualTo(Boundary.END);
      assertThat(lag.min()).isEqualTo(1);
      assertThat(lag.cost()).isEqualTo(1);
    });
  }

  @Test
  void theQuantileIsStatedAndGuessesAreMarked() {
    Problem problem = ProblemReader.read("day", ELISA);

    assertThat(step(problem, "camp/P001/seed").estimate().quantile()).isEqualTo("p95");
    assertThat(step(problem, "camp/P001/wash1").estimate().guessed()).isTrue();
    assertThat(step(ProblemReader.read("day", "quantile: p50\n" + ELISA), "camp/P001/seed").modes().get(0).duration())
        .isEqualTo(56);
  }

  @Test
  void aUnitWithACalendarOfItsOwnIsADeviceOfItsOwn() {
    Problem problem = ProblemReader.read("day", ELISA);

    assertThat(problem.devices()).extracting(Device::id).containsExactly("lh", "inc", "wash/1", "wash/2", "arm", "hotel");
    assertThat(step(problem, "camp/P001/wash1").modes()).hasSize(2);
    assertThat(problem.devices().get(3).closed().get(0).from()).isEqualTo(2880);
  }

  private static final String SPINS = """
      time: {tick: PT5S}
      storage: hotel
      devices:
        - {id: lh, slotsPerUnit: 1}
        - {id: spin, class: Centrifuge, units: 2, slotsPerUnit: 4, loadWhileProcessing: false, batch: 2}
        - {id: read, slotsPerUnit: 1}
        - {id: nest, slotsPerUnit: 1, regrip: true}
        - {id: arm, class: Mover, reach: [lh, spin, nest, hotel]}
        - {id: rail, class: Mover, reach: [read, nest, hotel]}
        - {id: hotel, slotsPerUnit: 100}
      moves: [{duration: PT25S}]
      protocols:
        lysis:
          steps:
            - {id: seed, device: lh, duration: PT1M}
            - {id: spin, class: Centrifuge, duration: PT5M}
            - {id: read, device: read, duration: PT1M}
          timeConstraints:
            - {id: even, type: consistency, from: spin, to: read, tolerance: PT12S, costPerSecond: 1}
            - {id: stay, type: consistency, over: spin}
      runs: [{id: run, protocol: lysis, labware: {count: 3}}]
      """;

  @Test
  void unitsWithBatchesOrRestsAreDevicesOfTheirOwn() {
    Problem problem = ProblemReader.read("spins", SPINS);

    assertThat(problem.devices()).filteredOn(device -> device.id().startsWith("spin")).hasSize(2).allSatisfy(device -> {
      assertThat(device.batch()).isEqualTo(2);
      assertThat(device.loadedAtWork()).isFalse();
      assertThat(device.units()).isEqualTo(1);
    });
  }

  @Test
  void aConsistencyComparesAllLabwareOfARun() {
    Problem problem = ProblemReader.read("spins", SPINS);

    assertThat(problem.consistencies()).hasSize(2).allSatisfy(one -> assertThat(one.spans()).hasSize(3));
    Consistency even = problem.consistencies().get(0);
    assertThat(even.tolerance()).isEqualTo(2);
    assertThat(even.cost()).isEqualTo(5);
    assertThat(even.spans().get(1)).isEqualTo(new Consistency.Span(Point.end("run/P002/spin"), Point.start("run/P002/read")));
    assertThat(problem.consistencies().get(1).spans().get(2)).as("until it is fetched")
        .isEqualTo(new Consistency.Span(Point.start("run/P003/spin"), Point.start("run/P003/regrip-to-read")));
  }

  @Test
  void whereNoMoverReachesBothEndsLabwareIsRegrippedInANest() throws InterruptedException {
    Problem problem = ProblemReader.read("spins", SPINS);

    assertThat(problem.steps()).extracting(Step::id).startsWith("run/P001/to-seed", "run/P001/seed", "run/P001/to-spin",
        "run/P001/spin", "run/P001/regrip-to-read", "run/P001/nest-to-read", "run/P001/to-read", "run/P001/read", "run/P001/home");
    assertThat(step(problem, "run/P001/spin").hold().until()).isEqualTo("run/P001/regrip-to-read");
    assertThat(step(problem, "run/P001/regrip-to-read").modes()).singleElement()
        .satisfies(mode -> assertThat(mode.uses()).containsExactly(Use.of("arm")));
    assertThat(step(problem, "run/P001/to-read").modes()).singleElement()
        .satisfies(mode -> assertThat(mode.uses()).containsExactly(Use.of("rail")));
    assertThat(step(problem, "run/P001/nest-to-read").hold()).isEqualTo(new Hold("run/P001/regrip-to-read", "run/P001/to-read"));
    Outcome outcome = Planner.solve(problem, Wish.of(5), found -> {});
    assertThat(Validator.check(problem, outcome.best().plan())).isEmpty();
  }

  @Test
  void aConsumableGetsTheRefillsItsDrawsCallFor() {
    Problem problem = ProblemReader.read("tips", """
        devices: [{id: lh, units: 1}, {id: staff}]
        consumables: [{id: tips, initial: 100, refill: {amount: 100, duration: PT1M, device: staff}}]
        steps:
          - {id: a, device: lh, duration: PT1M, draws: {tips: 90}}
          - {id: b, device: lh, duration: PT1M, draws: {tips: 90}}
          - {id: c, device: lh, duration: PT1M, draws: {tips: 90}}
        """);

    assertThat(problem.steps()).extracting(Step::id).containsExactly("a", "b", "c", "refill/tips/1", "refill/tips/2");
  }

  @Test
  void jsonIsReadAsWell() {
    assertThat(ProblemReader.read("json", "{\"devices\": [{\"id\": \"a\"}], \"steps\": [{\"id\": \"x\", \"device\": \"a\","
        + " \"duration\": \"PT10S\"}]}").steps()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      schedule.unknown-device  | washer | devices: [{id: wash}]\\nsteps: [{id: a, device: washer, duration: PT1M}]
      schedule.unknown-step    | b      | devices: [{id: wash}]\\nsteps: [{id: a, device: wash, duration: PT1M, after: [b]}]
      schedule.cycle           | a, b   | devices: [{id: w}]\\nsteps: [{id: a, device: w, duration: PT1M, after: [b]}, {id: b, device: w, duration: PT1M, after: [a]}]
      schedule.capacity        | wash   | devices: [{id: wash, units: 0}]
      schedule.zero-duration   | a      | devices: [{id: wash}]\\nsteps: [{id: a, device: wash, duration: PT0S}]
      schedule.horizon-too-short | a    | time: {horizon: PT1M}\\ndevices: [{id: wash}]\\nsteps: [{id: a, device: wash, duration: PT2M}]
      schedule.horizon-too-short | wash | time: {horizon: PT3M}\\ndevices: [{id: wash}]\\nsteps: [{id: a, device: wash, duration: PT2M}, {id: b, device: wash, duration: PT2M}]
      schedule.duplicate-id    | a      | devices: [{id: wash}]\\nsteps: [{id: a, duration: PT2M}, {id: a, duration: PT2M}]
      schedule.duplicate-id    | wash   | devices: [{id: wash}, {id: wash}]
      schedule.contradictory-lags | quick, slow | devices: [{id: w}]\\nsteps: [{id: a, device: w, duration: PT1M}, {id: b, device: w, duration: PT1M}]\\ntimeConstraints: [{id: slow, from: a, to: b, min: PT9M}, {id: quick, type: startToEnd, from: a, to: b, max: PT5M}]
      schedule.due-before-release | a   | devices: [{id: wash}]\\nsteps: [{id: a, duration: PT2M, release: PT2H, due: PT1H}]
      schedule.no-duration     | a      | devices: [{id: wash}]\\nsteps: [{id: a, device: wash}]
      schedule.unknown-key     | devcie | devices: [{id: wash}]\\nsteps: [{id: a, devcie: wash, duration: PT1M}]
      schedule.duplicate-key   | id     | devices: [{id: wash, id: dry}]
      schedule.duration        | 5 min  | devices: [{id: wash}]\\nsteps: [{id: a, duration: 5 min}]
      schedule.syntax          | YAML   | devices: [
      schedule.stock-too-small | tips   | devices: [{id: w}]\\nconsumables: [{id: tips, initial: 5}]\\nsteps: [{id: a, duration: PT1M, draws: {tips: 6}}]
      schedule.batch           | spin   | devices: [{id: spin, processCapacity: 2, batch: 3}]
      schedule.unknown-key     | from   | devices: [{id: w}]\\nprotocols: {p: {steps: [{id: a, device: w, duration: PT1M}], timeConstraints: [{type: consistency, over: a, from: a}]}}\\nruns: [{id: r, protocol: p}]
      schedule.unknown-step    | b      | devices: [{id: w}]\\nprotocols: {p: {steps: [{id: a, device: w, duration: PT1M}], timeConstraints: [{type: consistency, over: b}]}}\\nruns: [{id: r, protocol: p}]
      schedule.unknown-stock   | tips   | devices: [{id: w}]\\nsteps: [{id: a, duration: PT1M, draws: {tips: 6}}]
      """)
  void badInputIsAnErrorOfItsOwnWithTheNamesInIt(String code, String name, String text) {
    assertThatThrownBy(() -> ProblemReader.read("bad", text.replace("\\n", "\n")))
        .isInstanceOfSatisfying(Refusal.class, refusal -> {
      assertThat(refusal.finding().code()).isEqualTo(code);
      for (String part : name.split(", ")) {
        assertThat(refusal.finding().text()).contains(part);
      }
    });
  }

  @Test
  void faultsOfTheTextHaveTheirLine() {
    assertThatThrownBy(() -> ProblemReader.read("bad", "devices:\n  - {id: wash}\nsteps:\n  - {id: a, device: wahs, duration: PT1M}"))
        .hasMessageContaining("Line 4, column 21").hasMessageContaining("/steps/0/device").hasMessageContaining("Allowed: wash");
  }

  @Test
  void whatIsCloseToAKnownNameIsSuggested() {
    Problem bad = Problem.of("bad", 100, List.of(Device.of("wash", 1)),
        List.of(Step.of("a", "a", Mode.of(5, Use.of("Wash")))), List.of());

    assertThat(ProblemCheck.findings(bad)).singleElement()
        .satisfies(finding -> assertThat(finding.text()).contains("schedule.unknown-device", "'Wash'", "Maybe wash is meant."));
  }
}
