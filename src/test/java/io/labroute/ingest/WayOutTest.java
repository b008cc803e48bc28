package io.labroute.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WayOutTest {

  @TempDir
  Path inbox;

  private final WayOut wayOut = new WayOut(new EngineId("one"));
  private InboxFolder folder;
  private Drop drop;

  @BeforeEach
  void dropAFile() throws IOException {
    folder = new InboxFolder("kind", inbox, Duration.ZERO, new Reading(null, '.', ZoneOffset.UTC), null, null);
    Path file = Files.writeString(inbox.resolve("a.csv"), "first");
    drop = new Drop(file, "a.csv", FileStamp.of(file), 0);
  }

  @Test
  void takesADropOut() throws IOException {
    Path taken = wayOut.take(folder, 17, drop);

    assertThat(drop.path()).doesNotExist();
    assertThat(taken).hasContent("first");
    assertThat(WayOut.taken(folder)).containsExactly(taken);
    assertThat(WayOut.ledgerId(taken)).isEqualTo(17);
  }

  @Test
  void leavesAnotherFileOfTheSameName() throws IOException {
    Files.move(Files.writeString(inbox.resolve("b.csv"), "second"), drop.path(), StandardCopyOption.REPLACE_EXISTING);

    assertThatThrownBy(() -> wayOut.take(folder, 17, drop)).isInstanceOf(NoSuchFileException.class);

    assertThat(drop.path()).hasContent("second");
    assertThat(WayOut.taken(folder)).isEmpty();
  }

  @Test
  void putsAFileBackBesideOneThatHasItsNameByNow() throws IOException {
    Path taken = wayOut.take(folder, 17, drop);
    Files.writeString(drop.path(), "second");

    WayOut.putBack(taken, drop.path());

    assertThat(drop.path()).hasContent("second");
    assertThat(inbox.resolve("a.2.csv")).hasContent("first");
    assertThat(WayOut.taken(folder)).isEmpty();
  }
}
