package io.labroute.platform;

import io.labroute.lab.AtomicFiles;
import io.labroute.lab.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/**
 * Originals that are too large for the database, each under its own hash. Engines that share a database must share this
 * folder.
 */
public final class ContentFolder {

  /** Files up to this size are kept in the database itself. */
  public static final int LARGEST_IN_DATABASE = 1 << 20;

  private static final int BUFFER = 1 << 18;

  private final Path root;
  private final String writer;

  /** @param writer who writes here, so that it can clear away what a crash leaves of it */
  public ContentFolder(Path root, String writer) {
    this.root = root;
    this.writer = writer;
  }

  /** Clears away what this writer was writing when it ended. */
  public void sweep() throws IOException {
    AtomicFiles.deleteLeftovers(root, writer);
  }

  /** Copies a stream into the folder and syncs it; the same content twice is one file. */
  public String keep(InputStream in) throws IOException {
    Files.createDirectories(root);
    Path temp = AtomicFiles.temporaryBeside(root.resolve("content"), writer);
    var digest = Sha256.digest();
    try {
      copyAndSync(in, temp, digest);
      String sha256 = Sha256.hex(digest);
      Path target = pathOf(sha256);
      if (Files.exists(target)) {
        Files.setLastModifiedTime(target, FileTime.from(Files.getLastModifiedTime(temp).toInstant()));
      } else {
        Files.createDirectories(target.getParent());
        Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
        AtomicFiles.syncFolder(target.getParent());
        AtomicFiles.syncFolder(root);
      }
      return sha256;
    } finally {
      Files.deleteIfExists(temp);
    }
  }

  /**
   * The content of a hash.
   *
   * @throws UncheckedIOException when it is missing
   */
  public Path find(String sha256) {
    return lookUp(sha256).orElseThrow(() -> new UncheckedIOException(new NoSuchFileException(pathOf(sha256).toString(), null,
        "the original is missing from the content folder")));
  }

  /** The content of a hash, if it is there. */
  public Optional<Path> lookUp(String sha256) {
    return Optional.of(pathOf(sha256)).filter(Files::isRegularFile);
  }

  /** Deletes a content that nobody has kept since a time; what is not there is deleted already. */
  public void deleteUntouched(String sha256, Instant since) throws IOException {
    Path file = pathOf(sha256);
    if (Files.isRegularFile(file) && Files.getLastModifiedTime(file).toInstant().isBefore(since)) {
      Files.delete(file);
    }
  }

  private Path pathOf(String sha256) {
    return root.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  private static void copyAndSync(InputStream in, Path target, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (var out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        var bytes = ByteBuffer.wrap(buffer, 0, read);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
      }
      out.force(true);
    }
  }
}
