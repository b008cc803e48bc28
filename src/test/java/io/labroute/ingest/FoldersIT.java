package io.labroute.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** Folders in an inbox: entered where a kind says so, one level deep, and never by a link. */
class FoldersIT extends EngineTest {

  private static final String CHECKPOINT = "{\"iteration\": 1, \"results\": []}";

  @Autowired
  private Sweeper sweeper;

  @Autowired
  private Clock clock;

  @Test
  void onlyOneLevelIsEnteredAndWhatLiesDeeperOrBehindALinkIsTold() throws IOException {
    Path inbox = inbox("campaign-reports");
    Path outside = Files.createTempDirectory("outside");
    Path secret = Files.writeString(outside.resolve("checkpoint_iter_1.json"), CHECKPOINT);
    Path link = Files.createSymbolicLink(inbox.resolve("link"), outside);
    Path deep = Files.createDirectories(inbox.resolve("campaign/deep"));
    Path deeper = Files.writeString(deep.resolve("checkpoint_iter_1.json"), CHECKPOINT);
    Path hidden = Files.createDirectories(inbox.resolve(".hidden"));
    Path inHidden = Files.writeString(hidden.resolve("checkpoint_iter_1.json"), CHECKPOINT);

    assertThat(drop("campaign-reports", "campaign/checkpoint_iter_1.json", CHECKPOINT).state()).isEqualTo("completed");

    assertThat(List.of(secret, deeper, inHidden)).allMatch(Files::exists);
    assertThat(count("ingest.file")).isEqualTo(1);
    assertThat(get("/api/inbox").toString()).contains("{\"name\":\"link\",\"reason\":\"a link is never followed")
        .contains("{\"name\":\"campaign/deep\",\"reason\":\"a folder is not taken here").doesNotContain("hidden");
    for (Path path : List.of(link, deeper, deep, inHidden, hidden)) {
      Files.delete(path);
    }
  }

  @Test
  void otherKindsDoNotTakeFolders() throws IOException {
    Path file = Files.createDirectories(inbox("plate-results").resolve("folder")).resolve("a.csv");
    Files.writeString(file, "plate_id\n");

    await().atMost(Duration.ofSeconds(10)).until(() -> get("/api/inbox").toString().contains("\"name\":\"folder\""));
    drop("plate-results", "b.csv", "plate_id\n");

    assertThat(file).exists();
    assertThat(count("ingest.file")).isEqualTo(1);
    Files.delete(file);
    Files.delete(file.getParent());
  }

  @Test
  void anEmptyFolderStaysForADayAndOneWithFilesForEver() throws IOException {
    Path inbox = inbox("campaign-reports");
    Path fresh = Files.createDirectory(inbox.resolve("fresh"));
    Path old = Files.createDirectory(inbox.resolve("old"));
    Path filled = Files.createDirectory(inbox.resolve("filled"));
    Path part = Files.writeString(filled.resolve("checkpoint.part"), "");
    FileTime longAgo = FileTime.from(clock.instant().minus(Duration.ofHours(25)));
    Files.setLastModifiedTime(old, longAgo);
    Files.setLastModifiedTime(filled, longAgo);

    sweeper.sweep();

    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
    assertThat(part).exists();
    for (Path path : List.of(fresh, part, filled)) {
      Files.delete(path);
    }
  }
}
