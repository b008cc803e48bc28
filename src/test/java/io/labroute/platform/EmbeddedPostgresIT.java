package io.labroute.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.labroute.lab.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.FileSystemUtils;

class EmbeddedPostgresIT {

  /** A name that a shell would take apart. */
  private final Path data = Path.of("target/embedded postgres/it's data").toAbsolutePath();

  private EngineLock lock;

  @BeforeEach
  void lock() {
    lock = EngineLock.acquire(data);
  }

  @AfterEach
  void clear() throws IOException {
    lock.close();
    new ServerProcess(new PostgresCluster(data).folder()).clear();
    try (var children = Files.list(data)) {
      // Unpacking takes longer than any of these tests.
      for (Path child : children.filter(path -> !path.endsWith("postgresql-binaries")).toList()) {
        FileSystemUtils.deleteRecursively(child);
      }
    }
  }

  @Test
  void keepsWhatWasCommittedOverAStopAndAStart() throws SQLException {
    String password;
    try (var server = start(null)) {
      password = server.password();
      execute(server, "create table kept (word text)", "insert into kept values ('Zellkultur µ')");
    }

    try (var server = start(null)) {
      assertThat(server.password()).isEqualTo(password);
      assertThat(ask(server, "select word from kept")).isEqualTo("Zellkultur µ");
    }
  }

