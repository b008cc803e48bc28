package io.labroute.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Chance that follows from what it is about. */
class ChanceTest {

  private static final int MANY = 20_000;

  @Test
  void theSameThingComesOutTheSameHoweverOftenItIsAsked() {
    var chance = new Chance(3);
    double first = chance.share("order", "duration");
    chance.share("another");

    assertThat(chance.share("order", "duration")).isEqualTo(first).isEqualTo(new Chance(3).share("order", "duration"));
    assertThat(chance.share("order", "end")).isNotEqualTo(first);
    assertThat(new Chance(4).share("order", "duration")).isNotEqualTo(first);
  }

  @Test
  void whatHappensInAFifthOfAllCasesDoes() {
    var chance = new Chance(1);

    assertThat(IntStream.range(0, MANY).filter(n -> chance.happens(0.2, "step " + n)).count() / (double) MANY).isCloseTo(0.2, within(0.02));
    assertThat(IntStream.range(0, MANY).anyMatch(n -> chance.happens(0, "step " + n))).isFalse();
    assertThat(IntStream.range(0, MANY).allMatch(n -> chance.happens(1, "step " + n))).isTrue();
  }

  @Test
  void deviationsAreOfMeanZeroAndVarianceOneAndNeverWide() {
    double[] all = IntStream.range(0, MANY).mapToDouble(n -> new Chance(5).deviation("thing " + n)).toArray();

    assertThat(IntStream.range(0, MANY).mapToDouble(n -> all[n]).average().orElseThrow()).isCloseTo(0, within(0.03));
    assertThat(IntStream.range(0, MANY).mapToDouble(n -> all[n] * all[n]).average().orElseThrow()).isCloseTo(1, within(0.05));
    assertThat(DoubleStream.of(all).map(Math::abs).max().orElseThrow()).isLessThanOrEqualTo(3);
  }
}
