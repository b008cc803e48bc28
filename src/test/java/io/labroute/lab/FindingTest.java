package io.labroute.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindingTest {

  @Test
  void saysWhatWhereTheValueWhatIsAllowedAndOnANewLineTheCure() {
    var finding = Finding.of("plate.well-malformed", "This is no well.").at(Place.field(14, "well_id")).value("Z99")
        .allowed("A1–H12").maybe("the columns are shifted.");

    assertThat(finding.text()).isEqualTo("""
        [plate.well-malformed] Line 14, column "well_id": This is no well. Found: 'Z99'. Allowed: A1–H12.
        Maybe the columns are shifted.""");
  }

  @Test
  void aValueCannotForgeLinesOfALogNorFloodIt() {
    assertThat(Finding.of("x", "X.").value("a\r\nb\u0000\u202E").value()).isEqualTo("a␍␊b␀\uFFFD");
    assertThat(Finding.of("x", "X.").value("y".repeat(10_000)).value()).hasSize(201).endsWith("…");
  }

  @Test
  void aRefusalCarriesItsFinding() {
    var finding = Finding.of("x", "X.").at(Place.offset(7));

    assertThat(finding.refusal().finding()).isSameAs(finding);
    assertThat(finding.refusal()).hasMessage("[x] Byte 7: X.");
  }
}
