package io.labroute.lab;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Files that appear complete or not at all, and moves that never overwrite. */
public final class AtomicFiles {

  private AtomicFiles() {}

  /** Writes to a hidden neighbour, syncs it, then gives it its name; what had that name is replaced. */
  public static void write(Path target, byte[] bytes) throws IOException {
    Path temp = temporaryBeside(target);
    try {
      try (var channel = FileChannel.open(temp, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        channel.force(true);
      }
      Files.move(temp, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temp);
    }
  }

  /** A hidden name in the target's folder, for a file that is still being written. */
  public static Path temporaryBeside(Path target) {
    return target.resolveSibling(".writing-" + UUID.randomUUID());
  }

  /**
   * Moves a file within one file system to a name that must be free.
   *
   * @throws FileAlreadyExistsException when another file has the name
   */
  public static void moveToFreeName(Path source, Path target) throws IOException {
    try {
      Files.createLink(target, source);
    } catch (FileAlreadyExistsException taken) {
      if (!sameFile(source, target)) {
        throw taken;
      }
    } catch (FileSystemException | UnsupportedOperationException noHardLinks) {
      if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
        throw noHardLinks;
      }
      Files.createFile(target);
      Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
      return;
    }
    Files.delete(source);
  }

  /** Makes the names in a folder durable; a platform that cannot sync a folder is left as it is. */
  public static void syncFolder(Path folder) throws IOException {
    if (System.getProperty("os.name", "").startsWith("Windows")) {
      return;
    }
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static boolean sameFile(Path source, Path target) throws IOException {
    return Files.exists(source, LinkOption.NOFOLLOW_LINKS) && Files.isSameFile(source, target);
  }
}
