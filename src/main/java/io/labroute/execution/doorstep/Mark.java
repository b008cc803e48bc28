package io.labroute.execution.doorstep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What tells whether a hidden file ever had another name: giving one, and taking it away, sets the file's change time.
 *
 * @param inode 0 where the platform has none
 * @param changedNanos change time
 * @param links how many names it has
 * @param taken when the mark was taken, in the process's own time
 */
public record Mark(long inode, long changedNanos, int links, long taken) {

  private static final Duration TICK = Duration.ofMillis(20);
  private static final Duration COARSE_TICK = Duration.ofMillis(1_100);

  static Mark of(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("unix")) {
      return new Mark(0, 0, 1, System.nanoTime());
    }
    Map<String, Object> it = Files.readAttributes(file, "unix:ino,ctime,nlink", LinkOption.NOFOLLOW_LINKS);
    return new Mark((Long) it.get("ino"), ((FileTime) it.get("ctime")).to(TimeUnit.NANOSECONDS), (Integer) it.get("nlink"),
        System.nanoTime());
  }

  /** As it is kept in the database. */
  public String text() {
    return inode + ":" + changedNanos;
  }

  /** A mark that was kept. */
  public static Mark kept(String text) {
    String[] parts = text.split(":");
    return new Mark(Long.parseLong(parts[0]), Long.parseLong(parts[1]), 1, System.nanoTime());
  }

  boolean isLinked() {
    return links > 1;
  }

  boolean isUntouched(Path file) throws IOException {
    Mark now = of(file);
    return inode != 0 && now.inode == inode && now.changedNanos == changedNanos && now.links == 1;
  }

  /** Waits until a change of the file would show: file systems set their times in ticks. */
  void awaitNextTick() {
    Duration tick = changedNanos % 1_000_000_000L == 0 && inode != 0 ? COARSE_TICK : TICK;
    long left = tick.toNanos() - (System.nanoTime() - taken);
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = tick.toNanos() - (System.nanoTime() - taken);
    }
  }
}
