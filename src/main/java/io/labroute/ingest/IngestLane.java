package io.labroute.ingest;

import io.labroute.lab.SafeFileName;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What stands between a watched folder and ingestion: tells which files have settled, gathers small ones into groups, works
 * on several groups at a time, and pauses when the machinery fails.
 */
public final class IngestLane implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(IngestLane.class);
  private static final long LARGEST_GROUP_BYTES = 4L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration PAUSE_AFTER_FAILED_MOVE = Duration.ofSeconds(5);

  private final InboxFolder folder;
  private final Kind<?> kind;
  private final Ingestion ingestion;
  private final Supplier<List<IngestLane>> before;
  private final int groupFiles;
  private final SettledFiles settled;
  private final Map<Path, Drop> accepted = new ConcurrentHashMap<>();
  private final Set<Path> inWork = ConcurrentHashMap.newKeySet();
  private final LinkedBlockingDeque<Work> queue = new LinkedBlockingDeque<>();
  private final List<Thread> workers = new ArrayList<>();
  private volatile boolean closed;
  private volatile long pausedUntil;
  private Duration pause = FIRST_PAUSE;
  private volatile boolean paused;

  /** A drop in the queue; without a drop it tells a worker to end. */
  private record Work(@Nullable Drop drop, Runnable done) {
    static final Work END = new Work(null, () -> { });
  }

  /** @param before the lanes whose files go first */
  IngestLane(InboxFolder folder, Kind<?> kind, Ingestion ingestion, Supplier<List<IngestLane>> before, IngestProperties limits) {
    this.before = before;
    this.folder = folder;
    this.kind = kind;
    this.ingestion = ingestion;
    boolean oneByOne = kind.policy().inOrder();
    this.groupFiles = oneByOne ? 1 : limits.groupFiles();
    this.settled = new SettledFiles(folder.path(), System::nanoTime, folder.settle());
    for (int n = 1; n <= (oneByOne ? 1 : limits.workers()); n++) {
      var worker = new Thread(this::work, "ingest-" + kind.name() + "-" + n);
      worker.setDaemon(true);
      workers.add(worker);
      worker.start();
    }
  }

  public InboxFolder folder() {
    return folder;
  }

  /** Begins a look into the folder, if that is worth it: not while there is more to do than all workers can take up at once. */
  public boolean beginLook() {
    settled.begin();
    return queue.size() <= groupFiles * workers.size();
  }

  /** Whether files in a folder of the inbox folder are taken, too. */
  public boolean enters(Path subfolder) {
    return kind.policy().inFolders() && !folder.waits(subfolder.getFileName().toString())
        && Files.isDirectory(subfolder, LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether a file may be taken now: it has settled, and nothing keeps it from being worked on. */
  public boolean accepts(Path path) {
    String name = path.getFileName().toString();
    boolean waits = inWork.contains(path) || closed || folder.waits(name) || !folder.takes(name);
    if (waits || !folder.isMounted() || isPaused()) {
      return false;
    }
    Optional<Drop> drop = settled.look(path).filter(it -> !letsOthersGoFirst(it));
    drop.ifPresent(it -> accepted.put(path, it));
    return drop.isPresent();
  }

  /** For a while only: a file that cannot be taken must not hold up other kinds for ever. */
  private boolean letsOthersGoFirst(Drop drop) {
    boolean patient = System.nanoTime() - drop.settling() < folder.settle().plus(PATIENCE).toNanos();
    return patient && before.get().stream().anyMatch(IngestLane::hasFiles);
  }

  /** Whether files lie there that are taken, or are just being worked on. */
  private boolean hasFiles() {
    if (!inWork.isEmpty() || !accepted.isEmpty()) {
      return true;
    }
    try (var files = Files.newDirectoryStream(folder.path(), file -> {
      String name = file.getFileName().toString();
      return !folder.waits(name) && folder.takes(name) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    })) {
      return files.iterator().hasNext();
    } catch (IOException | DirectoryIteratorException away) {
      return false;
    }
  }

  /** The order in which accepted files are to be submitted. */
  public Comparator<Path> order() {
    return Comparator.comparing(path -> accepted.get(path), Comparator.nullsLast(Drop.ORDER));
  }

  /** Takes an accepted file; {@code done} is called when it has ended or has to be offered again. */
  public void submit(Path path, Runnable done) {
    Drop drop = accepted.remove(path);
    if (drop == null || closed) {
      done.run();
    } else {
      inWork.add(path);
      queue.add(new Work(drop, () -> {
        inWork.remove(path);
        done.run();
      }));
    }
  }

  /** Whether the machinery failed, so that files wait; also while it is tried whether it still does. */
  boolean isFailing() {
    return isPaused() || paused && (!accepted.isEmpty() || !inWork.isEmpty());
  }

  private boolean isPaused() {
    return paused && System.nanoTime() - pausedUntil < 0;
  }

  /** Lets the groups in work come to their end; the files that wait stay in the inbox. */
  @Override
  public void close() {
    closed = true;
    giveBackWaiting();
    workers.forEach(worker -> queue.add(Work.END));
  }

  private void work() {
    try {
      for (var group = nextGroup(); !group.isEmpty(); group = nextGroup()) {
        process(group);
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private void process(List<Work> group) {
    try {
      for (Drop unmoved : ingestion.process(folder, kind, group.stream().map(Work::drop).toList())) {
        settled.postpone(unmoved.path(), PAUSE_AFTER_FAILED_MOVE);
      }
      resume();
    } catch (RuntimeException | Error failure) {
      pause(failure);
    } finally {
      group.forEach(work -> work.done().run());
    }
  }

  /** What is to be worked on together; empty when the lane has ended. */
  private List<Work> nextGroup() throws InterruptedException {
    var first = queue.take();
    if (first.drop() == null) {
      return List.of();
    }
    if (ingestion.isSuspect(kind.name(), first.drop())) {
      return List.of(first);
    }
    var group = new ArrayList<>(List.of(first));
    long bytes = first.drop().stamp().size();
    while (group.size() < groupFiles) {
      var next = nextThatFits(LARGEST_GROUP_BYTES - bytes);
      if (next == null) {
        break;
      }
      bytes += next.drop().stamp().size();
      group.add(next);
    }
    return group;
  }

  private synchronized @Nullable Work nextThatFits(long bytes) {
    var next = queue.peek();
    boolean fits = next != null && next.drop() != null && next.drop().stamp().size() <= bytes
        && !ingestion.isSuspect(kind.name(), next.drop());
    return fits && queue.remove(next) ? next : null;
  }

  private synchronized void resume() {
    if (paused) {
      paused = false;
      pause = FIRST_PAUSE;
      log.info("{}: working again", kind.name());
    }
  }

  /** Everything that waits goes back to the inbox, so that it is offered again in its order. */
  private synchronized void pause(Throwable failure) {
    if (closed) {
      return;
    }
    if (!paused) {
      log.warn("{}: files wait in {} until this is over: {}", kind.name(),
          SafeFileName.printable(folder.path().toString()), failure.toString());
      log.debug("cause of the pause", failure);
    }
    pausedUntil = System.nanoTime() + pause.toNanos();
    paused = true;
    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
    giveBackWaiting();
  }

  private void giveBackWaiting() {
    for (var work = queue.poll(); work != null; work = queue.poll()) {
      work.done().run();
    }
  }
}
