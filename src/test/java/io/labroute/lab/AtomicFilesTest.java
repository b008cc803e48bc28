package io.labroute.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  @TempDir
  Path folder;

  @Test
  void leavesNothingBesideTheFileItWrote() throws IOException {
    AtomicFiles.write(folder.resolve("a.txt"), "one".getBytes(StandardCharsets.UTF_8), "test");
    AtomicFiles.write(folder.resolve("a.txt"), "two".getBytes(StandardCharsets.UTF_8), "test");

    assertThat(folder.resolve("a.txt")).hasContent("two");
    assertThat(folder).isDirectoryNotContaining(file -> !file.endsWith("a.txt"));
  }

  @Test
  void movesAFileToAFreeName() throws IOException {
    Path source = Files.writeString(folder.resolve("a"), "text");

    AtomicFiles.moveToFreeName(source, folder.resolve("b"));

    assertThat(source).doesNotExist();
    assertThat(folder.resolve("b")).hasContent("text");
  }

  @Test
  void neverOverwrites() throws IOException {
    Path source = Files.writeString(folder.resolve("a"), "new");
    Path target = Files.writeString(folder.resolve("b"), "old");

    assertThatThrownBy(() -> AtomicFiles.moveToFreeName(source, target)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(target).hasContent("old");
    assertThat(source).hasContent("new");
  }

  @Test
  void endsAMoveThatACrashCutInHalf() throws IOException {
    Path source = Files.writeString(folder.resolve("a"), "text");
    Path target = folder.resolve("b");
    Files.createLink(target, source);

    AtomicFiles.moveToFreeName(source, target);

    assertThat(source).doesNotExist();
    assertThat(target).hasContent("text");
  }

  @Test
  void saysSoWhenThereIsNothingToMove() {
    assertThatThrownBy(() -> AtomicFiles.moveToFreeName(folder.resolve("a"), folder.resolve("b")))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(folder.resolve("b")).doesNotExist();
  }

  @Test
  void clearsAwayWhatACrashLeftOfAWriterAndNothingElse() throws IOException {
    Files.writeString(AtomicFiles.temporaryBeside(folder.resolve("a"), "mine"), "half");
    Path other = Files.writeString(AtomicFiles.temporaryBeside(folder.resolve("a"), "theirs"), "half");

    AtomicFiles.deleteLeftovers(folder, "mine");

    assertThat(folder.toFile().list()).containsExactly(other.getFileName().toString());
  }
}
