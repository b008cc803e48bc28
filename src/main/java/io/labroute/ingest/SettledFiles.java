package io.labroute.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tells which files of a folder have stood unchanged for long enough, by looking at all of them again and again.
 *
 * <p>Only what was seen counts, never a file's own times: those of a share follow another clock, and copies keep old ones.
 * Time is taken from a source that never jumps. Only the order of files goes by when they were changed, all of them on the same
 * clock: one that was seen while it was still being written is not overtaken by the next.
 */
public final class SettledFiles {

  private static final int LOOKS_PER_SETTLE = 8;
  private static final long FORGET_AFTER = Duration.ofMinutes(1).toNanos();

  private final Path inbox;
  private final LongSupplier nanoTime;
  private final long settle;
  private final Map<Path, Observation> observations = new HashMap<>();
  /** The looks that found anything new, as long as that can be settling; the last one first. */
  private final Deque<Look> looks = new ArrayDeque<>();
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
    begin();
  }

  /** Begins another look at all files. */
  public synchronized void begin() {
    long now = nanoTime.getAsLong();
    while (!looks.isEmpty() && now - looks.getLast().last > 2 * settle) {
      looks.removeLast();
    }
    if (!looks.isEmpty() && !looks.getFirst().foundAny) {
      looks.removeFirst();
    }
    looks.addFirst(new Look(now));
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
    Look look = looks.getFirst();
    if (seen == null || !seen.stamp.equals(stamp)) {
      look.found(stamp, now);
      observations.put(path, new Observation(stamp, look, now, now + settle / LOOKS_PER_SETTLE));
      return Optional.empty();
    }
    long left = seen.since.last + settle - look.begun;
    if (left > 0 || left > -settle && isOvertaking(seen)) {
      seen.nextLook = now + (left > 0 ? Math.min(left, settle / LOOKS_PER_SETTLE) : settle / LOOKS_PER_SETTLE);
      return Optional.empty();
    }
    return Optional.of(new Drop(path, inbox.relativize(path).toString(), stamp, seen.since.begun));
  }

  /** Whether a file that was changed before it was found later and is still settling. */
  private boolean isOvertaking(Observation seen) {
    long now = looks.getFirst().begun;
    for (Look later : looks) {
      if (later == seen.since) {
        return false;
      }
      if (later.firstChanged < seen.stamp.changedNanos() && now - later.last < settle) {
        return true;
      }
    }
    return false;
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

  /** One look at all files. */
  private static final class Look {
    private final long begun;
    /** When it found the last file that is new or was changed. */
    private long last;
    /** When the first of these was changed, on the clock of the file system. */
    private long firstChanged = Long.MAX_VALUE;
    private boolean foundAny;

    private Look(long begun) {
      this.begun = begun;
      this.last = begun;
    }

    private void found(FileStamp stamp, long now) {
      foundAny = true;
      last = now;
      firstChanged = Math.min(firstChanged, stamp.changedNanos());
    }
  }

  private static final class Observation {
    private final FileStamp stamp;
    private final Look since;
    private long nextLook;
    private long lastWanted;

    private Observation(FileStamp stamp, Look since, long now, long nextLook) {
      this.stamp = stamp;
      this.since = since;
      this.nextLook = nextLook;
      this.lastWanted = now;
    }
  }
}
