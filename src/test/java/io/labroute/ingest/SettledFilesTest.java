package io.labroute.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
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
    assertThat(look(file)).isEmpty();
    pass(Duration.ofMillis(1_999));
    assertThat(look(file)).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(look(file)).get().extracting(Drop::name).isEqualTo("a.csv");
  }

  @Test
  void aSlowWriterStartsTheTimeAnew() throws IOException {
    look(file);
    for (int row = 0; row < 5; row++) {
      pass(Duration.ofMillis(1_900));
      Files.writeString(file, "row\n", StandardOpenOption.APPEND);
      assertThat(look(file)).isEmpty();
    }
    pass(Duration.ofSeconds(2));
    assertThat(look(file)).isPresent();
  }

  @Test
  void aWriterThatKeepsAnOldModificationTimeIsNotTakenForSettled() throws IOException {
    var old = FileTime.from(java.time.Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, old);
    look(file);
    pass(Duration.ofSeconds(1));
    Files.writeString(file, "two\n");
    Files.setLastModifiedTime(file, old);
    pass(Duration.ofSeconds(1));
    assertThat(look(file)).as("same size, same mtime, but a new ctime").isEmpty();
  }

  @Test
  void aFileThatTakesTheNameOfAnotherHasToSettleItself() throws IOException {
    look(file);
    pass(Duration.ofSeconds(2));
    Files.move(Files.writeString(folder.resolve("b.csv"), "one\n"), file, StandardCopyOption.ATOMIC_MOVE);
    assertThat(look(file)).isEmpty();
  }

  @Test
  void onlyRegularFilesSettle() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), file);
    Path directory = Files.createDirectory(folder.resolve("directory.csv"));
    for (Path path : new Path[] {link, directory, folder.resolve("gone.csv")}) {
      look(path);
      pass(Duration.ofSeconds(3));
      assertThat(look(path)).as(path.toString()).isEmpty();
    }
  }

  @Test
  void aFileIsNotTakenBeforeOneThatWasChangedBeforeItAndFoundLater() throws IOException {
    Path first = file;
    look(first);
    Files.writeString(first, "two\n", StandardOpenOption.APPEND);
    Path second = writtenAfter(first, "b.csv");
    settled.look(second);                    // both in one look, but the first is only seen to have grown in the next
    pass(Duration.ofMillis(250));
    assertThat(look(first)).isEmpty();
    pass(Duration.ofMillis(1_750));
    settled.begin();
    assertThat(settled.look(second)).isEmpty();
    assertThat(settled.look(first)).isEmpty();
    pass(Duration.ofMillis(250));
    settled.begin();
    assertThat(settled.look(second)).isPresent();
    assertThat(settled.look(first)).isPresent();
  }

  @Test
  void aFileThatGrowsKeepsNobodyWaiting() throws IOException {
    look(file);
    Path second = writtenAfter(file, "b.csv");
    look(second);
    pass(Duration.ofMillis(1_900));
    Files.writeString(file, "two\n", StandardOpenOption.APPEND);
    look(file);
    pass(Duration.ofMillis(100));
    assertThat(look(second)).isPresent();
  }

  @Test
  void filesTakeEffectInTheOrderInWhichTheyWereChangedWhateverTheOrderOfTheFolder() throws IOException {
    Path second = writtenAfter(file, "0.csv");
    settled.look(second);
    settled.look(file);
    pass(Duration.ofSeconds(2));
    settled.begin();
    assertThat(Stream.of(settled.look(second).orElseThrow(), settled.look(file).orElseThrow()).sorted(Drop.ORDER).map(Drop::name))
        .containsExactly("a.csv", "0.csv");
  }

  @Test
  void aPostponedFileIsLeftAloneForThatTime() {
    look(file);
    pass(Duration.ofSeconds(2));
    settled.postpone(file, Duration.ofSeconds(5));
    pass(Duration.ofSeconds(4));
    assertThat(look(file)).isEmpty();
    pass(Duration.ofSeconds(1));
    assertThat(look(file)).isPresent();
  }

  /** All of the folder is looked at again, this file too. */
  private Optional<Drop> look(Path path) {
    settled.begin();
    return settled.look(path);
  }

  private Path writtenAfter(Path before, String name) throws IOException {
    Path path = folder.resolve(name);
    do {
      Files.deleteIfExists(path);
      Files.writeString(path, "one\n");
    } while (FileStamp.of(path).changedNanos() <= FileStamp.of(before).changedNanos());
    return path;
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
