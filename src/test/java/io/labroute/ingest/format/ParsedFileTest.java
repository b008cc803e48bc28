package io.labroute.ingest.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParsedFileTest {

  private final ParsedFile<TreeNode> parsed = new ParsedFile<>(YamlTree::parse);

  @TempDir
  Path folder;

  @Test
  void isParsedAgainWhenItsTextHasChangedAndOnlyThen() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "dead: 1 uL");
    TreeNode first = parsed.read(file);

    assertThat(parsed.read(file)).isSameAs(first);
    FileTime written = Files.getLastModifiedTime(file);
    Files.setLastModifiedTime(Files.writeString(file, "dead: 2 uL"), written);
    assertThat(parsed.read(file)).as("as long and as old as before").isNotEqualTo(first);
    assertThat(parsed.read(Files.writeString(folder.resolve("b.yaml"), "dead: 1 uL"))).isEqualTo(first);
  }

  @Test
  void whatIsWrongIsSaidEachTimeAndNothingOldStandsInForIt() throws IOException {
    Path file = Files.writeString(folder.resolve("a.yaml"), "dead: 1 uL");
    parsed.read(file);
    Files.writeString(file, "dead: [");

    assertThatThrownBy(() -> parsed.read(file)).isInstanceOf(Refusal.class);
    assertThatThrownBy(() -> parsed.read(file)).isInstanceOf(Refusal.class);
    Files.delete(file);
    assertThatThrownBy(() -> parsed.read(file)).isInstanceOf(NoSuchFileException.class);
  }
}
