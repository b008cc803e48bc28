package io.labroute.ingest.format;

import static io.labroute.ingest.format.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlScalarTest {

  private static final Place PLACE = Place.pointer("/defaults/x", 7, 12);

  @ParameterizedTest
  @ValueSource(strings = {"26.0", "30", "-0.012", "+1", ".5", "1e-3", "0.10000000000000000000000000001"})
  void readsNumbersExactly(String text) {
    assertThat(plain(text).number()).isEqualTo(new BigDecimal(text));
  }

  @ParameterizedTest
  @CsvSource(value = {"0123|leading zeros", "1_000|thousands", "0x1F|another base", "1:30|a time", ".inf|no value",
      ".nan|no value", "1,5|decimal sign", "5 uM|a unit", "~|", "yes|"}, delimiter = '|')
  void refusesWhatYamlOrAPersonWouldGuess(String text, String cure) {
    Finding finding = refusalOf(() -> plain(text).number());

    assertThat(finding.code()).isEqualTo("number.malformed");
    assertThat(finding.where()).isEqualTo(PLACE);
    assertThat(finding.value()).isEqualTo(text);
    if (cure != null) {
      assertThat(finding.maybe()).contains(cure);
    }
  }

  @Test
  void refusesQuotedNumbers() {
    Finding finding = refusalOf(() -> new Scalar(PLACE, "5", false).number());

    assertThat(finding.code()).isEqualTo("number.quoted");
    assertThat(finding.maybe()).contains("remove the quotes");
  }

  @ParameterizedTest
  @CsvSource({"30, 30", "30.0, 30", "3e1, 30", "-5, -5", "9223372036854775807, 9223372036854775807"})
  void readsWholeNumbersHoweverTheyAreWritten(String text, long number) {
    assertThat(plain(text).integer()).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "9223372036854775808", "1e400"})
  void refusesFractionsWhereAWholeNumberIsExpected(String text) {
    assertThat(refusalOf(() -> plain(text).integer()).code()).isEqualTo("number.not-whole");
  }

  @ParameterizedTest
  @CsvSource(value = {"yes|true is meant", "on|true is meant", "1|true is meant", "True|true is meant",
      "no|false is meant", "off|false is meant", "0|false is meant", "maybe|"}, delimiter = '|')
  void takesOnlyTrueAndFalse(String text, String cure) {
    assertThat(plain("true").bool()).isTrue();
    assertThat(plain("false").bool()).isFalse();

    Finding finding = refusalOf(() -> plain(text).bool());
    assertThat(finding.code()).isEqualTo("boolean.malformed");
    assertThat(finding.where()).isEqualTo(PLACE);
    assertThat(String.valueOf(finding.maybe())).contains(cure == null ? "null" : cure);
  }

  @Test
  void refusesAQuotedTruthValue() {
    assertThat(refusalOf(() -> new Scalar(PLACE, "true", false).bool()).code()).isEqualTo("boolean.malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0123456", "1:30", "12:30:00", "1e5", "1E5", "1.0e-3", "0x1F", "0o17", "1_000", "no", "No",
      "yes", "y", "on", "true", ".inf", ".NaN", "2025-11-01"})
  void doubtsTextsThatOtherProgramsReadAsSomethingElse(String text) {
    assertThat(plain(text).ambiguity()).isNotNull().extracting(Finding::maybe).isEqualTo("quote it.");
    assertThat(new Scalar(PLACE, text, false).ambiguity()).as("quoted").isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"U2OS", "mtesr_plus_kit", "none", "24", "0.5", "T75", "P1-0123", "1e5 cells", "Norway", "",
      "R_1000"})
  void doesNotDoubtPlainTexts(String text) {
    assertThat(plain(text).ambiguity()).isNull();
  }

  @Test
  void doubtsNoTextThatIsTooLongToBeMistaken() {
    assertThat(plain("1" + ":1".repeat(100_000)).ambiguity()).isNull();
  }

  private static Scalar plain(String text) {
    return new Scalar(PLACE, text, true);
  }
}
