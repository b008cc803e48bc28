package io.labroute.ingest;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import io.labroute.platform.ContentFolder;
import io.labroute.platform.EngineProperties;
import io.labroute.platform.WallClock;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Deletes what has been kept long enough: originals, the copies on the shelves of the inbox, logs. Rows are never deleted, so
 * that all of them still lead back to their file and line; but a file whose original is gone cannot be replayed.
 */
@Component("retention")
public class Retention {

  private static final Logger log = LoggerFactory.getLogger(Retention.class);
  private static final String NEVER = "never";
  private static final Duration SHORTEST = Duration.ofDays(1);

  private final RetentionRepository originals;
  private final TransactionTemplate transaction;
  private final ObjectProvider<ContentFolder> contents;
  private final EngineProperties engine;
  private final ObjectProvider<Lanes> lanes;
  private final AuditRepository audit;
  private final WallClock clock;

  /**
   * Folders are asked for when they are cleaned: a route that names this is also checked beside a running engine, whose
   * folders a second owner must not touch.
   */
  Retention(RetentionRepository originals, TransactionTemplate transaction, ObjectProvider<ContentFolder> contents,
      EngineProperties engine, ObjectProvider<Lanes> lanes, AuditRepository audit, WallClock clock) {
    this.originals = originals;
    this.transaction = transaction;
    this.contents = contents;
    this.engine = engine;
    this.lanes = lanes;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Files of a kind that cannot be replayed once their originals are deleted.
   *
   * @param files completed or rejected rows of the ledger
   * @param originals different contents among them
   */
  public record OfKind(String kind, long files, long originals, long bytes) {}

  /** What a clean-up of originals would make impossible to replay. */
  public List<OfKind> outlook(String originalsOlderThan) {
    Instant before = before(originalsOlderThan);
    return before == null ? List.of() : originals.oldOriginals(before);
  }

  /**
   * Cleans up. Each age is a duration of a day or more, such as {@code 400d}, or {@code never}.
   *
   * @param originalsOlderThan originals all of whose files ended longer ago
   * @param shelvesOlderThan files that were put into {@code .done}, {@code .duplicate} and {@code .rejected} longer ago
   * @param logsOlderThan files below the log folder that were last written longer ago
   */
  public void cleanUp(String originalsOlderThan, String shelvesOlderThan, String logsOlderThan) throws IOException {
    Instant originalsBefore = before(originalsOlderThan);
    Instant shelvesBefore = before(shelvesOlderThan);
    Instant logsBefore = before(logsOlderThan);
    if (originalsBefore != null) {
      deleteOriginals(originalsBefore);
    }
    for (IngestLane lane : lanes.getObject().all()) {
      for (Shelf shelf : Shelf.values()) {
        tell("copies on shelves", lane.folder().path().resolve(shelf.folder()), shelvesBefore);
      }
    }
    tell("logs", engine.data().resolve("logs"), logsBefore);
  }

  private @Nullable Instant before(String age) {
    if (age.equals(NEVER)) {
      return null;
    }
    try {
      Duration duration = DurationStyle.detectAndParse(age);
      if (duration.compareTo(SHORTEST) >= 0) {
        return clock.instant().minus(duration);
      }
    } catch (IllegalArgumentException malformed) {
      log.debug("no duration: {}", age, malformed);
    }
    throw Finding.of("retention.age", "This is no age that something can be deleted at.").value(age)
        .allowed("a duration of a day or more, such as 400d, or never").refusal();
  }

  private void deleteOriginals(Instant before) throws IOException {
    List<OfKind> lost = transaction.execute(status -> {
      List<OfKind> old = originals.oldOriginals(before);
      if (!old.isEmpty()) {
        originals.deleteOriginals(before, clock.instant());
        audit.add(AuditEntry.of("engine", "deleted originals", told(old) + ", ended before " + before));
      }
      return old;
    });
    if (!lost.isEmpty()) {
      log.warn("the originals of files that ended before {} were deleted: {}; these files cannot be replayed any more", before,
          told(lost));
    }
    // Also those that a crash has left between the commit and here. What was dropped again meanwhile has a new time.
    Instant untouchedSince = clock.instant().minus(SHORTEST);
    for (String sha256 : originals.deletedLarge(ContentFolder.LARGEST_IN_DATABASE)) {
      contents.getObject().deleteUntouched(sha256, untouchedSince);
    }
  }

  private static String told(List<OfKind> kinds) {
    return kinds.stream().map(it -> "%s %,d files, %,d bytes".formatted(it.kind(), it.files(), it.bytes()))
        .collect(Collectors.joining("; "));
  }

  private void tell(String what, Path folder, @Nullable Instant before) throws IOException {
    if (before != null && Files.isDirectory(folder)) {
      int deleted = deleteOlder(folder, before);
      if (deleted > 0) {
        log.info("{}: {} {} from before {} were deleted", folder, deleted, what, before);
        audit.add(AuditEntry.of("engine", "deleted " + what, "%s: %d from before %s".formatted(folder, deleted, before)));
      }
    }
  }

  /** A file's time of change is when it was renamed to where it is; a log's is when it was last written. */
  private static int deleteOlder(Path folder, Instant before) throws IOException {
    int[] deleted = {0};
    Files.walkFileTree(folder, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        var changed = (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
        if (changed.toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
          deleted[0]++;
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException movedMeanwhile) {
        log.debug("{} cannot be looked at", file, movedMeanwhile);
        return FileVisitResult.CONTINUE;
      }
    });
    return deleted[0];
  }
}
