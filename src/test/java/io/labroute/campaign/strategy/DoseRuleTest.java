package io.labroute.campaign.strategy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.labroute.campaign.strategy.DoseRule.Next;
import io.labroute.campaign.strategy.PairDecision.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DoseRuleTest {

  private final Settings settings = SettingsTest.shipped();
  private final DoseRule rule = new DoseRule(settings);

  /** Tested from 1 nM to 10 uM. */
  private static DoseResponse tested(double response) {
    return new DoseResponse(new Hill(response, response, 1, 1, 0).wells(List.of(1e-9, 1e-8, 1e-7, 1e-6, 1e-5), 2, new Random(1)),
        new Bounds(-9, -5), "M");
  }

  private static Optional<CurveFit> fit(double logIc50, double halfWidth) {
    return Optional.of(new CurveFit(1, 0, 1, logIc50, halfWidth, 0.9, 10));
  }

  private static double width(Next next) {
    return next.logDoses().get(next.logDoses().size() - 1) - next.logDoses().get(0);
  }

  @Test
  void anIc50KnownWellEnoughIsSettled() {
    Next next = rule.next(tested(0.5), fit(-7, 0.09));

    assertThat(next.verdict()).isEqualTo(Verdict.SETTLED);
    assertThat(next.logDoses()).isEmpty();
  }

  @Test
  void dosesBracketTheIc50MoreNarrowlyAndEvenlyOnTheScaleOfLogarithms() {
    Next next = rule.next(tested(0.5), fit(-7.2, 0.3));

    assertThat(next.verdict()).isEqualTo(Verdict.NARROW);
    assertThat(next.logDoses()).hasSize(6);
    assertThat(next.logDoses().get(0)).isEqualTo(-8.2, within(1e-9));
    assertThat(next.logDoses().get(5)).isEqualTo(-6.2, within(1e-9));
    assertThat(next.logDoses().get(1) - next.logDoses().get(0)).isEqualTo(0.4, within(1e-9));
  }

  @Test
  void theRangeIsNeverNarrowerThanTheIntervalAndNeverThanTheLeast() {
    assertThat(width(rule.next(tested(0.5), fit(-7, 1.6)))).isEqualTo(3.2, within(1e-9));
    var narrow = new DoseResponse(tested(0.5).points(), new Bounds(-7.2, -6.8), "M");
    assertThat(width(rule.next(narrow, fit(-7, 0.11)))).isEqualTo(settings.least(), within(1e-9));
    assertThat(width(rule.next(narrow, fit(-7, 0.3)))).isEqualTo(settings.least(), within(1e-9));
  }

  @Test
  void anIc50BeyondTheDosesIsFollowed() {
    Next above = rule.next(tested(0.9), fit(-4.8, 0.05));
    assertThat(above.verdict()).isEqualTo(Verdict.WIDEN);
    assertThat(above.logDoses().get(0)).isGreaterThan(-5);
    assertThat(above.logDoses().get(5)).isEqualTo(settings.doses().to(), within(1e-9));

    Next below = rule.next(tested(0.1), fit(-9.5, 0.05));
    assertThat(below.verdict()).isEqualTo(Verdict.WIDEN);
    assertThat(below.logDoses().get(5)).isLessThan(-9);
    assertThat(below.logDoses().get(0)).isEqualTo(-10, within(1e-9));
  }

  @Test
  void withoutEffectTheDosesGoUpAndWithTheSameEffectEverywhereTheyGoDown() {
    var flat = Optional.of(new CurveFit(1, 0.9, 1, -7, 0.01, 0, 10));
    assertThat(rule.next(tested(1), flat).reason()).isEqualTo("No effect up to 10 uM.");
    assertThat(rule.next(tested(0.1), flat).reason()).isEqualTo("No difference between doses down to 0.001 uM.");
  }

  @Test
  void anIc50NearTheEndOfWhatWasTestedIsNotBelievedUntilTheEndOfTheCurveIsSeen() {
    Next next = rule.next(tested(0.5), fit(-5.1, 0.05));

    assertThat(next.verdict()).isEqualTo(Verdict.WIDEN);
    assertThat(next.logDoses().get(0)).isGreaterThan(-5);
    assertThat(rule.next(tested(0.5), fit(-8.9, 0.05)).reason()).isEqualTo("The beginning of the curve was not seen down to 0.001 uM.");
  }

  @Test
  void dosesThatDoNotTellTheIc50AreFollowedByOthersInBetween() {
    Next next = rule.next(tested(0.5), fit(-6.4, Double.POSITIVE_INFINITY));

    assertThat(next.verdict()).isEqualTo(Verdict.NARROW);
    assertThat(width(next)).isCloseTo(4, within(0.3));
  }

  @Test
  void aFitThatFailsWidensTheRangeToBothSides() {
    Next next = rule.next(tested(0.5), Optional.empty());

    assertThat(next.verdict()).isEqualTo(Verdict.WIDEN);
    assertThat(next.logDoses().get(0)).isEqualTo(-9.5, within(1e-9));
    assertThat(next.logDoses().get(5)).isEqualTo(-4.5, within(1e-9));
  }

  @Test
  void atTheEndOfWhatIsAllowedNothingMoreIsAsked() {
    var all = new DoseResponse(new Hill(1, 1, 1, 1, 0).wells(List.of(1e-10, 1e-8, 1e-6, 5e-5), 2, new Random(1)),
        new Bounds(-10, -4.3), "M");

    assertThat(rule.next(all, fit(-3, 0.2)).verdict()).isEqualTo(Verdict.OUT_OF_RANGE);
    assertThat(rule.next(all, fit(-11, 0.2)).reason()).isEqualTo(
        "The IC50 lies below 0.0001 uM, the lowest dose tested. Lower ones are not allowed.");
  }

  @Test
  void dosesInOtherUnitsAndPlatesWithoutResultsAreNoReasonToGuess() {
    assertThat(rule.next(new DoseResponse(tested(1).points(), new Bounds(-9, -5), "g/L"), Optional.empty()).verdict())
        .isEqualTo(Verdict.OTHER_UNIT);
    Next again = rule.next(new DoseResponse(List.of(), new Bounds(-9, -5), "M"), Optional.empty());
    assertThat(again.verdict()).isEqualTo(Verdict.AGAIN);
    assertThat(again.logDoses().get(0)).isEqualTo(-9, within(1e-9));
  }

  @Test
  void dosesHaveThreeDigitsAndAUnit() {
    assertThat(Doses.text(Math.log10(1.23456e-8), "M")).isEqualTo("0.0123 uM");
    assertThat(Doses.text(Math.log10(5e-5), "M")).isEqualTo("50 uM");
    assertThat(Doses.text(Math.log10(2.5e-3), "g/L")).isEqualTo("2.5 ug/mL");
  }
}
