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

  /**
   * Writes to a hidden neighbour, syncs it, then gives it its name; what had that name is replaced.
   *
   * @param writer who writes, so that it can clear away what a crash leaves of it
   */
  public static void write(Path target, byte[] bytes, String writer) throws IOException {
    Path temp = temporaryBeside(target, writer);
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

  /** A hidden name in the target's folder, for a file that its writer has not completed yet. */
  public static Path temporaryBeside(Path target, String writer) {
    return target.resolveSibling(prefix(writer) + UUID.randomUUID());
  }

  /** Deletes what a crash left of a writer's files in a folder; nothing of the writer may be under way. */
  public static void deleteLeftovers(Path folder, String writer) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var leftovers = Files.newDirectoryStream(folder, file -> file.getFileName().toString().startsWith(prefix(writer)))) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  private static String prefix(String writer) {
    return ".writing-" + writer + "-";
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
