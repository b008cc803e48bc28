package io.labroute.ingest.format;

import static io.labroute.ingest.format.Refusals.refusalOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlTreeTest {

  private static final int LIMIT = 1_000_000;

  @Test
  void everyNodeKnowsItsPlace() {
    TreeNode root = parse("""
        # a comment
        cell_lines:
          U2OS: {cv: 0.12, "a/b~c": [x, 'y']}
        """);

    assertThat(root.place()).isEqualTo(Place.pointer("", 2, 1));
    assertThat(Leaves.nodes(root).values()).extracting(TreeNode::place).containsExactly(
        Place.pointer("/cell_lines/U2OS/cv", 3, 14),
        Place.pointer("/cell_lines/U2OS/a~1b~0c/0", 3, 30),
        Place.pointer("/cell_lines/U2OS/a~1b~0c/1", 3, 33));
  }

  @Test
  void keepsTheOrderAndTheTextOfScalars() {
    TreeNode root = parse("""
        code: 0123456
        quoted: "0123\\u00b5"
        time: 1:30
        day: 2025-11-01
        no: no
        block: |
          two
          lines
        folded: >-
          one
          line
        5: <<
        """);

    assertThat(Leaves.byPointer(root)).containsExactly(
        Map.entry("/code", "0123456"), Map.entry("/quoted", "0123µ"), Map.entry("/time", "1:30"),
        Map.entry("/day", "2025-11-01"), Map.entry("/no", "no"), Map.entry("/block", "two\nlines\n"),
        Map.entry("/folded", "one line"), Map.entry("/5", "<<"));
  }

  @Test
  void anchorsStandForCopiesWithTheirOwnPointers() {
    TreeNode root = parse("base: &b {a: [1, &two 2]}\ncopy: *b\nvalue: *two\n");

    assertThat(Leaves.byPointer(root)).containsExactly(Map.entry("/base/a/0", "1"), Map.entry("/base/a/1", "2"),
        Map.entry("/copy/a/0", "1"), Map.entry("/copy/a/1", "2"), Map.entry("/value", "2"));
  }

  @ParameterizedTest
  @CsvSource({"null, true", "Null, true", "NULL, true", "~, true", "'', true", "!!null null, true", "nil, false",
      "none, false", "N/A, false", "\"null\", false", "'\"\"', false", "!!str null, false", "!!str ~, false"})
  void tellsNullFromTexts(String value, boolean isNull) {
    assertThat(scalar(value).isNull()).isEqualTo(isNull);
  }

  @ParameterizedTest
  @CsvSource({"5, true", "!!int 5, true", "!!float 5, true", "abc, true", "!!str abc, true", "\"5\", false",
      "!!str 5, false"})
  void treatsWhatIsTaggedAsTextLikeWhatIsQuoted(String value, boolean plain) {
    assertThat(scalar(value).plain()).isEqualTo(plain);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("yaml.empty", null, ""),
        Arguments.of("yaml.empty", null, "# nothing\n"),
        Arguments.of("yaml.empty", null, "---\n"),
        Arguments.of("yaml.empty", null, "~\n"),
        Arguments.of("yaml.several-documents", "2:1", "a: 1\n---\nb: 2\n"),
        Arguments.of("yaml.duplicate-key", "3:1", "a: 1\nb: 2\na: 3\n"),
        Arguments.of("yaml.duplicate-key", "2:1", "a: 1\n\"a\": 2\n"),
        Arguments.of("yaml.duplicate-key", "1:22", "x: {y: [{b: 1, c: 2, b: 3}]}"),
        Arguments.of("yaml.tag", "1:4", "a: !!python/tuple [1, 2]\n"),
        Arguments.of("yaml.tag", "1:4", "a: !!javax.script.ScriptEngineManager [x]\n"),
        Arguments.of("yaml.tag", "2:4", "b: 1\na: !foo 1\n"),
        Arguments.of("yaml.tag", "1:4", "a: !!binary YQ==\n"),
        Arguments.of("yaml.tag", "1:4", "a: !!set {x, y}\n"),
        Arguments.of("yaml.tag", "3:4", "%TAG ! tag:lab,2000:\n---\na: !x 1\n"),
        Arguments.of("yaml.merge-key", "3:3", "x: &x {b: 1}\na:\n  <<: *x\n"),
        Arguments.of("yaml.key", "1:3", "? [1]\n: 2\n"),
        Arguments.of("yaml.key", "1:2", "[{a: 1}: 2]"),
        Arguments.of("yaml.key", "1:3", "? " + "k".repeat(1_001) + "\n: 2\n"),
        Arguments.of("yaml.tab", "2:1", "a:\n\tb: 1\n"),
        Arguments.of("yaml.syntax", "2:4", "a: 1\n  b: 2\n"),
        Arguments.of("yaml.syntax", "3:1", "a: \"x\nb: 1\n"),
        Arguments.of("yaml.syntax", "2:2", "a: [1, 2\nb: 3\n"),
        Arguments.of("yaml.syntax", "1:4", "a: *unknown\n"),
        Arguments.of("yaml.syntax", "1:4", "a: @x\n"),
        Arguments.of("yaml.syntax", "3:11", "import os\nprint(\"x\")\ncell_lines: {\n"),
        Arguments.of("yaml.unprintable", "2:5", "a: 1\nb: x\u0007\n"),
        Arguments.of("yaml.unprintable", "3:3", "a: 😀\r\nb: 1\rc:\uFFFE"),
        Arguments.of("text.escape", "1:4", "a: \"\\0\"\n"),
        Arguments.of("text.escape", "1:4", "a: \"x\\ud83d\"\n"),
        Arguments.of("text.escape", "1:1", "\"\\u0000\": 1\n"),
        Arguments.of("yaml.too-deep", "1:51", "[".repeat(51) + "]".repeat(51)),
        Arguments.of("yaml.too-deep", "2:53", "a: 1\nb: " + "[".repeat(5_000) + "]".repeat(5_000)),
        Arguments.of("yaml.too-deep", "1:51", "[".repeat(5_000)),
        Arguments.of("yaml.too-deep", "1:201", "{a: ".repeat(5_000)),
        Arguments.of("yaml.too-deep", "1:101", "- ".repeat(5_000) + "x"),
        Arguments.of("yaml.too-deep", "1:101", "? ".repeat(5_000) + "x"),
        Arguments.of("yaml.too-deep", "1:4", "a: &x [1, *x]\n"),
        Arguments.of("yaml.too-deep", "1:4", "a: &x {b: *x, c: *x}\n"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithLineAndColumn(String code, String place, String text) {
    Finding finding = refusalOf(() -> parse(text));

    assertThat(finding.code()).as(finding.text()).isEqualTo(code);
    assertThat(place == null ? null : finding.where().line() + ":" + finding.where().column()).isEqualTo(place);
  }

  @Test
  void namesBothLinesOfADuplicateKey() {
    Finding finding = refusalOf(() -> parse("HepG2:\n  feed: {a: 1}\n  media: x\n  feed: {a: 2}\n"));

    assertThat(finding.where()).isEqualTo(Place.pointer("/HepG2", 4, 3));
    assertThat(finding.what()).contains("line 2");
    assertThat(finding.value()).isEqualTo("feed");
  }

  @Test
  void readsFiftyLevels() {
    assertThat(Leaves.count(parse("[".repeat(50) + "x" + "]".repeat(50)))).isEqualTo(1);
  }

  @Test
  void readsManyAliasesOfOneAnchor() {
    assertThat(Leaves.count(parse("a: &x [1, 2]\nb: [" + "*x, ".repeat(5_000) + "]\n"))).isEqualTo(10_002);
  }

  @Test
  void refusesAliasesOfAliasesThatMultiply() {
    var text = new StringBuilder("a0: &a0 [lol, lol, lol]\n");
    for (int n = 1; n < 40; n++) {
      text.append("a%d: &a%d [*a%d, *a%d, *a%d]\n".formatted(n, n, n - 1, n - 1, n - 1));
    }

    assertThat(refusalOf(() -> parse(text.toString())).code()).isEqualTo("yaml.too-many-nodes");
  }

  static Stream<Arguments> endless() {
    return Stream.of(
        Arguments.of("yaml.line-too-long", "a: ", "x"),
        Arguments.of("yaml.line-too-long", "a: \"", "x"),
        Arguments.of("yaml.line-too-long", "a: ", "x y "),
        Arguments.of("yaml.line-too-long", "#", "x"),
        Arguments.of("yaml.line-too-long", "a:", " "),
        Arguments.of("yaml.too-many-nodes", "", "- a\n"),
        Arguments.of("yaml.too-many-nodes", "[", "1,\n"),
        Arguments.of("yaml.too-many-nodes", "", "? x\n"),
        Arguments.of("yaml.several-documents", "a: 1\n---\n", "- a\n"));
  }

  @ParameterizedTest
  @MethodSource("endless")
  void refusesWhatHasNoEndWithoutReadingOn(String code, String beginning, String rest) {
    var file = new Endless(beginning, rest);

    Finding finding = refusalOf(() -> YamlTree.parse(TextEncoding.open(file, null).reader()));

    assertThat(finding.code()).isEqualTo(code);
    assertThat(finding.where().line()).isNotNull();
    assertThat(file.bytesRead()).isLessThan(LIMIT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a: |\n", "a: \"", "#"})
  void refusesMoreThanSixteenMillionCharacters(String beginning) {
    var file = new Endless(beginning, "  " + "x".repeat(1_000) + "\n#");

    Finding finding = refusalOf(() -> YamlTree.parse(TextEncoding.open(file, null).reader()));

    assertThat(finding.code()).isEqualTo("yaml.too-large");
    assertThat(file.bytesRead()).isLessThan(17 * LIMIT);
  }

  @Test
  void longKeysAboveALongListDoNotFillTheMemory() {
    String text = ("{" + "k".repeat(1_000) + ": ").repeat(45) + "[" + "1,\n".repeat(150_000) + "]" + "}".repeat(45);

    assertThat(refusalOf(() -> parse(text)).code()).isEqualTo("yaml.too-many-nodes");
  }

  @Test
  void doesNotBlameTheFileForADiskThatFails() {
    var failing = new InputStream() {
      @Override
      public int read() throws IOException {
        throw new IOException("disk");
      }

      @Override
      public byte[] readNBytes(int length) {
        return "a: ".getBytes(StandardCharsets.UTF_8);
      }
    };

    assertThatThrownBy(() -> YamlTree.parse(TextEncoding.open(failing, null).reader()))
        .isInstanceOf(UncheckedIOException.class).hasRootCauseMessage("disk");
  }

  @Test
  void countsScalarsAndEmptyCollectionsAsLeaves() {
    TreeNode root = parse("a: 1\nb: null\nc: {}\nd: []\ne: [1, [], {x: ~}]\nf:\n");

    assertThat(Leaves.count(root)).isEqualTo(8);
    assertThat(Leaves.byPointer(root)).containsEntry("/c", "{}").containsEntry("/d", "[]").containsEntry("/e/1", "[]")
        .containsEntry("/b", null).containsEntry("/e/2/x", null).containsEntry("/f", null).hasSize(8);
    assertThat(Leaves.count(parse("{}"))).isEqualTo(1);
  }

  private static TreeNode parse(String text) {
    return YamlTree.parse(new StringReader(text));
  }

  private static Scalar scalar(String value) {
    return (Scalar) ((Mapping) parse("value: " + value + "\n")).get("value").orElseThrow();
  }
}
