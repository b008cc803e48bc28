package io.labroute.bench;

import io.labroute.LabrouteApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;

/** The engine with a clock that runs a thousand times as fast from the moment on that a file in its folder names. */
final class FastClockEngine {

  static final int SPEED = 1_000;
  static final String FROM = "fast-from";

  private FastClockEngine() {}

  public static void main(String[] arguments) {
    new SpringApplication(Beans.class, LabrouteApplication.class).run(arguments);
  }

  static final class Beans {

    @Bean
    @Primary
    Clock fastClock() {
      return new FastClock();
    }
  }

  private static final class FastClock extends Clock {

    private final Clock real = Clock.systemUTC();
    private volatile @Nullable Instant from;

    @Override
    public Instant instant() {
      Instant now = real.instant();
      Instant begin = from();
      return begin == null || now.isBefore(begin) ? now : begin.plus(Duration.between(begin, now).multipliedBy(SPEED));
    }

    private @Nullable Instant from() {
      Path file = Path.of(FROM);
      if (from == null && Files.exists(file)) {
        try {
          from = Instant.parse(Files.readString(file));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return from;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.fixed(instant(), zone);
    }
  }
}
