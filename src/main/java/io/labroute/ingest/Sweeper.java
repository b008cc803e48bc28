package io.labroute.ingest;

import io.labroute.ingest.LedgerRepository.Lying;
import io.labroute.lab.Finding;
import io.labroute.platform.WallClock;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/** Sets the ledger right where it and the folders differ: after a crash, and when people move files themselves. */
@Component
class Sweeper {

  private static final Logger log = LoggerFactory.getLogger(Sweeper.class);
  private static final Duration FOLDERS_STAY = Duration.ofDays(1);

  private final TransactionTemplate transaction;
  private final LedgerRepository ledger;
  private final Kinds kinds;
  private final Suspects suspects;
  private final EngineId engine;
  private final Lanes lanes;
  private final Shelves shelves;
  private final WallClock clock;

  Sweeper(TransactionTemplate transaction, LedgerRepository ledger, Kinds kinds, Suspects suspects, EngineId engine,
      Lanes lanes, Shelves shelves, WallClock clock) {
    this.transaction = transaction;
    this.ledger = ledger;
    this.kinds = kinds;
    this.suspects = suspects;
    this.engine = engine;
    this.lanes = lanes;
    this.shelves = shelves;
    this.clock = clock;
  }

  /** Before any folder is watched: what was in work when the engine ended is to be read alone. */
  @PostConstruct
  void resume() {
    transaction.executeWithoutResult(status -> {
      ledger.forgetCutOffReplays(engine);
      for (var kind : kinds.all()) {
        ledger.resume(engine, kind.name()).forEach(entry -> suspects.add(kind.name(), entry));
      }
    });
  }

  /** Records moves that happened without a record, and files that went away before they were loaded. */
  @Scheduled(initialDelay = 15, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
  void sweep() {
    try {
      sweepOnce();
    } catch (DataAccessException | TransactionException away) {
      log.debug("the sweep waits for the database", away);
    }
  }

  private void sweepOnce() {
    var foldersByPath = lanes.all().stream().map(IngestLane::folder)
        .collect(Collectors.toMap(folder -> folder.path().toAbsolutePath().toString(), folder -> folder, (a, b) -> a));
    foldersByPath.values().forEach(this::finish);
    var gone = new ArrayList<Lying>();
    for (Lying lying : ledger.lying(engine)) {
      InboxFolder folder = foldersByPath.get(lying.folder());
      if (folder != null && folder.isMounted() && !isThere(folder, lying)) {
        gone.add(lying);
      }
    }
    if (!gone.isEmpty()) {
      record(gone);
    }
  }

  private void finish(InboxFolder folder) {
    try {
      if (folder.isMounted()) {
        shelves.finish(folder);
        if (kinds.get(folder.kind()).policy().inFolders()) {
          removeLongEmptyFolders(folder);
        }
      }
    } catch (IOException e) {
      log.warn("{}: what was on its way to its shelf cannot be moved: {}", folder.path(), e.toString());
    }
  }

  /** Whoever fills a folder over hours needs it to be there; a day after its last file it will not be missed. */
  private void removeLongEmptyFolders(InboxFolder folder) throws IOException {
    FileTime longAgo = FileTime.from(clock.instant().minus(FOLDERS_STAY));
    try (var folders = Files.newDirectoryStream(folder.path(),
        entry -> !folder.waits(entry.getFileName().toString()) && Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))) {
      for (Path inner : folders) {
        if (Files.getLastModifiedTime(inner).compareTo(longAgo) < 0) {
          try {
            Files.delete(inner);
          } catch (DirectoryNotEmptyException waits) {
            log.debug("{} still holds files", inner);
          }
        }
      }
    }
  }

  private void record(List<Lying> gone) {
    Map<Long, @Nullable String> moved = new HashMap<>();
    var unended = new ArrayList<Long>();
    for (Lying lying : gone) {
      if (lying.state() == FileState.RECEIVED || lying.state() == FileState.PROCESSING) {
        unended.add(lying.id());
      } else {
        moved.put(lying.id(), null);
      }
    }
    transaction.executeWithoutResult(status -> {
      ledger.recordMoves(moved);
      ledger.forgetEndedElsewhere(unended);
      ledger.endVanished(unended, engine,
          Finding.of("ingest.vanished", "The file left the inbox before it was loaded.")
              .maybe("someone took it back: drop it again if it is to be loaded."));
    });
  }

  private static boolean isThere(InboxFolder folder, Lying lying) {
    Path path = folder.path().resolve(lying.name());
    try {
      return FileStamp.of(path).isDrop(lying.inode(), lying.modifiedNanos());
    } catch (IOException gone) {
      return false;
    }
  }
}
