package io.labroute.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleEntry;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {

  @Test
  void leavesKeepTheirTextTheirPlaceAndWhetherTheyWereQuoted() {
    TreeNode root = JsonTree.parse(new StringReader("""
        {"a/b": [1.50, "1.50", null, {}],
         "n": -0.1e-7, "t": true}"""));

    assertThat(Leaves.byPointer(root)).containsExactly(
        Map.entry("/a~1b/0", "1.50"), Map.entry("/a~1b/1", "1.50"),
        new SimpleEntry<>("/a~1b/2", null), Map.entry("/a~1b/3", "{}"),
        Map.entry("/n", "-0.1e-7"), Map.entry("/t", "true"));
    var number = (Scalar) Leaves.nodes(root).get("/a~1b/0");
    assertThat(number.plain()).isTrue();
    assertThat(number.number()).isEqualTo("1.50");
    assertThat(((Scalar) Leaves.nodes(root).get("/a~1b/1")).plain()).isFalse();
    assertThat(((Scalar) Leaves.nodes(root).get("/a~1b/2")).isNull()).isTrue();
    assertThat(Leaves.nodes(root).get("/t").place().line()).isEqualTo(2);
  }

  static Stream<Arguments> bad() {
    return Stream.of(
        Arguments.of("json.empty", " \n"),
        Arguments.of("json.syntax", "{\"a\": 1"),
        Arguments.of("json.syntax", "{\"a\": 1,}"),
        Arguments.of("json.syntax", "{\"a\": 01}"),
        Arguments.of("json.syntax", "{'a': 1}"),
        Arguments.of("json.syntax", "{\"a\": 1 /* c */}"),
        Arguments.of("json.syntax", "{\"a\": \"line\nbreak\"}"),
        Arguments.of("json.syntax", "[".repeat(60) + "]".repeat(60)),
        Arguments.of("json.duplicate-key", "{\"a\": 1, \"b\": {}, \"a\": 2}"),
        Arguments.of("json.several-documents", "{} {}"),
        Arguments.of("text.escape", "{\"a\": \"\\u0000\"}"),
        Arguments.of("text.escape", "{\"a\": \"\\ud83d\"}"),
        Arguments.of("text.escape", "{\"\\u0000\": 1}"));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void whatIsNotStrictJsonIsRefused(String code, String text) {
    assertThatThrownBy(() -> JsonTree.parse(new StringReader(text))).isInstanceOfSatisfying(Refusal.class,
        refusal -> assertThat(refusal.finding().code()).isEqualTo(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\": 1}", "\n\t {\n \"a\": 1}", "a: 1", "{a: 1}", "\uFEFF{\"a\": 1}", "# c\n{\"a\": 1}"})
  void jsonAndYamlAreToldApartByTheirBeginning(String text) throws IOException {
    Tree tree = Tree.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), null);

    assertThat(Leaves.byPointer(tree.root())).containsExactly(Map.entry("/a", "1"));
  }

  @Test
  void numbersThatAreNoneAreLeftToTheReaderOfTheirRecord() {
    TreeNode root = JsonTree.parse(new StringReader("[NaN, Infinity, -Infinity]"));

    Leaves.nodes(root).values().forEach(leaf ->
        assertThatThrownBy(() -> ((Scalar) leaf).number()).isInstanceOf(Refusal.class));
  }
}
