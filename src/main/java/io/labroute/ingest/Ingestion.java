package io.labroute.ingest;

import io.labroute.ingest.Claims.Claim;
import io.labroute.ingest.LedgerRepository.Entry;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.lab.SafeFileName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Takes settled files from the inbox through ledger and store onto their shelves. */
@Component
public class Ingestion {

  private static final Logger log = LoggerFactory.getLogger(Ingestion.class);

  private final TransactionTemplate transaction;
  private final LedgerRepository ledger;
  private final Claims claims;
  private final GroupLoader loader;
  private final Shelves shelves;
  private final EngineId engine;
  private final Suspects suspects;
  private final IngestMilestones milestones;
  private final IngestMetrics metrics;
  private final ReadWriteLock alone = new ReentrantReadWriteLock();

  Ingestion(TransactionTemplate transaction, LedgerRepository ledger, Claims claims, GroupLoader loader, Shelves shelves,
      EngineId engine, Suspects suspects, IngestMilestones milestones, IngestMetrics metrics) {
    this.transaction = transaction;
    this.ledger = ledger;
    this.claims = claims;
    this.loader = loader;
    this.shelves = shelves;
    this.engine = engine;
    this.suspects = suspects;
    this.milestones = milestones;
    this.metrics = metrics;
  }

  /** Whether a drop has to be processed alone, because it was in work when the engine ended. */
  boolean isSuspect(String kind, Drop drop) {
    return suspects.contains(kind, drop);
  }

  /**
   * Processes drops of one folder together; a suspect comes alone, and nothing else runs meanwhile.
   *
   * @return drops that could not be moved off the inbox although they have ended
   * @throws RuntimeException when the machinery fails: the drops stay in the inbox and are to be offered again
   */
  List<Drop> process(InboxFolder folder, Kind<?> kind, List<Drop> drops) {
    boolean solo = drops.size() == 1 && isSuspect(kind.name(), drops.get(0));
    Lock lock = solo ? alone.writeLock() : alone.readLock();
    lock.lock();
    try {
      return solo ? processSuspect(folder, kind, drops.get(0)) : processAll(folder, kind, drops, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.unlock();
    }
  }

  private List<Drop> processSuspect(InboxFolder folder, Kind<?> kind, Drop drop) throws IOException {
    List<Drop> unmoved;
    if (suspects.isSpent(kind.name(), drop)) {
      long id = transaction.execute(status -> begin(folder, List.of(drop), false)).get(drop);
      var ending = loader.reject(kind, claims.unread(folder, drop, id), Finding.of("ingest.ended-the-engine",
              "The engine ended abruptly %d times while it read this file.".formatted(Suspects.MOST_SOLO_ATTEMPTS))
          .maybe("the file needs more memory than the engine has, or shows a fault of the engine: report it."));
      unmoved = shelve(folder, kind, ending.stream().toList());
    } else {
      unmoved = processAll(folder, kind, List.of(drop), true);
    }
    suspects.clear(kind.name(), drop);
    return unmoved;
  }

  private List<Drop> processAll(InboxFolder folder, Kind<?> kind, List<Drop> drops, boolean solo) throws IOException {
    var alreadyEnded = new ArrayList<Shelves.Item>();
    var fresh = new ArrayList<>(drops);
    for (Entry entry : ledger.ended(kind.name(), drops)) {
      drops.stream().filter(drop -> !entry.moved() && entry.isOf(drop)).findFirst().ifPresent(drop -> {
        alreadyEnded.add(new Shelves.Item(entry.id(), entry.state(), entry.hasRejects(), drop));
        fresh.remove(drop);
      });
    }
    var unmoved = new ArrayList<>(shelves.shelve(folder, kind, alreadyEnded));
    if (fresh.isEmpty()) {
      return unmoved;
    }
    Map<Drop, Long> ids = transaction.execute(status -> begin(folder, fresh, solo));
    var taken = new ArrayList<ClaimedFile>();
    var endings = new ArrayList<Ending>();
    var released = new ArrayList<Long>();
    for (Drop drop : fresh) {
      Claim claim = claims.claim(folder, drop, ids.get(drop));
      if (claim instanceof Claim.Taken ok) {
        taken.add(ok.file());
      } else if (claim instanceof Claim.Refused refused) {
        loader.reject(kind, refused.file(), refused.finding()).ifPresent(endings::add);
      } else {
        released.add(ids.get(drop));
      }
    }
    if (!released.isEmpty()) {
      transaction.executeWithoutResult(status -> ledger.forget(released));
    }
    milestones.reached(IngestMilestone.CLAIMED, kind.name());
    endings.addAll(load(kind, taken, solo));
    metrics.ended(kind.name(), endings);
    milestones.reached(IngestMilestone.AFTER_COMMIT, kind.name());
    unmoved.addAll(shelve(folder, kind, endings));
    return unmoved;
  }

  private Map<Drop, Long> begin(InboxFolder folder, List<Drop> drops, boolean solo) {
    return ledger.begin(folder, drops, drops.stream().map(claims::owner).toList(), engine, solo);
  }

  /** Loads files together, and one by one where together fails, so that none suffers from another. */
  private List<Ending> load(Kind<?> kind, List<ClaimedFile> files, boolean solo) {
    if (files.isEmpty()) {
      return List.of();
    }
    try {
      return loader.load(kind, files);
    } catch (OutOfMemoryError tooMuch) {
      if (!solo) {
        files.forEach(file -> suspects.add(kind.name(), file.drop()));
        throw new UncheckedIOException(new IOException("out of memory; the files will be read one by one", tooMuch));
      }
      return loader.reject(kind, files.get(0), Failures.finding(tooMuch)).stream().toList();
    } catch (RuntimeException | StackOverflowError failure) {
      if (Failures.isOfInfrastructure(failure)) {
        throw failure;
      }
      if (files.size() == 1) {
        logRejection(kind, files.get(0), failure);
        return loader.reject(kind, files.get(0), Failures.finding(failure)).stream().toList();
      }
      return files.stream().flatMap(file -> load(kind, List.of(file), solo).stream()).toList();
    }
  }

  private List<Drop> shelve(InboxFolder folder, Kind<?> kind, List<Ending> endings) {
    return shelves.shelve(folder, kind, endings.stream()
        .map(ending -> new Shelves.Item(ending.file().ledgerId(), ending.state(),
            !ending.rejections().isEmpty(), ending.file().drop())).toList());
  }

  /** A reader's refusal is a message to who dropped the file; anything else is a fault to be found in the log. */
  private static void logRejection(Kind<?> kind, ClaimedFile file, Throwable failure) {
    String name = SafeFileName.printable(file.source().name());
    if (failure instanceof Refusal) {
      log.info("{} {} is rejected: {}", kind.name(), name, failure.getMessage());
    } else {
      log.warn("{} {} is rejected after a failure", kind.name(), name, failure);
    }
  }
}
