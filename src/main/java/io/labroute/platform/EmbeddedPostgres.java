package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL server of the engine's own, kept under its data folder and listening on this machine only. It is set up
 * to lose nothing that was committed, and is started again when it ends by itself or is killed. Closing stops it;
 * should the engine be killed, the next start stops it first.
 */
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final String HOST = "127.0.0.1";
  private static final int START_SECONDS = 240;
  private static final int RETRY_SECONDS = 5;

  private final PostgresCluster cluster;
  private final ServerProcess process;
  private final PostgresLog serverLog;
  private final PostgresBinaries binaries;
  private final ServerAccount account;
  private final DatabasePassword password;
  private final int port;
  private final EngineLock lock;
  private boolean closed;

  private EmbeddedPostgres(PostgresCluster cluster, PostgresBinaries binaries, ServerAccount account,
      DatabasePassword password, int port, EngineLock lock) {
    this.cluster = cluster;
    this.process = new ServerProcess(cluster.folder());
    this.serverLog = new PostgresLog(cluster.data());
    this.binaries = binaries;
    this.account = account;
    this.password = password;
    this.port = port;
    this.lock = lock;
  }

  /**
   * Starts the server, and makes its cluster and the database {@code labroute} where they are missing.
   *
   * @param data the engine's data folder
   * @param port to listen on; 0 takes any free one
   * @param password of the user {@code labroute}; when null or blank, one is made up and kept in
   *     {@code data/database-password}. A password that differs from the last one is set
   * @param lock on the data folder; it must outlive the server
   * @throws Refusal when the port is taken, the cluster is not this release's, or the server does not start
   */
  public static EmbeddedPostgres start(Path data, int port, @Nullable String password, EngineLock lock) {
    return start(data, port, password, lock, ServerAccount.detect());
  }

  static EmbeddedPostgres start(
      Path data, int port, @Nullable String password, EngineLock lock, ServerAccount account) {
    lock.require(data);
    try {
      Path home = data.toRealPath();
      var cluster = new PostgresCluster(home);
      cluster.requireUsable(account);
      new ServerProcess(cluster.folder()).clear();
      int free = freePort(port);
      account.admit(home);
      account.requireWayTo(home);
      Path programs = home.resolve("postgresql-binaries");
      var binaries = PostgresBinaries.unpackedIn(programs);
      account.admit(programs);
      var secret = DatabasePassword.of(home, password);
      cluster.makeIfMissing(binaries, account, secret);
      var server = new EmbeddedPostgres(cluster, binaries, account, secret, free, lock);
      server.startReady();
      server.watch();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("The embedded database cannot be started", e);
    }
  }

  public String jdbcUrl() {
    return DatabaseSetup.url(port, DatabaseSetup.DATABASE);
  }

  public String user() {
    return PostgresCluster.USER;
  }

  public String password() {
    return password.text();
  }

  public int port() {
    return port;
  }

  /** The folder of the cluster, whose name ends with the major version of PostgreSQL. */
  public Path dataFolder() {
    return cluster.folder();
  }

  /** Stops the server and waits for its end; a second call does nothing. */
  @Override
  public synchronized void close() {
    closed = true;
    stop();
  }

  private void stop() {
    try {
      process.running().ifPresent(process::stop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void startReady() throws IOException {
    launch();
    try {
      var setup = new DatabaseSetup(port, password);
      if (!setup.passwordFits()) {
        log.info("Setting the password of the embedded database anew");
        stop();
        cluster.setPassword(binaries, account, password);
        launch();
      }
      setup.createIfMissing();
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  private void watch() throws IOException {
    process.running().ifPresentOrElse(server -> server.onExit().thenRun(this::startAgain), this::startAgain);
  }

  /** Does nothing after the lock was given away, for the server may be another engine's by then. */
  private synchronized void startAgain() {
    if (closed || !lock.isHeld()) {
      return;
    }
    log.error("The embedded database has ended although nobody stopped it; starting it again");
    try {
      process.clear();
      launch();
      watch();
    } catch (IOException | RuntimeException e) {
      log.error("The embedded database cannot be started again; trying on", e);
      CompletableFuture.delayedExecutor(RETRY_SECONDS, TimeUnit.SECONDS).execute(this::startAgain);
    }
  }

  private void launch() throws IOException {
    serverLog.prepare(account);
    List<String> words = account.words(binaries.program("pg_ctl"), "start", "--wait", "--timeout=" + START_SECONDS,
        "--pgdata=" + cluster.folder(), "--log=" + serverLog.firstLines(),
        // What a guarantee rests on stands here, because it then wins over the configuration file.
        "--options=-c fsync=on -c full_page_writes=on -c synchronous_commit=on -c listen_addresses=" + HOST
            + " -c port=" + port + " -c unix_socket_directories= -c timezone=UTC " + serverLog.settings());
    Command.Answer answer = new Command(words).run();
    if (!answer.ok()) {
      stop();
      throw Finding.of("database.not-started", "The embedded database did not start. %s%nThe end of its log in %s:%n%s"
          .formatted(answer.output(), serverLog.folder(), serverLog.tail())).refusal();
    }
  }

  private static int freePort(int port) throws IOException {
    try (var probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(InetAddress.getByName(HOST), port));
      return probe.getLocalPort();
    } catch (BindException taken) {
      throw Finding.of("database.port-taken", "The embedded database cannot listen on port %d: %s."
              .formatted(port, taken.getMessage()))
          .maybe("another program or engine uses it: give the database another port (labroute.database.port).")
          .refusal();
    }
  }
}
