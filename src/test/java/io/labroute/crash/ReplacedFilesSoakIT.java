package io.labroute.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import io.labroute.testing.TestDatabase;
import io.labroute.testing.TestPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedFilesSoakIT {

  private static final int ROUNDS = 400;
  private static final int NAMES = 20;

  @TempDir
  Path home;

  /** The second file of a name comes around the moment when the first is moved; it must never be moved or deleted for it. */
  @Test
  void aFileThatTakesTheNameOfOneBeingMovedIsLoaded() throws Exception {
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.printf("replaced files, seed %d%n", seed);
    var random = new Random(seed);
    TestDatabase database = TestPostgres.create();
    try (EngineProcess engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "10ms")
        .on(database.jdbcUrl(), database.user(), database.password())) {
      engine.start().awaitReady();
      var missing = new TreeSet<String>();
      for (int round = 0; round < ROUNDS; round++) {
        missing.addAll(replaceWhileMoved(engine.inbox("plate-results"), round, random));
      }
      String stored = engine.ask("select string_agg(plate_id, ',') from measurement.plates where plate_id like 'SECOND%'");
      missing.removeAll(List.of(stored.split(",")));
      assertThat(missing).isEmpty();
    }
  }

  /** Returns the plates of the second files, none of which is replaced by anything. */
  private static List<String> replaceWhileMoved(Path inbox, int round, Random random) throws IOException {
    for (int n = 0; n < NAMES; n++) {
      MixedFiles.drop(Plates.good("FIRST-" + round + "-" + n, 1, 1), inbox.resolve("f" + n + ".csv"));
      Files.writeString(inbox.resolve(".second-" + n), Plates.good("SECOND-" + round + "-" + n, 1, 1));
    }
    // The moves of a group take some milliseconds; the first of them shows that they have begun.
    Path first = inbox.resolve("f0.csv");
    while (Files.exists(first)) {
      Thread.onSpinWait();
    }
    LockSupport.parkNanos(random.nextInt(200_000));
    for (int n = NAMES - 1; n >= 0; n--) {
      Files.move(inbox.resolve(".second-" + n), inbox.resolve("f" + n + ".csv"), StandardCopyOption.ATOMIC_MOVE);
    }
    await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(10)).until(() -> {
      try (var left = Files.newDirectoryStream(inbox, "f*.csv")) {
        return !left.iterator().hasNext();
      }
    });
    return IntStream.range(0, NAMES).mapToObj(n -> "SECOND-" + round + "-" + n).toList();
  }
}
