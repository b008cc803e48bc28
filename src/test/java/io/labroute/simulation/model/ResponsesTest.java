package io.labroute.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is seen in simulated wells. */
class ResponsesTest {

  private static final double ROUNDING = 1e-9;
  private static final Spread NONE = new Spread(0, 0, 0, 0);
  private static final Growth GROWTH = new Growth(20, 0.8, 0.9, 2);

  @Test
  void halfOfTheCellsSurviveTheIc50() {
    assertThat(new DoseResponse(0.18, 1.2).viable(0.18)).isCloseTo(0.5, within(ROUNDING));
  }

  @Test
  void noDoseLeavesAllAndHigherDosesLeaveFewer() {
    var response = new DoseResponse(1, 1.5);

    assertThat(response.viable(0)).isEqualTo(1);
    double before = 1;
    for (double dose = 0.001; dose < 1_000; dose *= 2) {
      assertThat(response.viable(dose)).isLessThan(before).isPositive();
      before = response.viable(dose);
    }
  }

  @Test
  void aSteeperSlopeKillsMoreAboveTheIc50AndFewerBelow() {
    assertThat(new DoseResponse(1, 3).viable(2)).isLessThan(new DoseResponse(1, 1).viable(2));
    assertThat(new DoseResponse(1, 3).viable(0.5)).isGreaterThan(new DoseResponse(1, 1).viable(0.5));
  }

  @Test
  void cellsAttachLagDoubleAndStopWhereThereIsNoMoreRoom() {
    double plenty = 1e12;

    assertThat(GROWTH.cells(1_000, 0, plenty)).isCloseTo(800, within(1e-3));
    assertThat(GROWTH.cells(1_000, 2, plenty)).isCloseTo(800, within(1e-3));
    assertThat(GROWTH.cells(1_000, 22, plenty)).isCloseTo(1_600, within(1e-3));
    assertThat(GROWTH.cells(1_000, 10_000, 5_000)).isCloseTo(4_500, within(1e-3));
    assertThat(GROWTH.cells(10_000, 0, 5_000)).as("more than find room").isCloseTo(4_500, within(1e-3));
    assertThat(GROWTH.cells(0, 100, 5_000)).isZero();
  }

  @Test
  void wellsAtTheRimGiveLessByTheEdgePenalty() {
    var line = new Line(GROWTH, new Spread(0, 0, 0, 0.25), compound -> new DoseResponse(1, 1));
    Map<String, Double> signals = signals(1, Map.of("A1", new WellContent("X", 1_000, Map.of(), true),
        "B2", new WellContent("X", 1_000, Map.of(), false)), line);

    double background = 40;
    assertThat((signals.get("A1") - background) / (signals.get("B2") - background)).isCloseTo(0.75, within(0.02));
  }

  @Test
  void sharesOfSeveralCompoundsAreMultiplied() {
    var line = new Line(GROWTH, NONE, compound -> new DoseResponse(1, 1));
    Map<String, Double> signals = signals(1, Map.of("B2", new WellContent("X", 100_000, Map.of(), false),
        "B3", new WellContent("X", 100_000, Map.of("one", 1.0, "other", 1.0), false)), line);

    assertThat(signals.get("B3") / signals.get("B2")).isCloseTo(0.25, within(0.01));
  }

  @Test
  void theSameSeedAndPlateReadTheSameInAnyOrderAndAnotherSeedDoesNot() {
    var line = new Line(GROWTH, new Spread(0.1, 0.1, 0.05, 0), compound -> new DoseResponse(1, 1));
    Map<String, WellContent> wells = new TreeMap<>();
    for (int n = 1; n <= 12; n++) {
      wells.put("B" + n, new WellContent("X", 5_000, Map.of("drug", 0.5), false));
    }

    assertThat(signals(7, wells, line)).isEqualTo(signals(7, new TreeMap<>(wells).descendingMap(), line)).isNotEqualTo(signals(8, wells, line));
    assertThat(signals(7, Map.of("B5", wells.get("B5")), line)).containsEntry("B5", signals(7, wells, line).get("B5"));
  }

  private static Map<String, Double> signals(long seed, Map<String, WellContent> wells, Line line) {
    return new PlateSignals(new Chance(seed), "PLATE", 24, 1e9).of(wells, Map.of("X", line));
  }
}
