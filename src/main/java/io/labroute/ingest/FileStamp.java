package io.labroute.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What tells one state of a file from another, read without following links.
 *
 * @param changedNanos the inode's change time, which no writer can set back
 */
public record FileStamp(boolean regular, long inode, long modifiedNanos, long changedNanos, long size, int uid) {

  private static final int TYPE_MASK = 0170000;
  private static final int REGULAR = 0100000;

  static FileStamp of(Path path) throws IOException {
    Map<String, Object> unix =
        Files.readAttributes(path, "unix:mode,ino,lastModifiedTime,ctime,size,uid", LinkOption.NOFOLLOW_LINKS);
    return new FileStamp(
        ((Integer) unix.get("mode") & TYPE_MASK) == REGULAR,
        (Long) unix.get("ino"),
        nanos(unix.get("lastModifiedTime")),
        nanos(unix.get("ctime")),
        (Long) unix.get("size"),
        (Integer) unix.get("uid"));
  }

  /** Whether this is the same file, by what identifies a drop besides its name. */
  boolean isDrop(long inode, long modifiedNanos) {
    return this.inode == inode && this.modifiedNanos == modifiedNanos;
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }
}