  @Test
  void runsWithDurableSettingsOnThisMachineOnly() throws SQLException {
    try (var server = start(null)) {
      assertThat(List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums", "listen_addresses",
          "unix_socket_directories", "max_connections", "server_encoding", "password_encryption"))
          .extracting(setting -> ask(server, "show " + setting))
          .containsExactly("on", "on", "on", "on", "127.0.0.1", "", "60", "UTF8", "scram-sha-256");
      assertThat(ask(server, "select datlocprovider::text || datlocale from pg_database where datname = 'labroute'"))
          .isEqualTo("bC.UTF-8");
    }
  }

  @Test
  void letsNobodyInWithoutThePassword() {
    try (var server = start("right")) {
      assertThatThrownBy(() -> connect(server.jdbcUrl(), "wrong"))
          .isInstanceOf(SQLException.class).hasMessageContaining("password authentication failed");
    }
  }

  @Test
  void leadsItsOwnSessionSoThatAKeyInTheTerminalDoesNotReachIt() throws IOException {
    try (var server = start(null)) {
      long pid = process(server).pid();
      String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
      String session = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3];

      assertThat(session).isEqualTo(String.valueOf(pid));
    }
  }

  @Test
  void stopsTheServerThatAKilledEngineLeftBehindAndRecovers() throws IOException, SQLException {
    var orphan = start(null);
    execute(orphan, "create table kept as select 1 as one");
    ProcessHandle process = process(orphan);
    lock.close();
    lock = EngineLock.acquire(data);

    try (var server = start(null)) {
      assertThat(process.isAlive()).isFalse();
      assertThat(ask(server, "select one from kept")).isEqualTo("1");
    }
  }

  @Test
  void startsAServerAgainThatWasKilled() throws IOException, SQLException {
    try (var server = start(null)) {
      execute(server, "create table kept as select 1 as one");
      ProcessHandle killed = process(server);
      killed.destroyForcibly();

      await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> process(server).pid() != killed.pid()
          && ask(server, "select one from kept").equals("1"));
    }
    assertThat(new ServerProcess(data.resolve("postgresql-18")).running()).isEmpty();
  }

  @Test
  void leavesAForeignProcessAloneWhoseNumberStandsInAStalePidFile() throws IOException {
    start(null).close();
    Process foreign = new ProcessBuilder("sleep", "300").start();
    try {
      Files.writeString(data.resolve("postgresql-18/postmaster.pid"),
          foreign.pid() + "\n" + data + "/postgresql-18\n1\n15432\n\n127.0.0.1\n  1 1\nready\n");

      try (var server = start(null)) {
        assertThat(ask(server, "select 1")).isEqualTo("1");
        assertThat(foreign.isAlive()).isTrue();
      }
    } finally {
      foreign.destroyForcibly();
    }
  }

  @Test
  void discardsAClusterAndProgramsThatAreHalfMade() throws IOException {
    Files.createDirectories(data.resolve("postgresql-18.making/cluster"));
    Files.writeString(data.resolve("postgresql-18.making/cluster/PG_VERSION"), "18\n");
    Files.createDirectories(data.resolve("postgresql-binaries/half-unpacked/bin"));
    Files.writeString(data.resolve("postgresql-binaries/half-unpacked/bin/postgres"), "half");

    try (var server = start(null)) {
      assertThat(ask(server, "select 1")).isEqualTo("1");
    }
    try (var left = Files.list(data)) {
      assertThat(left).extracting(path -> path.getFileName().toString()).containsExactlyInAnyOrder(
          "database-password", "engine.lock", "logs", "postgresql-18", "postgresql-binaries");
    }
    try (var programs = Files.list(data.resolve("postgresql-binaries"))) {
      assertThat(programs).hasSize(1);
    }
  }

  @Test
  void setsAPasswordThatDiffersFromTheLastOneAndKeepsItOutOfAllFiles() throws IOException {
    String given = "it's a \\ GIVEN \n password $1";
    start("the first password").close();

    try (var server = start(given)) {
      assertThat(ask(server, "select 1")).isEqualTo("1");
    }
    assertThat(data.resolve("database-password")).doesNotExist();
    try (var server = start(null)) {
      assertThat(ask(server, "select 1")).isEqualTo("1");
      assertThat(data.resolve("database-password")).hasContent(server.password() + "\n");
      Files.delete(data.resolve("database-password"));
      assertThat(filesWith(server.password())).isEmpty();
    }
    assertThat(filesWith("first password")).isEmpty();
    assertThat(filesWith("GIVEN")).isEmpty();
  }

  private List<Path> filesWith(String text) throws IOException {
    try (var files = Files.walk(data)) {
      return files.filter(file -> !file.startsWith(data.resolve("postgresql-binaries")))
          .filter(Files::isRegularFile)
          .filter(file -> new String(bytes(file), StandardCharsets.ISO_8859_1).contains(text))
          .toList();
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException goneMeanwhile) {
      return new byte[0];
    }
  }

  @Test
  void refusesATakenPortByItsSetting() throws IOException {
    try (var other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(data, other.getLocalPort(), null, lock))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("port " + other.getLocalPort())
          .hasMessageContaining("labroute.database.port");
    }
  }

  @Test
  void tellsTheEndOfTheLogWhenTheServerDoesNotStart() throws IOException {
    start(null).close();
    Files.writeString(data.resolve("postgresql-18/postgresql.conf"), "nonsense = 1\n");

    assertThatThrownBy(() -> start(null)).isInstanceOf(Refusal.class)
        .hasMessageStartingWith("[database.not-started]").hasMessageContaining("nonsense");
  }

  @Test
  void needsTheLockOfItsOwnFolder() {
    lock.close();

    assertThatThrownBy(() -> start(null)).isInstanceOf(IllegalStateException.class);
  }

  private EmbeddedPostgres start(@Nullable String password) {
    return EmbeddedPostgres.start(data, 0, password, lock);
  }

  private static ProcessHandle process(EmbeddedPostgres server) throws IOException {
    return new ServerProcess(server.dataFolder()).running().orElseThrow();
  }

  private static void execute(EmbeddedPostgres server, String... statements) throws SQLException {
    try (var connection = connect(server.jdbcUrl(), server.password()); var statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  static String ask(EmbeddedPostgres server, String query) {
    try (var connection = connect(server.jdbcUrl(), server.password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  private static Connection connect(String url, String password) throws SQLException {
    return DriverManager.getConnection(url, "labroute", password);
  }
}
