package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

class UnreadableFileIT {

  @Test
  void aFileThatMayNotBeReadIsRejectedAndHoldsNothingUp() throws Exception {
    TestDatabase database = TestPostgres.create();
    Path jar = Path.of("target/labroute.jar").toAbsolutePath();
    OtherUser.assumeThatItCanRead(jar);
    Path folder = Files.createTempDirectory("labroute-nobody-");
    EngineProcess engine = EngineProcess.ofJar(folder).with("LABROUTE_INGEST_SETTLE", "200ms")
        .on(database.jdbcUrl(), database.user(), database.password()).as(OtherUser.UID);
    MixedFiles.drop(Plates.good("SECRET", 1, 1), engine.inbox("plate-results").resolve("secret.csv"));
    MixedFiles.drop(Plates.good("OPEN", 1, 1), engine.inbox("plate-results").resolve("open.csv"));
    OtherUser.give(folder);
    Files.setPosixFilePermissions(engine.inbox("plate-results").resolve("secret.csv"), Set.of());
    try (engine) {
      engine.start(QuickStart.OPTIONS).awaitReady();

      await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(engine.ask(
          "select string_agg(concat_ws(' ', name, state, error_code), ', ' order by name) from ingest.file"))
          .isEqualTo("open.csv completed, secret.csv rejected ingest.unreadable"));
      assertThat(engine.inbox("plate-results").resolve(".rejected/secret.csv")).exists();
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }
}
