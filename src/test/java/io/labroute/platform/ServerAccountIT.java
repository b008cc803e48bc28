package io.labroute.platform;

import static io.labroute.platform.EmbeddedPostgresIT.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.labroute.lab.Refusal;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.util.FileSystemUtils;

/** The ways a root engine runs its server, and how one takes over from the other. */
@EnabledIf("root")
class ServerAccountIT {

  private static final int NOBODY = 65534;

  private Path home;

  static boolean root() {
    return new Command(List.of("id", "-u")).run().output().equals("0");
  }

  @BeforeEach
  void openFolder() throws IOException {
    home = Files.createTempDirectory("labroute-account-");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @AfterEach
  void delete() throws IOException {
    var cluster = new PostgresCluster(home.resolve("data"));
    if (Files.exists(cluster.folder())) {
      new ServerProcess(cluster.folder()).clear();
    }
    FileSystemUtils.deleteRecursively(home);
  }

  @Test
  void runsInAUserNamespaceAndThenAsNobodyAndBackOnTheSameFiles() throws IOException {
    assumeTrue(ServerAccount.userNamespace().works(), "user namespaces are forbidden here");
    assumeTrue(ServerAccount.nobody().works(), "setpriv is missing or forbidden here");
    try (var lock = EngineLock.acquire(home.resolve("data"))) {
      try (var server = start(lock, ServerAccount.userNamespace())) {
        assertThat(ask(server, "select 1")).isEqualTo("1");
        assertThat(owners(server)).containsExactly(0, 0);
      }
      try (var server = start(lock, ServerAccount.nobody())) {
        assertThat(ask(server, "select 1")).isEqualTo("1");
        assertThat(owners(server)).containsExactly(NOBODY, NOBODY);
      }
      try (var server = start(lock, ServerAccount.userNamespace())) {
        assertThat(ask(server, "select 1")).isEqualTo("1");
        assertThat(owners(server)).containsExactly(0, 0);
      }
    }
  }

  @Test
  void makesAClusterAsNobodyAndStopsItsOrphanWhenTheAccountHasChanged() throws IOException {
    assumeTrue(ServerAccount.nobody().works(), "setpriv is missing or forbidden here");
    ProcessHandle process;
    try (var lock = EngineLock.acquire(home.resolve("data"))) {
      var orphan = start(lock, ServerAccount.nobody());
      process = new ServerProcess(orphan.dataFolder()).running().orElseThrow();
      assertThat(owners(orphan)).containsExactly(NOBODY, NOBODY);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(lock.data()))).isEqualTo("rwx--x---");
    }

    try (var lock = EngineLock.acquire(home.resolve("data")); var server = start(lock, ServerAccount.detect())) {
      assertThat(process.isAlive()).isFalse();
      assertThat(ask(server, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void namesTheFolderThatIsClosedToNobody() throws IOException {
    assumeTrue(ServerAccount.nobody().works(), "setpriv is missing or forbidden here");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx------"));

    try (var lock = EngineLock.acquire(home.resolve("data"))) {
      assertThatThrownBy(() -> start(lock, ServerAccount.nobody()))
          .isInstanceOf(Refusal.class)
          .hasMessageStartingWith("[database.closed-folder]")
          .hasMessageContaining("may not pass through the folder " + home.toRealPath() + ".");
    }
  }

  @Test
  void findsAnAccountThatIsNotRoot() {
    assertThat(ServerAccount.detect().prefix()).isNotEmpty();
  }

  @Test
  void runsDirectlyForAnOrdinaryUser() throws IOException {
    assumeTrue(ServerAccount.nobody().works(), "setpriv is missing or forbidden here");
    String classPath = readableClassPath();
    Files.setAttribute(home, "unix:uid", NOBODY);

    var words = ServerAccount.nobody().words(System.getProperty("java.home") + "/bin/java", "-cp",
        classPath, OrdinaryEngine.class.getName(), home.resolve("data").toString());
    Command.Answer answer = new Command(words).run();

    assertThat(answer.output()).endsWith("select 1 = 1");
    assertThat(answer.exit()).isZero();
    try (var lock = EngineLock.acquire(home.resolve("data"));
        var server = start(lock, ServerAccount.detect())) {
      assertThat(ask(server, "select 1")).isEqualTo("1");
    }
  }

  /** The engine of a user who is not root. */
  static final class OrdinaryEngine {

    private OrdinaryEngine() {}

    public static void main(String[] args) {
      Path data = Path.of(args[0]);
      try (var lock = EngineLock.acquire(data); var server = EmbeddedPostgres.start(lock.data(), 0, null, lock)) {
        System.out.println("select 1 = " + ask(server, "select 1"));
      }
    }
  }

  /** A copy of the class path outside of root's home. */
  private String readableClassPath() throws IOException {
    var copies = new ArrayList<String>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path source = Path.of(entry);
      Path copy = home.resolve("classes").resolve(copies.size() + "-" + source.getFileName());
      Files.createDirectories(copy.getParent());
      FileSystemUtils.copyRecursively(source, copy);
      copies.add(copy.toString());
    }
    return String.join(File.pathSeparator, copies);
  }

  private static EmbeddedPostgres start(EngineLock lock, ServerAccount account) {
    return EmbeddedPostgres.start(lock.data(), 0, null, lock, account);
  }

  private static List<Object> owners(EmbeddedPostgres server) throws IOException {
    return List.of(
        Files.getAttribute(server.dataFolder(), "unix:uid"),
        Files.getAttribute(server.dataFolder().resolve("global/pg_control"), "unix:uid"));
  }
}
