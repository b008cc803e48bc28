package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.crash.MixedFiles.Dropped;
import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerIT {

  private static final String PASSWORD = "test-password";

  @TempDir
  Path home;

  @Test
  void endsTheEngineThenTheServerAndLeavesNoProcessAndNoPasswordBehind() throws Exception {
    var mixture = new MixedFiles(80, Long.getLong("seed", System.nanoTime()));
    Iterable<Dropped> firstHalf = mixture.files().subList(0, 40);
    // As if the engine had made the password up at an earlier start.
    Files.writeString(Files.createDirectories(home.resolve("data")).resolve("database-password"), PASSWORD);
    var engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "200ms").with("LABROUTE_DATABASE_PASSWORD", "");
    try (engine) {
      engine.start(QuickStart.OPTIONS).awaitReady();
      for (Dropped file : firstHalf) {
        MixedFiles.drop(file, home.resolve("inbox"));
      }
      await("it is at work").atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5))
          .until(() -> !engine.ask("select count(*) from ingest.file").equals("0"));
    }
    assertCleanEnd(engine);
    String firstLog = engine.log();

    for (Dropped file : mixture.files().subList(40, 80)) {
      MixedFiles.drop(file, home.resolve("inbox"));
    }
    try (engine) {
      engine.start(QuickStart.OPTIONS).awaitReady();
      new Aftermath(engine, mixture).check();
    }
    assertCleanEnd(engine);
    assertThat(engine.log().substring(firstLog.length())).as("the server was stopped").doesNotContain("was killed");
  }

  private void assertCleanEnd(EngineProcess engine) throws IOException {
    assertThat(engine.isAlive()).isFalse();
    try (var files = Files.walk(home.resolve("data"))) {
      assertThat(files.filter(file -> file.endsWith("postmaster.pid"))).isEmpty();
    }
    assertThat(ProcessHandle.allProcesses().filter(this::worksInHome)).isEmpty();
    assertThat(engine.log().lines().filter(line -> line.contains(" ERROR ") || line.contains("files wait in")))
        .as("the server goes last, so that nobody misses it").isEmpty();
    try (var logs = Files.walk(home)) {
      for (Path log : logs.filter(file -> file.toString().endsWith(".log")).toList()) {
        assertThat(Files.readString(log)).as(log.toString()).doesNotContain(PASSWORD);
      }
    }
  }

  private boolean worksInHome(ProcessHandle process) {
    return List.of(process.info().arguments().orElse(new String[0])).toString().contains(home.toString());
  }
}
