package io.labroute.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConcentrationTest {

  @ParameterizedTest
  @CsvSource({"10 mM,10 mM", "1.666666667 uM,1.66667 uM", "1e5 cells/mL,100000 cells/mL", "0.000125 nM,0.000125 nM", "0 x,0 x",
      "12.50 %,12.5 %"})
  void isSaidToSixDigitsAndTheSameInEveryLocale(String text, String said) {
    Locale usual = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThat(Concentration.parse(text)).hasToString(said);
    } finally {
      Locale.setDefault(usual);
    }
  }
}
