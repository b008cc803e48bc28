package io.labroute.routing;

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
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRoutesSoakIT {

  private static final int FILES = 12_000;
  private static final int FILES_A_SECOND = 200;
  private static final int FILES_A_RELOAD = 700;
  private static final String ROUTE = """
      - templatedRoute:
          routeId: plate-results
          routeTemplateRef: inbox
          parameters:
            - {name: kind, value: plate-results}
            - {name: poll, value: %d}
      """;

  @TempDir
  Path home;

  /** A minute of files, and every three and a half seconds another revision of their route, every third of them bad. */
  @Test
  void reloadsUnderLoadLoseAndDoubleNothing() throws Exception {
    TestDatabase database = TestPostgres.create();
    try (EngineProcess engine = EngineProcess.ofJar(home).with("LABROUTE_INGEST_SETTLE", "200ms")
        .on(database.jdbcUrl(), database.user(), database.password()).start().awaitReady()) {
      long start = System.nanoTime();
      int reloads = 0;
      for (int n = 0; n < FILES; n++) {
        if (n % FILES_A_RELOAD == 0) {
          reloads++;
          replace(home.resolve("routes/plate-results.yaml"), reloads % 3 == 0 ? "- route: {" : ROUTE.formatted(50 + reloads));
        }
        replace(engine.inbox("plate-results").resolve("f" + n + ".csv"), """
            plate_id,well_id,cell_line,compound,dose_uM,time_h,raw_signal,is_control
            P%d,A1,A375,DMSO,0,24,5,1
            """.formatted(n));
        LockSupport.parkNanos(start + n * 1_000_000_000L / FILES_A_SECOND - System.nanoTime());
      }
      await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(200)).until(() -> String.valueOf(FILES).equals(
          engine.ask("select count(*) from ingest.file where state = 'completed' and moved_at is not null")));

      assertThat(engine.ask("select count(*) from ingest.file")).isEqualTo(String.valueOf(FILES));
      assertThat(engine.ask("select count(*) || ' ' || max(version) from measurement.plates")).isEqualTo(FILES + " 1");
      int good = reloads - reloads / 3;
      assertThat(engine.ask("select count(*) from routing.route_revisions where file = 'plate-results.yaml'"))
          .as("the first and every good one").isEqualTo(String.valueOf(good + 1));
      assertThat(engine.log()).doesNotContain("cannot be started again");
    }
  }

  private static void replace(Path file, String content) throws IOException {
    Path temp = Files.writeString(file.resolveSibling("." + file.getFileName() + ".tmp"), content);
    Files.move(temp, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
