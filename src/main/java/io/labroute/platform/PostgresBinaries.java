package io.labroute.platform;

import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the class path into a folder named after the archive's content. The folder gets
 * its name when all is on disk, so one that is there is whole.
 */
record PostgresBinaries(Path home) {

  private static final Set<PosixFilePermission> READABLE = PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");

  /**
   * Unpacks the programs for this machine unless that was done before, and deletes those of earlier releases.
   *
   * @throws Refusal when there are none for this machine
   */
  static PostgresBinaries unpackedIn(Path folder) throws IOException {
    String archive = archive(System.getProperty("os.name", ""), System.getProperty("os.arch", ""))
        .filter(name -> PostgresBinaries.class.getResource("/" + name) != null)
        .orElseThrow(() -> Finding.of("database.no-binaries", "There is no embedded database for this machine.")
            .value(System.getProperty("os.name") + " on " + System.getProperty("os.arch"))
            .allowed("Linux and macOS on x86-64 or ARM64, with the engine built on the same platform")
            .maybe("use a PostgreSQL server of your own: set SPRING_DATASOURCE_URL.")
            .refusal());
    Files.createDirectories(folder);
    Path home = folder.resolve(fingerprint(archive));
    deleteAllBut(home, folder);
    if (!Files.isDirectory(home)) {
      Path half = folder.resolve("half-unpacked");
      unpack(archive, half);
      Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
      AtomicFiles.syncFolder(folder);
    }
    return new PostgresBinaries(home);
  }

  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  /** The name of the archive in the class path. */
  static Optional<String> archive(String os, String architecture) {
    String system = switch (os.toLowerCase(Locale.ROOT)) {
      case "linux" -> "linux";
      case "mac os x" -> "darwin";
      default -> "";
    };
    String machine = switch (architecture) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm_64";
      default -> "";
    };
    return system.isEmpty() || machine.isEmpty()
        ? Optional.empty()
        : Optional.of("postgres-" + system + "-" + machine + ".txz");
  }

  private static void unpack(String archive, Path target) throws IOException {
    createFolder(target);
    try (var tar = new TarArchiveInputStream(new XZInputStream(open(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path path = target.resolve(entry.getName()).normalize();
        if (!path.startsWith(target)) {
          throw new IOException("An entry of " + archive + " leaves its folder: " + entry.getName());
        }
        createFolder(path.getParent());
        if (entry.isDirectory()) {
          createFolder(path);
        } else if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else {
          write(path, tar, (entry.getMode() & 0100) != 0);
        }
      }
    }
  }

  private static void write(Path path, InputStream bytes, boolean executable) throws IOException {
    Files.copy(bytes, path);
    Files.setPosixFilePermissions(path, executable ? EXECUTABLE : READABLE);
    try (var channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Whatever the umask, because the server may run under another account. */
  private static void createFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      createFolder(folder.getParent());
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, EXECUTABLE);
    }
  }

  private static void deleteAllBut(Path home, Path folder) throws IOException {
    List<Path> others;
    try (var children = Files.list(folder)) {
      others = children.filter(child -> !child.equals(home)).toList();
    }
    for (Path other : others) {
      FileSystemUtils.deleteRecursively(other);
    }
  }

  private static String fingerprint(String archive) throws IOException {
    try (var in = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest()).substring(0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static InputStream open(String archive) {
    var stream = PostgresBinaries.class.getResourceAsStream("/" + archive);
    if (stream == null) {
      throw new IllegalStateException(archive + " has left the class path");
    }
    return new BufferedInputStream(stream, 1 << 16);
  }
}
