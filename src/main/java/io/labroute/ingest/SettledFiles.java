package io.labroute.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells which files of a folder have stood unchanged for long enough, by looking at them again and again.
 *
 * <p>Only what was seen counts, never a file's own times: those of a share follow another clock, and copies keep old ones.
 * Time is taken from a source that never jumps.
 */
public final class SettledFiles {

  private static final int LOOKS_PER_SETTLE = 8;
  private static final long FORGET_AFTER = Duration.ofMinutes(1).toNanos();

  private final Path inbox;
  private final LongSupplier nanoTime;
  private final long settle;
  private final Map<Path, Observation> observations = new HashMap<>();
  private long lastPruning;

  /**
   * @param inbox the folder below which files are looked at
   * @param nanoTime a clock in nanoseconds that only goes forward, as {@link System#nanoTime} does
   */
  public SettledFiles(Path inbox, LongSupplier nanoTime, Duration settle) {
    this.inbox = inbox;
    this.nanoTime = nanoTime;
    this.settle = settle.toNanos();
    this.lastPruning = nanoTime.getAsLong();
  }

  /** The file as a drop if it is a regular file that has settled. */
  public synchronized Optional<Drop> look(Path path) {
    long now = nanoTime.getAsLong();
    forgetTheGone(now);
    var seen = observations.get(path);
    if (seen != null) {
      seen.lastWanted = now;
      if (now - seen.nextLook < 0) {
        return Optional.empty();
      }
    }
    FileStamp stamp;
    try {
      stamp = FileStamp.of(path);
    } catch (IOException gone) {
      observations.remove(path);
      return Optional.empty();
    }
    if (!stamp.regular()) {
      return Optional.empty();
    }
    if (seen == null || !seen.stamp.equals(stamp)) {
      observations.put(path, new Observation(stamp, now, now + settle / LOOKS_PER_SETTLE));
      return Optional.empty();
    }
    long left = seen.since + settle - now;
    if (left > 0) {
      seen.nextLook = now + Math.min(left, settle / LOOKS_PER_SETTLE);
      return Optional.empty();
    }
    return Optional.of(new Drop(path, inbox.relativize(path).toString(), stamp, seen.since));
  }

  /** Leaves a settled file alone for a while, because nothing can be done with it now. */
  public synchronized void postpone(Path path, Duration pause) {
    var seen = observations.get(path);
    if (seen != null) {
      seen.nextLook = nanoTime.getAsLong() + pause.toNanos();
    }
  }

  private void forgetTheGone(long now) {
    if (now - lastPruning > FORGET_AFTER) {
      observations.values().removeIf(seen -> now - seen.lastWanted > FORGET_AFTER);
      lastPruning = now;
    }
  }

  private static final class Observation {
    private final FileStamp stamp;
    private final long since;
    private long nextLook;
    private long lastWanted;

    private Observation(FileStamp stamp, long since, long nextLook) {
      this.stamp = stamp;
      this.since = since;
      this.nextLook = nextLook;
      this.lastWanted = since;
    }
  }
}
