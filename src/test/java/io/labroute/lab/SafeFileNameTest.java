package io.labroute.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SafeFileNameTest {

  @Test
  void putsTheNumberBeforeTheEnding() {
    assertThat(SafeFileName.numbered("plates.csv", 17)).isEqualTo("plates.17.csv");
    assertThat(SafeFileName.numbered("plates", 17)).isEqualTo("plates.17");
    assertThat(SafeFileName.numbered("-x", 17)).isEqualTo("-x.17");
  }

  @Test
  void neverExceedsWhatAFileSystemAllows() {
    String longest = "µ".repeat(125) + ".yaml";
    assertThat(longest.getBytes(StandardCharsets.UTF_8)).hasSize(255);
    for (String name : new String[] {SafeFileName.numbered(longest, 4711), SafeFileName.withEnding(longest, ".error.json")}) {
      assertThat(name.getBytes(StandardCharsets.UTF_8).length).isBetween(250, 255);
    }
    assertThat(SafeFileName.withEnding(longest, ".error.json")).endsWith("µ.error.json");
  }

  @Test
  void showsWhatWouldForgeALineOfTheLog() {
    assertThat(SafeFileName.printable("a\nb\u202Ec\u2028µ")).isEqualTo("a\\u000Ab\\u202Ec\\u2028µ");
  }
}
