package io.labroute.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.labroute.lab.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The time of a simulated lab. */
class SimulatedClockTest {

  private static final Instant BEGIN = Instant.parse("2026-11-21T09:00:00Z");

  @TempDir
  private Path data;

  private final AtomicLong nanos = new AtomicLong();
  private SimulatedClock clock;

  @BeforeEach
  void begin() {
    clock = SimulatedClock.of(data, nanos::get, BEGIN);
  }

  private void pass(Duration real) {
    nanos.addAndGet(real.toNanos());
  }

  @Test
  void runsAtItsPaceAndStandsStillWhereItWasPromisedTo() {
    clock.run(3_600, BEGIN.plus(Duration.ofHours(4)));

    pass(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(BEGIN.plus(Duration.ofHours(1)));
    pass(Duration.ofSeconds(100));
    assertThat(clock.instant()).isEqualTo(BEGIN.plus(Duration.ofHours(4)));
  }

  @Test
  void doesNotMoveBeforeItIsTold() {
    pass(Duration.ofDays(1));

    assertThat(clock.instant()).isEqualTo(BEGIN);
  }

  @Test
  void neverGoesBack() {
    clock.run(60, BEGIN.plus(Duration.ofHours(1)));
    pass(Duration.ofMinutes(10));
    Instant reached = clock.instant();

    clock.run(1, BEGIN);

    assertThat(clock.instant()).isEqualTo(reached);
    pass(Duration.ofHours(1));
    assertThat(clock.instant()).as("a promise that has passed holds it").isEqualTo(reached);
  }

  @Test
  void goesOnAtThePromiseAfterAnEnd() {
    clock.run(1_000, BEGIN.plus(Duration.ofMinutes(30)));
    pass(Duration.ofSeconds(1));
    Instant told = clock.instant();

    var next = SimulatedClock.in(data);

    assertThat(next.instant()).isAfterOrEqualTo(told).isEqualTo(BEGIN.plus(Duration.ofMinutes(30)));
  }

  @Test
  void reachesWhatHasHappened() {
    clock.reach(BEGIN.plusSeconds(90));
    assertThat(clock.instant()).isEqualTo(BEGIN.plusSeconds(90));

    clock.reach(BEGIN);
    assertThat(clock.instant()).isEqualTo(BEGIN.plusSeconds(90));
    assertThat(SimulatedClock.in(data).instant()).isEqualTo(BEGIN.plusSeconds(90));
  }

  @Test
  void refusesAFileThatHoldsNoTime() throws IOException {
    Files.writeString(data.resolve("lab-time"), "yesterday");

    assertThatThrownBy(() -> SimulatedClock.in(data)).isInstanceOf(Refusal.class).hasMessageContaining("simulation.lab-time");
  }
}
