package io.labroute.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettledFilesTest {

  @TempDir
  Path folder;

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);
  private SettledFiles settled;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file = Files.writeString(folder.resolve("a.csv"), "one\n");
    settled = new SettledFiles(folder, nanos::get, Duration.ofSeconds(2));
  }

  @Test
  void takesAFileThatStoodStillForTheWholeTimeAndNotBefore() {
    assertThat(settled.look(file)).isEmpty();
    pass(Duration.ofMillis(1_999));
    assertThat(settled.look(file)).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(settled.look(file)).get().extracting(Drop::name).isEqualTo("a.csv");
  }

  @Test
  void aSlowWriterStartsTheTimeAnew() throws IOException {
    settled.look(file);
    for (int row = 0; row < 5; row++) {
      pass(Duration.ofMillis(1_900));
      Files.writeString(file, "row\n", StandardOpenOption.APPEND);
      assertThat(settled.look(file)).isEmpty();
    }
    pass(Duration.ofSeconds(2));
    assertThat(settled.look(file)).isPresent();
  }

  @Test
  void aWriterThatKeepsAnOldModificationTimeIsNotTakenForSettled() throws IOException {
    var old = FileTime.from(java.time.Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, old);
    settled.look(file);
    pass(Duration.ofSeconds(1));
    Files.writeString(file, "two\n");
    Files.setLastModifiedTime(file, old);
    pass(Duration.ofSeconds(1));
    assertThat(settled.look(file)).as("same size, same mtime, but a new ctime").isEmpty();
  }

  @Test
  void aFileThatTakesTheNameOfAnotherHasToSettleItself() throws IOException {
    settled.look(file);
    pass(Duration.ofSeconds(2));
    Files.move(Files.writeString(folder.resolve("b.csv"), "one\n"), file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(settled.look(file)).isEmpty();
  }

  @Test
  void onlyRegularFilesSettle() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), file);
    Path directory = Files.createDirectory(folder.resolve("directory.csv"));
    for (Path path : new Path[] {link, directory, folder.resolve("gone.csv")}) {
      settled.look(path);
      pass(Duration.ofSeconds(3));
      assertThat(settled.look(path)).as(path.toString()).isEmpty();
    }
  }

  @Test
  void aPostponedFileIsLeftAloneForThatTime() {
    settled.look(file);
    pass(Duration.ofSeconds(2));
    settled.postpone(file, Duration.ofSeconds(5));
    pass(Duration.ofSeconds(4));
    assertThat(settled.look(file)).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(settled.look(file)).isPresent();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
