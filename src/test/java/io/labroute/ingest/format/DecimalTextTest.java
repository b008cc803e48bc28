package io.labroute.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import io.labroute.lab.Finding;
import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"0", "24", "-24", "+24", "0.5", "-0.50", ".5", "5.", "1e3", "1E-3", "1.5e+10", "0.0", "-0",
      "1e400", "9632.366486756968", "123456789012345678901234567890.123456789012345678901234567890"})
  void takesNumbersWithTheirExactValue(String text) {
    assertThat(DecimalText.check(text, '.')).isNull();
    assertThat(DecimalText.value(text)).isEqualTo(new BigDecimal(text));
  }

  @Test
  void takesWhateverJavaWritesForANumber() {
    var random = new Random(4711);
    for (int n = 0; n < 100_000; n++) {
      String text = String.valueOf(Double.longBitsToDouble(random.nextLong()));
      boolean isNumber = !text.equals("NaN");
      assertThat(DecimalText.check(text, '.') == null).as(text).isEqualTo(isNumber);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "-", "+", ".", "e5", "1e", "1e+", "1e5.0", "--1", "+-1", "1.2.3", "0123", "-00", "00.5",
      "1_000", "1 000", " 5", "5 ", "1\u00A0000", "1\u202F000", "1'000", "1,5", "1,000.5", "1:30", "0x1F", "0o17",
      "0b1", "NaN", "Infinity", ".inf", ".nan", "５", "١", "−5", "<0.5", "~5", "5 %", "5 uM", "5uM", "1e401", "1e-401", "1e99999", "1d",
      "1f", "1L", "x", "2025-11-01", "1/2", "5\n", "1\u20005"})
  void refusesEverythingElse(String text) {
    Finding finding = DecimalText.check(text, '.');

    assertThat(finding).isNotNull();
    assertThat(finding.code()).isEqualTo("number.malformed");
    assertThat(finding.allowed()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '"', value = {
      "1,5|comma is meant as a decimal sign", "1,234|separates thousands", "1,234.5|separators between thousands",
      "1.234,5|separators between thousands", "1 000|separators between thousands",
      "1'000|separators between thousands", "1_000|separators between thousands", "1\u00A0000|spaces", "1\u202F000|spaces", "5\u2009|spaces",
      "0123|leading zeros", "-007.5|leading zeros", "1:30|a time", "0x1F|another base", "0b11|another base",
      ".inf|no value was measured", "NaN|no value was measured", "n/a|no value was measured", "５|not the plain ones",
      "−5|a dash", "1e401|exponent", "1.5E-5000|exponent", "5 %|a unit", "5 uM|a unit"}, delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false)
  void tellsTheLikelyCure(String text, String cure) {
    Finding finding = DecimalText.check(text, '.');

    assertThat(finding).isNotNull();
    assertThat(finding.maybe()).contains(cure);
  }

  @Test
  void tellsThatAValueIsMissing() {
    assertThat(DecimalText.check("", '.')).isNotNull().extracting(Finding::maybe).asString().contains("missing");
  }

  @ParameterizedTest
  @CsvSource(value = {"1,5|", "-0,25|", ",5|", "24|", "1,5e3|", "1.5|the point is meant", "1.234|separates thousands",
      "1.234,5|thousands"}, delimiter = '|')
  void takesADecimalCommaWhereItIsDeclared(String text, String cure) {
    Finding finding = DecimalText.check(text, ',');

    if (cure == null) {
      assertThat(finding).isNull();
    } else {
      assertThat(finding).isNotNull().extracting(Finding::maybe).asString().contains(cure);
    }
  }

  @Test
  void takesNumbersOfAHundredCharactersAndNoLonger() {
    assertThat(DecimalText.check("1".repeat(100), '.')).isNull();
    assertThat(DecimalText.check("1".repeat(101), '.')).isNotNull();
    assertThat(DecimalText.check("1 ".repeat(10_000_000), '.')).isNotNull().extracting(Finding::value).asString()
        .hasSizeLessThan(300);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0.0", "24", "+1", ".5", "5.", "1e-3", "-12.75E+2", "9632.366486756968", "0.000001",
      "123456789012345678901234567890", "1e400", "-640.3034105956316"})
  void tellsAboutTheNumberWithoutItsLastDigits(String text) {
    double exact = Double.parseDouble(text);

    assertThat(DecimalText.approximately(text)).satisfiesAnyOf(
        value -> assertThat(value).isEqualTo(exact),
        value -> assertThat(value).isCloseTo(exact, withPercentage(1e-9)));
  }
}
