package io.labroute.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;

/** Figures with the machine and the date they were measured on. */
final class Report {

  private final StringBuilder text = new StringBuilder();

  Report(String what, String postgres, long seed) {
    line("Labroute %s benchmark, %s, seed %d", what, LocalDate.now(Clock.systemDefaultZone()), seed);
    line("%d cores, %s %s, Java %s, %s", Runtime.getRuntime().availableProcessors(), System.getProperty("os.name"),
        System.getProperty("os.version"), System.getProperty("java.version"), postgres);
  }

  void line(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values);
    System.out.println(line);
    text.append(line).append('\n');
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    System.out.println("\n" + text);
  }
}
