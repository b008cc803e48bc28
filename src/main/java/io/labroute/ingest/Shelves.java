package io.labroute.ingest;

import io.labroute.ingest.LedgerRepository.Entry;
import io.labroute.lab.AtomicFiles;
import io.labroute.lab.SafeFileName;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Moves ended files off the inbox onto their shelf, with what has to be told beside them. All of it follows from the
 * ledger and can be done again; nothing on a shelf is ever overwritten.
 */
@Component
class Shelves {

  private static final Logger log = LoggerFactory.getLogger(Shelves.class);

  private final TransactionTemplate transaction;
  private final LedgerRepository ledger;
  private final Sidecars sidecars;
  private final IngestMilestones milestones;
  private final WayOut wayOut;

  Shelves(TransactionTemplate transaction, LedgerRepository ledger, Sidecars sidecars, IngestMilestones milestones,
      EngineId engine) {
    this.transaction = transaction;
    this.ledger = ledger;
    this.sidecars = sidecars;
    this.milestones = milestones;
    this.wayOut = new WayOut(engine);
  }

  /**
   * An ended file that is still in the inbox.
   *
   * @param hasRejects whether something of it was rejected, so that it has to be told beside it
   */
  record Item(long ledgerId, FileState state, boolean hasRejects, Drop drop) {}

  /** Moves files and records the moves; returns those that could not be moved. */
  List<Drop> shelve(InboxFolder folder, Kind<?> kind, List<Item> items) {
    if (items.isEmpty()) {
      return List.of();
    }
    milestones.reached(IngestMilestone.BEFORE_MOVE, kind.name());
    var unmoved = new ArrayList<Drop>();
    Map<Long, String> targets = new HashMap<>();
    Set<Path> changed = new HashSet<>();
    for (Item item : items) {
      if (!folder.isMounted()) {
        unmoved.add(item.drop());
        continue;
      }
      try {
        if (item.hasRejects()) {
          sidecars.write(folder, kind, item.ledgerId());
        }
        Path taken = wayOut.take(folder, item.ledgerId(), item.drop());
        Path target = place(folder, item.state(), item.drop().name(), item.ledgerId(), taken);
        changed.add(target.getParent());
        targets.put(item.ledgerId(), target.toString());
      } catch (NoSuchFileException gone) {
        if (folder.isMounted()) {
          targets.put(item.ledgerId(), null);
        } else {
          unmoved.add(item.drop());
        }
      } catch (IOException e) {
        unmoved.add(item.drop());
        log.warn("{} has ended as {} but cannot be moved: {}. It stays in the inbox and is tried again.",
            SafeFileName.printable(item.drop().path().toString()), item.state().text(), e.toString());
      }
    }
    sync(folder, changed);
    transaction.executeWithoutResult(status -> ledger.recordMoves(targets));
    milestones.reached(IngestMilestone.AFTER_MOVE, kind.name());
    return unmoved;
  }

  /** Brings to their shelf what a killed engine left on its way there, and back what it had caught by mistake. */
  void finish(InboxFolder folder) throws IOException {
    Map<Long, @Nullable String> targets = new HashMap<>();
    for (Path taken : WayOut.taken(folder)) {
      long id = WayOut.ledgerId(taken);
      Entry entry = ledger.find(id).orElse(null);
      try {
        if (entry == null || !FileStamp.of(taken).isDrop(entry.inode(), entry.modifiedNanos())) {
          WayOut.putBack(taken, folder.path().resolve(entry == null ? "found-" + id : entry.name()));
        } else {
          targets.put(id, place(folder, entry.state(), entry.name(), id, taken).toString());
        }
      } catch (NoSuchFileException goneOn) {
        log.debug("{} has gone on meanwhile", taken);
      }
    }
    if (!targets.isEmpty()) {
      transaction.executeWithoutResult(status -> ledger.recordMoves(targets));
    }
  }

  private static Path place(InboxFolder folder, FileState state, String name, long ledgerId, Path taken) throws IOException {
    Path target = folder.path().resolve(Shelf.of(state).folder()).resolve(name);
    if (!Files.isDirectory(target.getParent())) {
      Files.createDirectories(target.getParent());
    }
    try {
      AtomicFiles.moveToFreeName(taken, target);
    } catch (FileAlreadyExistsException another) {
      target = target.resolveSibling(SafeFileName.numbered(target.getFileName().toString(), ledgerId));
      AtomicFiles.moveToFreeName(taken, target);
    }
    return target;
  }

  private static void sync(InboxFolder folder, Set<Path> shelves) {
    try {
      for (Path shelf : shelves) {
        AtomicFiles.syncFolder(shelf);
      }
      if (!shelves.isEmpty() && Files.isDirectory(folder.path(), LinkOption.NOFOLLOW_LINKS)) {
        AtomicFiles.syncFolder(folder.path());
      }
    } catch (IOException e) {
      log.warn("{} cannot be synced: {}", folder.path(), e.toString());
    }
  }
}
