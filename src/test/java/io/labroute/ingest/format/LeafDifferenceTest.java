package io.labroute.ingest.format;

import static io.labroute.ingest.format.LeafDifference.Change.ADDED;
import static io.labroute.ingest.format.LeafDifference.Change.CHANGED;
import static io.labroute.ingest.format.LeafDifference.Change.REMOVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeafDifferenceTest {

  @Test
  void listsWhatWasAddedRemovedAndChanged() {
    assertThat(between("{a: 1, b: {c: x, d: [1, 2]}, e: 5}", "{a: 1, b: {c: y, d: [1]}, f: 5}")).containsExactly(
        new LeafDifference("/b/c", CHANGED, "x", "y"),
        new LeafDifference("/b/d/1", REMOVED, "2", null),
        new LeafDifference("/e", REMOVED, "5", null),
        new LeafDifference("/f", ADDED, null, "5"));
  }

  @Test
  void tellsWhenALeafBecomesATreeOrEmpty() {
    assertThat(between("{a: 1, b: [x]}", "{a: {c: 1}, b: []}")).containsExactly(
        new LeafDifference("/a", REMOVED, "1", null),
        new LeafDifference("/a/c", ADDED, null, "1"),
        new LeafDifference("/b", ADDED, null, "[]"),
        new LeafDifference("/b/0", REMOVED, "x", null));
  }

  @ParameterizedTest
  @CsvSource(value = {"24|24.0", "1e3|1000", "0.50|.5", "-0|0", "x|'x'", "5|'5'", "~|null", "[]|[ ]", "{}|{ }"},
      delimiter = '|', quoteCharacter = '%')
  void findsNoDifferenceBetweenEqualValues(String one, String other) {
    assertThat(between("a: " + one, "a: " + other)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(value = {"24|24.01", "'1.1'|'1.10'", "'24'|24.0", "null|'null'", "x|X", "[]|{}", "{}|'{}'", "~|0",
      "1e400|1e399", "0.1|0.10000000000000000000000000001"}, delimiter = '|', quoteCharacter = '%')
  void findsTheDifferenceBetweenValuesThatLookAlike(String one, String other) {
    assertThat(between("a: " + one, "a: " + other)).extracting(LeafDifference::pointer, LeafDifference::change)
        .containsExactly(tuple("/a", CHANGED));
  }

  private static List<LeafDifference> between(String first, String second) {
    return LeafDifference.between(YamlTree.parse(new StringReader(first)), YamlTree.parse(new StringReader(second)));
  }
}
