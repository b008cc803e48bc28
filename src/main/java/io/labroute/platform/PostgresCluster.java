package io.labroute.platform;

import com.sun.management.OperatingSystemMXBean;
import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.util.FileSystemUtils;

/** The folder in which PostgreSQL keeps its databases. It belongs to one major version of PostgreSQL. */
record PostgresCluster(Path data) {

  /** The major version of the binaries in the POM. */
  static final int MAJOR = 18;

  static final String USER = "labroute";

  private static final Pattern CLUSTER = Pattern.compile("postgresql-\\d+");

  Path folder() {
    return data.resolve("postgresql-" + MAJOR);
  }

  /**
   * Checks that the cluster in the data folder, if there is one, can be used by this release and this user.
   *
   * @throws Refusal when it was made by another major version, is not whole, or belongs to somebody else
   */
  void requireUsable(ServerAccount account) throws IOException {
    if (Files.exists(folder())) {
      account.requireOwnable(folder());
      requireVersion();
      return;
    }
    Optional<Path> other;
    try (var children = Files.list(data)) {
      other = children.filter(child -> CLUSTER.matcher(child.getFileName().toString()).matches()).findFirst();
    }
    if (other.isPresent()) {
      throw otherMajor(other.get(), other.get().getFileName().toString().replace("postgresql-", ""));
    }
  }

  private void requireVersion() throws IOException {
    Path file = folder().resolve("PG_VERSION");
    if (!Files.exists(file)) {
      throw Finding.of("database.not-a-cluster", "The folder %s holds no whole database.".formatted(folder()))
          .maybe("it was made or emptied by hand: move it away, and the engine makes a new one or lets you put a "
              + "backup in its place.")
          .refusal();
    }
    String version = Files.readString(file).strip();
    if (!version.equals(String.valueOf(MAJOR))) {
      throw otherMajor(folder(), version);
    }
  }

  private static Refusal otherMajor(Path folder, String version) {
    return Finding.of("database.other-major",
            "The database in %s was made by PostgreSQL %s; this release brings PostgreSQL %d, which cannot read it."
                .formatted(folder, version, MAJOR))
        .maybe("move it: start the release that made it and dump it with your system's pg_dump "
            + "(pg_dump --clean --if-exists -h 127.0.0.1 -p 15432 -U labroute -f labroute.sql labroute), stop it, "
            + "start this release on an empty data folder, restore with psql (psql -h 127.0.0.1 -p 15432 -U labroute "
            + "-f labroute.sql labroute), and restart. Or set SPRING_DATASOURCE_URL to use a PostgreSQL server of your "
            + "own.")
        .refusal();
  }

  /** An eighth of the machine's memory, as far as a record of ten million steps has any use for it. */
  private static long sharedBuffersMegabytes() {
    long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize() >> 20;
    return Math.min(Math.max(memory / 8, 128), 4096);
  }

  /** Makes the cluster where it is missing, aside and then with one rename, so that a half-made one is never used. */
  void makeIfMissing(PostgresBinaries binaries, ServerAccount account, DatabasePassword password) throws IOException {
    Path making = data.resolve("postgresql-" + MAJOR + ".making");
    FileSystemUtils.deleteRecursively(making);
    if (Files.exists(folder())) {
      account.own(folder());
      return;
    }
    Files.createDirectory(making, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path verifier = Files.writeString(making.resolve("password"), password.verifier(), StandardOpenOption.CREATE_NEW);
    account.own(making);
    Path cluster = making.resolve("cluster");
    Command.Answer answer = account.command(binaries.program("initdb"), "--pgdata=" + cluster, "--username=" + USER,
        "--auth=scram-sha-256", "--pwfile=" + verifier, "--data-checksums", "--encoding=UTF8", "--locale=C",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--set=max_connections=60",
        "--set=shared_buffers=" + sharedBuffersMegabytes() + "MB", "--set=max_wal_size=2GB").run();
    if (!answer.ok()) {
      throw Finding.of("database.not-made", "The embedded database cannot be made:\n" + answer.output()).refusal();
    }
    Files.move(cluster, folder(), StandardCopyOption.ATOMIC_MOVE);
    AtomicFiles.syncFolder(data);
    FileSystemUtils.deleteRecursively(making);
  }

  /** Sets the password while the server is stopped, through its single-user mode, which asks for none. */
  void setPassword(PostgresBinaries binaries, ServerAccount account, DatabasePassword password) {
    List<String> words = account.words(binaries.program("postgres"), "--single", "-D", folder().toString(), "postgres");
    String statement = "alter role %s password '%s'%n".formatted(USER, password.verifier());
    Command.Answer answer = new Command(words, statement, Command.PATIENCE).run();
    if (!answer.ok()) {
      throw Finding.of("database.password-not-set", "The password of the embedded database cannot be set:\n"
          + answer.output()).refusal();
    }
  }
}
