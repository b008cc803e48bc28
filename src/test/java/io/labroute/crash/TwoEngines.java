package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.testing.EngineProcess;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.nio.file.Path;

/** Two engines with one inbox and one database take the same files, then the end is compared with that of a clean run. */
final class TwoEngines {

  private final Path home;
  private final Path inbox;
  private final MixedFiles mixture;
  private final TestDatabase database = TestPostgres.create();

  TwoEngines(Path home, int files, long seed) {
    System.out.printf("two engines with %d files, seed %d%n", files, seed);
    this.home = home;
    inbox = home.resolve("inbox");
    mixture = new MixedFiles(files, seed);
  }

  void run() throws Exception {
    try (EngineProcess one = engine("one"); EngineProcess other = engine("other")) {
      one.start(QuickStart.OPTIONS);
      other.start(QuickStart.OPTIONS);
      one.awaitReady();
      other.awaitReady();
      for (var file : mixture.files()) {
        MixedFiles.drop(file, inbox);
      }
      new Aftermath(one, inbox, mixture).check();
      assertThat(one.ask("select count(distinct engine) from ingest.file")).as("engines at work").isEqualTo("2");
    }
  }

  private EngineProcess engine(String name) {
    return EngineProcess.ofJar(home.resolve(name)).with("LABROUTE_INGEST_SETTLE", "200ms")
        .with("LABROUTE_INBOX", inbox.toString()).on(database.jdbcUrl(), database.user(), database.password());
  }
}
