package io.labroute.ingest.format;

import static io.labroute.ingest.format.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.lab.Finding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextEncodingTest {

  private static final String TEXT = "dose µM\r\n5 €\r😀 ä\n";

  static Stream<Arguments> encodings() {
    return Stream.of(
        Arguments.of("UTF-8", StandardCharsets.UTF_8, "", null),
        Arguments.of("UTF-8 with BOM", StandardCharsets.UTF_8, "\uFEFF", null),
        Arguments.of("UTF-8 with BOM", StandardCharsets.UTF_8, "\uFEFF", StandardCharsets.ISO_8859_1),
        Arguments.of("UTF-16LE with BOM", StandardCharsets.UTF_16LE, "\uFEFF", null),
        Arguments.of("UTF-16BE with BOM", StandardCharsets.UTF_16BE, "\uFEFF", null),
        Arguments.of("UTF-16LE (declared)", StandardCharsets.UTF_16LE, "", StandardCharsets.UTF_16LE));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void readsWhatWasWritten(String name, Charset charset, String mark, @Nullable Charset declared) throws IOException {
    byte[] bytes = (mark + TEXT).getBytes(charset);

    DecodedText text = TextEncoding.open(new ByteArrayInputStream(bytes), declared);

    assertThat(text.encoding()).isEqualTo(name);
    assertThat(whole(text)).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void readsLongTextsWhateverFallsOnTheEdgeOfABuffer(String name, Charset charset, String mark,
      @Nullable Charset declared) throws IOException {
    for (int shift = 0; shift < 4; shift++) {
      String text = "x".repeat(shift) + "😀µ€".repeat(40_000);
      byte[] bytes = (mark + text).getBytes(charset);
      assertThat(whole(TextEncoding.open(new ByteArrayInputStream(bytes), declared))).isEqualTo(text);
    }
  }

  @Test
  void readsLatin1WhereItIsDeclared() throws IOException {
    byte[] bytes = "10 µM ä".getBytes(StandardCharsets.ISO_8859_1);

    DecodedText text = TextEncoding.open(new ByteArrayInputStream(bytes), StandardCharsets.ISO_8859_1);

    assertThat(text.encoding()).isEqualTo("ISO-8859-1 (declared)");
    assertThat(whole(text)).isEqualTo("10 µM ä");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\uFEFF", "\uFEFFa"})
  void readsTheShortestTexts(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThat(whole(TextEncoding.open(new ByteArrayInputStream(bytes), null))).isEqualTo(text.replace("\uFEFF", ""));
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void givesACharacterOfTwoHalvesToACallerWithRoomForOne() throws IOException {
    byte[] bytes = "a😀b😀".getBytes(StandardCharsets.UTF_8);
    try (var reader = TextEncoding.open(new ByteArrayInputStream(bytes), null).reader()) {
      var read = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        read.append((char) c);
      }
      assertThat(read).hasToString("a😀b😀");
    }
  }

  static Stream<Arguments> undecodable() {
    byte[] latin1 = "dose;5 µM\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf8 = "5 µ".getBytes(StandardCharsets.UTF_8);
    byte[] utf16 = "\uFEFFab".getBytes(StandardCharsets.UTF_16LE);
    return Stream.of(
        Arguments.of("Latin-1", "text.undecodable", 7, latin1),
        Arguments.of("an overlong NUL", "text.undecodable", 1, bytes('a', 0xC0, 0x80)),
        Arguments.of("half a pair", "text.undecodable", 4, bytes(0xFF, 0xFE, 'a', 0, 0x3D, 0xD8, 'b', 0)),
        Arguments.of("cut UTF-8", "text.truncated", 2, Arrays.copyOf(utf8, utf8.length - 1)),
        Arguments.of("cut UTF-16", "text.truncated", 4, Arrays.copyOf(utf16, utf16.length - 1)),
        Arguments.of("UTF-16 without mark", "text.nul", 1, "ab".getBytes(StandardCharsets.UTF_16LE)),
        Arguments.of("NUL", "text.nul", 4, "ab,c\0d".getBytes(StandardCharsets.UTF_8)),
        Arguments.of("NUL behind a mark", "text.nul", 4, "\uFEFFa\0".getBytes(StandardCharsets.UTF_8)),
        Arguments.of("NUL of two bytes", "text.nul", 6, "\uFEFFab\0".getBytes(StandardCharsets.UTF_16BE)),
        Arguments.of("a picture", "text.undecodable", 0, bytes(0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("undecodable")
  void refusesBytesThatAreNoTextAndTellsTheFirst(String what, String code, int offset, byte[] bytes) {
    Finding finding = refusalOf(() -> whole(TextEncoding.open(new ByteArrayInputStream(bytes), null)));

    assertThat(finding.code()).isEqualTo(code);
    assertThat(finding.where().offset()).isEqualTo(offset);
    assertThat(finding.maybe()).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(ints = {0xB5, 0x00})
  void countsTheBytesOfAllBuffersBeforeABadOne(int bad) {
    InputStream in = new SequenceInputStream(
        new ByteArrayInputStream("ä".repeat(500_000).getBytes(StandardCharsets.UTF_8)),
        new ByteArrayInputStream(bytes(bad, 'x')));

    assertThat(refusalOf(() -> whole(TextEncoding.open(in, null))).where().offset()).isEqualTo(1_000_000);
  }

  @Test
  void countsTheBytesBeforeANulOfTwoBytes() {
    byte[] bytes = ("\uFEFF" + "😀ä".repeat(100_000) + "\0").getBytes(StandardCharsets.UTF_16LE);

    Finding finding = refusalOf(() -> whole(TextEncoding.open(new ByteArrayInputStream(bytes), null)));

    assertThat(finding.where().offset()).isEqualTo(bytes.length - 2);
  }

  @Test
  void refusesWhatTheDeclaredCharsetDoesNotHave() {
    var in = new ByteArrayInputStream(bytes('a', 0x81));

    assertThat(refusalOf(() -> whole(TextEncoding.open(in, Charset.forName("windows-1252")))).code())
        .isEqualTo("text.undecodable");
  }

  private static String whole(DecodedText text) throws IOException {
    var whole = new StringWriter();
    try (var reader = text.reader()) {
      reader.transferTo(whole);
    }
    return whole.toString();
  }

  private static byte[] bytes(int... values) {
    var bytes = new ByteArrayOutputStream();
    Arrays.stream(values).forEach(bytes::write);
    return bytes.toByteArray();
  }
}
