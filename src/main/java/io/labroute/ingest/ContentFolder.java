package io.labroute.ingest;

import io.labroute.lab.AtomicFiles;
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
import java.security.MessageDigest;

/**
 * Originals that are too large for the database, each under its own hash. Engines that share a database must share this
 * folder.
 */
final class ContentFolder {

  /** Files up to this size are kept in the database itself. */
  static final int LARGEST_IN_DATABASE = 1 << 20;

  private static final int BUFFER = 1 << 18;

  private final Path root;
  private final EngineId engine;

  ContentFolder(Path root, EngineId engine) {
    this.root = root;
    this.engine = engine;
  }

  /** Clears away what this engine was writing when it ended. */
  void sweep() throws IOException {
    AtomicFiles.deleteLeftovers(root, engine.text());
  }

  /** Copies a stream into the folder and syncs it; the same content twice is one file. */
  String keep(InputStream in) throws IOException {
    Files.createDirectories(root);
    Path temp = AtomicFiles.temporaryBeside(root.resolve("content"), engine.text());
    var digest = Sha256.digest();
    try {
      copyAndSync(in, temp, digest);
      String sha256 = Sha256.hex(digest);
      Path target = pathOf(sha256);
      if (!Files.exists(target)) {
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

  /** Where the content of a hash lies. */
  Path pathOf(String sha256) {
    return root.resolve(sha256.substring(0, 2)).resolve(sha256);
  }

  /** The content of a hash as the bytes of a file. */
  SourceFile.Bytes bytesOf(String sha256) {
    Path path = pathOf(sha256);
    if (!Files.isRegularFile(path)) {
      throw new UncheckedIOException(new NoSuchFileException(path.toString(), null,
          "the original is missing from the content folder"));
    }
    return new SourceFile.Bytes.InFolder(path);
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
