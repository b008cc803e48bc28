package io.labroute.platform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The embedded server's log: a file for each day of the week, which is overwritten a week later. */
record PostgresLog(Path data) {

  private static final int TAIL_LINES = 20;

  Path folder() {
    return data.resolve("logs").resolve("postgresql");
  }

  /** Where the server writes until its log is open. */
  Path firstLines() {
    return folder().resolve("start.log");
  }

  void prepare(ServerAccount account) throws IOException {
    Files.createDirectories(folder());
    account.admit(data.resolve("logs"));
    account.own(folder());
    Files.deleteIfExists(firstLines());
  }

  /** For the server's command line, which a shell reads. */
  String settings() {
    return "-c logging_collector=on -c log_directory=\"" + folder() + "\" -c log_filename=postgresql-%a.log"
        + " -c log_rotation_age=1d -c log_rotation_size=0 -c log_truncate_on_rotation=on -c log_timezone=UTC"
        + " -c log_min_messages=warning -c log_statement=none";
  }

  /** The last lines, for a message. */
  String tail() throws IOException {
    List<Path> days;
    try (var files = Files.list(folder())) {
      days = files.filter(file -> file.getFileName().toString().startsWith("postgresql-"))
          .sorted(Comparator.comparing(file -> file.toFile().lastModified())).toList();
    }
    Stream<Path> parts = Stream.of(days.isEmpty() ? firstLines() : days.get(days.size() - 1), firstLines()).distinct();
    var lines = new StringBuilder();
    for (Path part : parts.filter(Files::exists).toList()) {
      List<String> all = new String(Files.readAllBytes(part), StandardCharsets.UTF_8).lines().toList();
      all.stream().skip(Math.max(0, all.size() - TAIL_LINES)).forEach(line -> lines.append(line).append('\n'));
    }
    return lines.toString();
  }
}
