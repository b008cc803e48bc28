package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** PostgreSQL's processes on a cluster, as its {@code postmaster.pid} and the process table tell them. */
record ServerProcess(Path cluster) {

  private static final Logger log = LoggerFactory.getLogger(ServerProcess.class);
  private static final Duration FAST = Duration.ofSeconds(60);
  private static final Duration IMMEDIATE = Duration.ofSeconds(15);

  /**
   * Stops a server that is running on the cluster, which outlives an engine that was killed, and removes the traces of
   * one that is gone. The caller holds the engine lock, so no other engine uses the server.
   *
   * @throws Refusal when it does not stop, or may not be stopped by this user
   */
  void clear() throws IOException {
    Optional<ProcessHandle> named = named();
    if (named.filter(this::serves).isPresent()) {
      log.info("The database server of an engine that was killed still runs as process {}; stopping it",
          named.get().pid());
      stop(named.get());
    }
    // Without their parent, the others end by themselves.
    List<ProcessHandle> rest = ProcessHandle.allProcesses().filter(this::serves).toList();
    if (!ended(rest, FAST)) {
      throw stubborn(rest);
    }
    if (named.filter(ProcessHandle::isAlive).isPresent()) {
      // Its number belongs to another program by now, which would keep the server from starting.
      Files.deleteIfExists(pidFile());
    }
  }

  /** The server that was started on the cluster, if it runs. */
  Optional<ProcessHandle> running() throws IOException {
    return named().filter(this::serves);
  }

  /**
   * Stops a server: clients are cut off and everything is written; when that takes too long, the next start recovers
   * from the log. Nothing that was committed is lost either way.
   */
  void stop(ProcessHandle server) {
    signal("INT", server);
    if (ended(List.of(server), FAST)) {
      return;
    }
    log.warn("The database server (process {}) did not stop within {} s; stopping it at once", server.pid(),
        FAST.toSeconds());
    signal("QUIT", server);
    if (!ended(List.of(server), IMMEDIATE)) {
      throw stubborn(List.of(server));
    }
  }

  private Optional<ProcessHandle> named() throws IOException {
    if (!Files.exists(pidFile())) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile());
    try {
      // A single-user server writes its number with a minus sign.
      return lines.isEmpty() ? Optional.empty() : ProcessHandle.of(Math.abs(Long.parseLong(lines.get(0).strip())));
    } catch (NumberFormatException torn) {
      return Optional.empty();
    }
  }

  private Path pidFile() {
    return cluster.resolve("postmaster.pid");
  }

  /** PostgreSQL works inside its cluster's folder; where the system does not tell that, its arguments name it. */
  private boolean serves(ProcessHandle process) {
    String command = process.info().commandLine().orElse("");
    boolean postgres = command.contains("/bin/postgres") || command.startsWith("postgres:");
    if (!postgres || !process.isAlive()) {
      return false;
    }
    Path folder = workingFolder(process);
    return folder == null ? command.contains(" " + cluster.toAbsolutePath() + " ") : isCluster(folder);
  }

  private boolean isCluster(Path folder) {
    try {
      return Files.isSameFile(folder, cluster);
    } catch (IOException gone) {
      return false;
    }
  }

  private static @Nullable Path workingFolder(ProcessHandle process) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", String.valueOf(process.pid()), "cwd"));
    } catch (IOException | UnsupportedOperationException notTold) {
      return null;
    }
  }

  private static void signal(String name, ProcessHandle process) {
    new Command(List.of("sh", "-c", "kill -%s %d".formatted(name, process.pid()))).run();
  }

  private static boolean ended(List<ProcessHandle> processes, Duration patience) {
    var exits = processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(exits).get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Refusal stubborn(List<ProcessHandle> processes) {
    var numbers = processes.stream().map(process -> String.valueOf(process.pid())).toList();
    return Finding.of("database.still-running",
            "Processes of an earlier database server still use %s and do not stop: %s."
                .formatted(cluster, String.join(", ", numbers)))
        .maybe("they belong to another user, or the disk hangs: stop them by hand (kill -INT, never kill -9).")
        .refusal();
  }
}
