package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that is run to its end, in English and without the caller's PostgreSQL settings. */
record Command(List<String> words, String input, Duration patience) {

  static final Duration PATIENCE = Duration.ofMinutes(5);

  Command(List<String> words) {
    this(words, "", PATIENCE);
  }

  /** What a program answered; its two outputs are mixed. */
  record Answer(int exit, String output) {

    boolean ok() {
      return exit == 0;
    }
  }

  /**
   * Runs the program.
   *
   * @throws Refusal when it cannot be run at all, or does not end in time
   */
  Answer run() {
    try {
      return answer();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new InterruptedIOException("Interrupted while waiting for " + words.get(0)));
    } catch (IOException e) {
      throw Finding.of("engine.program-cannot-run", "The program %s cannot be run: %s."
              .formatted(words.get(0), e.getMessage()))
          .maybe("the folder lies on a file system that allows no programs (noexec), or the programs are not made for "
              + "this system (Alpine Linux); set SPRING_DATASOURCE_URL to use a PostgreSQL server of your own.")
          .refusal();
    }
  }

  /** The output goes to a file: a server started by the program keeps a pipe open, and its end would never come. */
  private Answer answer() throws IOException, InterruptedException {
    Path output = Files.createTempFile("labroute-", ".out");
    try {
      var builder = new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      try (var stdin = process.outputWriter(StandardCharsets.UTF_8)) {
        stdin.write(input);
      } catch (IOException endedUnread) {
        // The exit code tells why.
      }
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw Finding.of("engine.program-stuck", "The program %s did not end within %d s."
            .formatted(words.get(0), patience.toSeconds())).refusal();
      }
      return new Answer(process.exitValue(), new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip());
    } finally {
      Files.delete(output);
    }
  }
}
