package io.labroute.platform;

import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The time of a simulated lab. It never goes back and never passes the moment that was promised last, which is on disk before any
 * time up to it is told: after whatever end of the engine it goes on there, as if the engine had never been away.
 */
public final class SimulatedClock extends Clock {

  private static final String FILE = "lab-time";
  private static final long NANOS = 1_000_000_000L;

  private final Path file;
  private final LongSupplier nanoTime;
  private Instant from;
  private long fromNanos;
  private double pace = 1;
  private Instant promised;

  private SimulatedClock(Path file, LongSupplier nanoTime, Instant begin) {
    this.file = file;
    this.nanoTime = nanoTime;
    this.from = begin.truncatedTo(ChronoUnit.MICROS);
    this.promised = from;
    this.fromNanos = nanoTime.getAsLong();
  }

  /** The clock of a data folder: it goes on where it was, or begins now. */
  static SimulatedClock in(Path data) {
    return of(data, System::nanoTime, Clock.systemUTC().instant());
  }

  /**
   * The same.
   *
   * @param nanoTime a clock in nanoseconds that only goes forward
   * @param begin when it begins if nothing is known
   */
  public static SimulatedClock of(Path data, LongSupplier nanoTime, Instant begin) {
    Path file = data.resolve(FILE);
    try {
      return new SimulatedClock(file, nanoTime, Instant.parse(Files.readString(file).strip()));
    } catch (NoSuchFileException first) {
      return new SimulatedClock(file, nanoTime, begin);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    } catch (DateTimeException malformed) {
      throw Finding.of("simulation.lab-time", "The file does not hold the simulated lab's time.").value(file.toString())
          .allowed("an instant such as 2026-11-21T09:30:00Z").maybe("put the latest time of the lab's events there.").refusal();
    }
  }

  /**
   * Lets time pass.
   *
   * @param newPace seconds of the lab in a second
   * @param until time stands still there, unless it is told to go on; a moment that has passed holds it where it is
   */
  public synchronized void run(double newPace, Instant until) {
    from = instant();
    fromNanos = nanoTime.getAsLong();
    pace = newPace;
    promise(until.isBefore(from) ? from : until.truncatedTo(ChronoUnit.MICROS));
  }

  /** Requires that it is at least as late as something that has happened. */
  public synchronized void reach(Instant moment) {
    if (instant().isBefore(moment)) {
      promise(moment);
      from = moment;
      fromNanos = nanoTime.getAsLong();
    }
  }

  private void promise(Instant until) {
    if (!until.equals(promised)) {
      try {
        Files.createDirectories(file.getParent());
        AtomicFiles.write(file, until.toString().getBytes(StandardCharsets.UTF_8), FILE);
      } catch (IOException full) {
        throw new UncheckedIOException(full);
      }
      promised = until;
    }
  }

  @Override
  public synchronized Instant instant() {
    double seconds = (nanoTime.getAsLong() - fromNanos) * pace / NANOS;
    Instant now = from.plus(Duration.ofNanos((long) (seconds * NANOS))).truncatedTo(ChronoUnit.MICROS);
    return now.isAfter(promised) ? promised : now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    SimulatedClock time = this;
    return new Clock() {
      @Override
      public Instant instant() {
        return time.instant();
      }

      @Override
      public ZoneId getZone() {
        return zone;
      }

      @Override
      public Clock withZone(ZoneId other) {
        return time.withZone(other);
      }
    };
  }
}
