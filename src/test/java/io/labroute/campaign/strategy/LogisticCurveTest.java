package io.labroute.campaign.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogisticCurveTest {

  private static final List<Double> DOSES = List.of(0.0, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 5e-5);
  private final Settings settings = SettingsTest.shipped();

  @ParameterizedTest
  @CsvSource({"1, 0.05, 3e-7, 1", "0.9, 0.3, 2e-8, 2.5", "1.2, 0, 5e-6, 0.6", "1, 0.02, 1.1e-9, 1.4"})
  void aCurveWithoutNoiseIsFoundAgain(double top, double bottom, double ic50, double hill) {
    CurveFit fit = LogisticCurve.fit(new Hill(top, bottom, ic50, hill, 0).wells(DOSES, 3, new Random(1)), settings).orElseThrow();

    assertThat(fit.logIc50()).isEqualTo(Math.log10(ic50), within(1e-3));
    assertThat(fit.top()).isEqualTo(top, within(1e-3));
    assertThat(fit.bottom()).isEqualTo(bottom, within(1e-3));
    assertThat(fit.hill()).isEqualTo(hill, within(0.01));
    assertThat(fit.rSquared()).isGreaterThan(0.9999);
    assertThat(fit.halfWidth()).isLessThan(1e-3);
    assertThat(fit.wells()).isEqualTo(21);
  }

  @Test
  void theConfidenceIntervalCoversTheTruthAsOftenAsItSays() {
    var cells = new Hill(1, 0.1, 2e-7, 1.2, 0.08);
    var doses = List.of(0.0, 3e-9, 1e-8, 3e-8, 1e-7, 3e-7, 1e-6, 3e-6, 1e-5);
    int covered = 0;
    for (int seed = 0; seed < 500; seed++) {
      CurveFit fit = LogisticCurve.fit(cells.wells(doses, 3, new Random(seed)), settings).orElseThrow();
      covered += Math.abs(fit.logIc50() - Math.log10(2e-7)) <= fit.halfWidth() ? 1 : 0;
    }
    assertThat(covered).isBetween(460, 490);
  }

  @Test
  void moreWellsMakeTheIntervalNarrower() {
    var cells = new Hill(1, 0.1, 2e-7, 1, 0.1);
    double few = LogisticCurve.fit(cells.wells(DOSES, 2, new Random(7)), settings).orElseThrow().halfWidth();
    double many = LogisticCurve.fit(cells.wells(DOSES, 20, new Random(7)), settings).orElseThrow().halfWidth();

    assertThat(many).isLessThan(few / 2);
  }

  @Test
  void aResponseThatRisesIsFittedWithinOtherBounds() {
    Settings rising = SettingsTest.with("bottom: {from: -0.1, to: 0.9}", "bottom: {from: 1.1, to: 20}");
    CurveFit fit = LogisticCurve.fit(new Hill(1, 8, 4e-7, 1.5, 0.2).wells(DOSES, 3, new Random(3)), rising).orElseThrow();

    assertThat(fit.logIc50()).isEqualTo(Math.log10(4e-7), within(0.1));
    assertThat(fit.bottom()).isEqualTo(8, within(0.5));
  }

  @Test
  void whatTheDosesDoNotReachIsNotClaimed() {
    var weak = new Hill(1, 0.05, 1e-3, 1, 0.05);
    CurveFit fit = LogisticCurve.fit(weak.wells(DOSES, 3, new Random(5)), settings).orElseThrow();

    assertThat(fit.logIc50() > Math.log10(5e-5) || fit.effect() < settings.effect() || fit.halfWidth() > 1).isTrue();
  }

  @Test
  void threeDosesAreTooFewForFourParameters() {
    assertThat(LogisticCurve.fit(new Hill(1, 0, 1e-7, 1, 0.05).wells(List.of(0.0, 1e-7, 1e-6), 9, new Random(1)), settings)).isEmpty();
  }

  @Test
  void equalResponsesEverywhereEndWithoutAnInterval() {
    var flat = new ArrayList<DosePoint>();
    DOSES.forEach(dose -> flat.add(new DosePoint(dose == 0 ? Double.NEGATIVE_INFINITY : Math.log10(dose), 1)));

    LogisticCurve.fit(flat, settings).ifPresent(fit ->
        assertThat(fit.logIc50() > Math.log10(5e-5) || fit.effect() < settings.effect() || fit.halfWidth() > 1).isTrue());
  }
}
