package io.labroute.execution.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.labroute.campaign.plan.Runs;
import io.labroute.testing.EngineTest;
import io.labroute.tracking.wells.WellRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.transaction.support.TransactionTemplate;

class RehearsalIT extends EngineTest {

  @Autowired
  private WellRepository wells;
  @Autowired
  private TransactionTemplate transaction;
  private Rehearsal rehearsal;

  /** One of its own: that of the engine is over as soon as any test has begun a run. */
  @BeforeEach
  void prepare(@Autowired AutowireCapableBeanFactory beans) {
    rehearsal = beans.createBean(Rehearsal.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Tecan_EVO", "Hamilton_STAR", "Echo_650"})
  void makesAWorklistForEachDeviceThatTheProductShips(String device) {
    assertThatCode(() -> rehearsal.make(device, 1)).doesNotThrowAnyException();
    assertThatCode(() -> rehearsal.record(device)).doesNotThrowAnyException();
  }

  @Test
  void leavesNothing() throws IOException {
    List<Path> before = filesOut();
    rehearsal.make("Tecan_EVO", 1);
    rehearsal.record("Tecan_EVO");
    assertThat(List.of("worklist.worklists", "worklist.transfers", "campaign.campaigns", "campaign.runs", "tracking.experiments",
        "tracking.containers", "tracking.wells", "tracking.well_statements", "tracking.well_bookings", "tracking.well_booking_changes",
        "ingest.file", "audit.entries where actor like '%rehearsal%'")).allSatisfy(table -> assertThat(count(table)).isZero());
    assertThat(filesOut()).isEqualTo(before);
  }

  @Test
  void endsWhenARunBegins() {
    rehearsal.end(new Runs.Begun("VIAB.1"));
    assertTimeoutPreemptively(Duration.ofSeconds(30), () -> rehearsal.make("Tecan_EVO", 1_000_000));
  }

  @Test
  void waitsForNobody() {
    transaction.executeWithoutResult(status -> {
      wells.hold();
      assertThatThrownBy(() -> CompletableFuture.runAsync(() -> rehearsal.record("Tecan_EVO")).join())
          .hasStackTraceContaining("lock timeout");
    });
  }

  private static List<Path> filesOut() throws IOException {
    if (!Files.exists(worklistsOut())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(worklistsOut())) {
      return files.sorted().toList();
    }
  }
}
