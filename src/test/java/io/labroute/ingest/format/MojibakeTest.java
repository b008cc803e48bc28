package io.labroute.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MojibakeTest {

  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  @ParameterizedTest
  @ValueSource(strings = {"µ", "10 µM", "ä", "é", "naïve", "37 °C", "Müller–Straße", "“quoted”", "€", "Å", "μM", "Ω",
      "Привет", "試薬", "😀", "U2OS", ""})
  void findsNoFaultWithProperTexts(String text) {
    assertThat(Mojibake.suspected(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"µ", "10 µM", "ä", "μM", "37 °C", "Müller–Straße", "5 €"})
  void suspectsTextsThatWentThroughAWrongEncoding(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(Mojibake.suspected(new String(bytes, WINDOWS_1252))).isTrue();
    assertThat(Mojibake.suspected(new String(bytes, StandardCharsets.ISO_8859_1))).isTrue();
  }
}
