package io.labroute.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Quantity.Dimension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

  @ParameterizedTest
  @CsvSource({"4 h,DURATION,14400", "90min,DURATION,5400", "0.5 d,DURATION,43200", "37 C,TEMPERATURE,37", "37 °C,TEMPERATURE,37",
      "310.15 K,TEMPERATURE,37", "-80 C,TEMPERATURE,-80", "570 nm,LENGTH,570", "0.57 um,LENGTH,570", "300 g,ACCELERATION,300",
      "900 rpm,ROTATION,900"})
  void isComparedInOneUnitOfItsDimension(String text, Dimension dimension, String base) {
    assertThat(Quantity.parse(text, dimension).base()).isEqualByComparingTo(base);
  }

  @ParameterizedTest
  @CsvSource({"4,DURATION", "4 hours,DURATION", "37 F,TEMPERATURE", "4 h,TEMPERATURE", "1e3 s,DURATION", "h,DURATION", "'',DURATION",
      "4 m,DURATION", "570 M,LENGTH", "Infinity s,DURATION", "1234567890123 s,DURATION"})
  void isNeverGuessed(String text, Dimension dimension) {
    assertThatThrownBy(() -> Quantity.parse(text, dimension)).isInstanceOf(Refusal.class)
        .hasMessageContaining("quantity.malformed").hasMessageContaining(dimension.units());
  }
}
