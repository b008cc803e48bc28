package io.labroute.crash;

import io.labroute.LabrouteApplication;
import io.labroute.ingest.IngestMilestone;
import io.labroute.ingest.IngestMilestones;
import io.labroute.ingest.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.context.annotation.Bean;

/**
 * The engine with its own end built in: it halts at a milestone when its folder holds a file {@link #haltAt}, it waits there
 * as long as the folder holds a file {@link #holdAt} and says so with a file {@link #heldAt}, and it knows the kind {@code
 * killer}.
 */
final class CrashingEngine {

  static final int EXIT = 86;

  private CrashingEngine() {}

  public static void main(String[] arguments) {
    // These beans come first, so that the engine sees them when it looks whether it needs its own.
    new SpringApplication(Beans.class, LabrouteApplication.class).run(arguments);
  }

  static String haltAt(IngestMilestone milestone) {
    return "halt-at-" + milestone;
  }

  static String holdAt(IngestMilestone milestone) {
    return "hold-at-" + milestone;
  }

  static String heldAt(IngestMilestone milestone) {
    return "held-at-" + milestone;
  }

  static final class Beans {

    @Bean
    IngestMilestones milestones() {
      return (milestone, kind) -> {
        if (Files.exists(Path.of(haltAt(milestone)))) {
          Runtime.getRuntime().halt(EXIT);
        }
        if (Files.exists(Path.of(holdAt(milestone)))) {
          hold(milestone);
        }
      };
    }

    private static void hold(IngestMilestone milestone) {
      try {
        Files.writeString(Path.of(heldAt(milestone)), "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      while (Files.exists(Path.of(holdAt(milestone)))) {
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }

    @Bean
    Kind<String> killer() {
      return new KillerKind();
    }
  }
}
