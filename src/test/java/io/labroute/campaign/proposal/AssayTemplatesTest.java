package io.labroute.campaign.proposal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssayTemplatesTest {

  private static final String TEMPLATE = """
      assay: short
      parameters:
        cells: {type: count, usual: 100, from: 1, to: 1000}
        rest: {type: duration, usual: 4 h, from: 1 h, to: 2 d}
      layout:
        volume: 50 uL
        controls: [{role: vehicle, wells: 2}]
      steps:
        - {id: seed, operation: seed, cells: "${cells}"}
        - {id: rest, operation: incubate, labware: "${plate}", duration: "${rest}", after: {step: seed, within: 5 min}}
        - {id: dose, operation: dose}
      """;

  @TempDir
  Path folder;

  private AssayTemplates read(String text) throws IOException {
    Files.writeString(folder.resolve("short.yaml"), text);
    return AssayTemplates.read(folder);
  }

  @Test
  void thoseThatComeWithTheProductAreRead() throws IOException {
    assertThat(AssayTemplates.read(AssayTemplates.FOLDER).names()).isEqualTo("imaging, reporter, viability");
  }

  @Test
  void anAdministratorAddsOneByAddingAFile() throws IOException {
    assertThat(read(TEMPLATE).has("short")).isTrue();
  }

  /** What in the template above is replaced by what, and the beginning of the message behind the file's name. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "assay: short | assay: long | proposal.template-name | ",
      "'id: rest, ' | 'id: seed, ' | proposal.step-id | Line 10, column 10",
      "'id: rest, ' | 'id: a b, ' | proposal.step-id | Line 10, column 10",
      "${plate} | ${plat} | proposal.placeholder | Line 10, column 5",
      "'step: seed' | 'step: dose' | proposal.step-after | Line 10",
      "'usual: 4 h' | 'usual: 4' | quantity.malformed | Line 4, column 33",
      "'usual: 4 h' | 'usual: 4 min' | proposal.parameter-range | Line 4, column 33",
      "'to: 2 d' | 'to: 2 days' | quantity.malformed | Line 4",
      "'type: duration' | 'type: while' | tree.malformed | Line 4",
      "'type: duration' | 'type: text' | proposal.parameter-range | Line 4",
      "'volume: 50 uL' | 'volume: 50' | volume.malformed | Line 6",
      "'volume: 50 uL' | 'seed: 50' | tree.unknown-word | Line 6",
      "'role: vehicle' | 'role: vehikel' | tree.malformed | Line 7",
      "'operation: dose' | 'operation: lid' | proposal.template-steps | Line 1",
      "'operation: dose' | 'operation: dose, labware: x' | tree.unknown-word | Line 11",
      "'operation: incubate' | 'operation: seed' | tree.unknown-word | Line 10",
      "', cells: \"${cells}\"' | '' | tree.malformed | Line 9"})
  void whatIsWrongIsToldWithFileAndPlace(String text, String other, String code, String place) {
    assertThat(TEMPLATE).contains(text);
    assertThatThrownBy(() -> read(TEMPLATE.replace(text, other == null ? "" : other))).isInstanceOfSatisfying(Refusal.class, refusal -> {
      assertThat(refusal.finding().code()).isEqualTo(code);
      assertThat(refusal.finding().text()).contains("short.yaml: ").contains(place == null ? "" : place);
    });
  }
}
