package io.labroute.platform;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One engine per data folder: an exclusive lock on {@code engine.lock} in it, held until closed or until the process
 * ends, however it ends. The file holds the process id of the engine that locked it last.
 *
 * <p>Nobody else in this process may open {@code engine.lock}, not even to read it: closing any handle of the file
 * gives the lock away on POSIX systems.
 */
public final class EngineLock implements AutoCloseable {

  /** Data folders locked by this process, because a second handle of a lock file must not even be opened. */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path data;
  private final FileChannel channel;

  private EngineLock(Path data, FileChannel channel) {
    this.data = data;
    this.channel = channel;
  }

  /**
   * Makes the data folder where it is missing, readable by its owner only, and locks it.
   *
   * @throws Refusal when another engine holds the lock, or this user may not write into the folder
   */
  public static EngineLock acquire(Path data) {
    try {
      createPrivately(data);
      Path folder = data.toRealPath();
      if (!HELD.add(folder)) {
        throw alreadyRunning(folder, String.valueOf(ProcessHandle.current().pid()));
      }
      try {
        return new EngineLock(folder, lock(folder));
      } catch (IOException | RuntimeException e) {
        HELD.remove(folder);
        throw e;
      }
    } catch (AccessDeniedException e) {
      throw Finding.of("engine.data-not-writable", "This user may not write into the data folder.")
          .value(e.getFile())
          .maybe("it belongs to the user who ran the engine before: run it as that user, or give the folder and all "
              + "that is in it to this one (chown -R).")
          .refusal();
    } catch (IOException e) {
      throw new UncheckedIOException("The data folder " + data + " cannot be locked", e);
    }
  }

  /** The locked folder, absolute and without links. */
  public Path data() {
    return data;
  }

  /** Fails unless this lock is held and is that of the given folder. */
  void require(Path folder) {
    boolean same;
    try {
      same = folder.toRealPath().equals(data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!same || !isHeld()) {
      throw new IllegalStateException("The lock on " + data + " does not protect " + folder);
    }
  }

  boolean isHeld() {
    return channel.isOpen();
  }

  /** Gives the folder free; a second call does nothing. */
  @Override
  public void close() {
    if (!isHeld()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      HELD.remove(data);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    Path file = folder.resolve("engine.lock");
    var channel = FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw alreadyRunning(folder, Files.readString(file).strip());
      }
      channel.truncate(0);
      channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static Refusal alreadyRunning(Path folder, String pid) {
    return Finding.of("engine.already-running", "Another engine (process %s) works in the data folder %s."
            .formatted(pid.isEmpty() ? "unknown" : pid, folder))
        .maybe("it was started before and still runs: stop it, or give this one another folder (labroute.data).")
        .refusal();
  }

  private static void createPrivately(Path data) throws IOException {
    if (Files.isDirectory(data)) {
      return;
    }
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      Files.createDirectories(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(data);
    }
  }
}
