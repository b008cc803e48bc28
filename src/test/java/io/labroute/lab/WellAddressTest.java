package io.labroute.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WellAddressTest {

  @ParameterizedTest
  @CsvSource({"A1,0,0,A1", "A01,0,0,A1", "H12,7,11,H12", "P24,15,23,P24", "AA1,26,0,AA1", "AF48,31,47,AF48"})
  void readsRowLettersAndColumnNumber(String text, int row, int column, String printed) {
    assertThat(WellAddress.parse(text)).isEqualTo(new WellAddress(row, column)).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "1", "A0", "A00", "A49", "AG1", "BA1", "a1", "A 1", "A1 ", "A001", "A-1", "A1B", "AAA1", "１A"})
  void readsNothingElse(String text) {
    assertThat(WellAddress.parse(text)).isNull();
  }

  @Test
  void everyWellOfTheLargestPlateHasAnAddressOfItsOwn() {
    PlateFormat plate = PlateFormat.WELLS_1536;
    for (int row = 0; row < plate.rows(); row++) {
      for (int column = 0; column < plate.columns(); column++) {
        var address = new WellAddress(row, column);
        assertThat(WellAddress.parse(address.toString())).isEqualTo(address);
      }
    }
  }

  @Test
  void plateFormatsTellTheirRange() {
    assertThat(PlateFormat.WELLS_96.range()).isEqualTo("A1–H12");
    assertThat(PlateFormat.WELLS_1536.range()).isEqualTo("A1–AF48");
    assertThat(PlateFormat.WELLS_384.wells()).isEqualTo(384);
  }
}
