package io.labroute.ingest;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.ingest.LedgerRepository.Entry;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The one transaction of the ledger: what several claimed files of a kind hold, their ledger rows, rejects, audit and
 * originals are committed together or not at all.
 */
@Component
class GroupLoader {

  private final TransactionTemplate transaction;
  private final LedgerRepository ledger;
  private final FindingsRepository findings;
  private final AuditRepository audit;
  private final IngestMilestones milestones;
  private final int mostRejects;

  GroupLoader(TransactionTemplate transaction, LedgerRepository ledger, FindingsRepository findings, AuditRepository audit,
      IngestMilestones milestones, IngestProperties properties) {
    this.transaction = transaction;
    this.ledger = ledger;
    this.findings = findings;
    this.audit = audit;
    this.milestones = milestones;
    this.mostRejects = properties.mostRejects();
  }

  /**
   * Loads the files of one kind in their order.
   *
   * @return how each file ended; a file that another engine has ended meanwhile is missing
   */
  <R> List<Ending> load(Kind<R> kind, List<ClaimedFile> files) {
    return transaction.execute(status -> {
      ledger.lock(kind.name(), kind.policy().inOrder(), files.stream().map(ClaimedFile::sha256).toList());
      var triage = triage(kind, withoutEndedElsewhere(kind.name(), files));
      var endings = new ArrayList<>(triage.duplicates);
      if (!triage.toLoad.isEmpty()) {
        List<Ending> loaded = loadFresh(kind, triage);
        refuseTwinsOfRejects(triage, loaded);
        endings.addAll(loaded);
      }
      record(endings);
      milestones.reached(IngestMilestone.BEFORE_COMMIT, kind.name());
      return endings;
    });
  }

  /**
   * Puts a file that cannot be loaded on record as rejected, with its original.
   *
   * @return its ending; none if another engine has ended it meanwhile
   */
  Optional<Ending> reject(Kind<?> kind, ClaimedFile file, Finding reason) {
    return transaction.execute(status -> {
      ledger.lock(kind.name(), kind.policy().inOrder(), List.of(file.sha256()));
      var ending = withoutEndedElsewhere(kind.name(), List.of(file)).stream()
          .map(waiting -> Ending.rejected(waiting, reason)).findFirst();
      record(ending.stream().toList());
      return ending;
    });
  }

  private static final class Triage {
    private final Map<ClaimedFile, Optional<Long>> toLoad = new LinkedHashMap<>();
    private final List<Ending> duplicates = new ArrayList<>();
    private final Set<Long> originalsOfTwins = new HashSet<>();
  }

  /** The files that no other engine has ended while this one read them; rows of the others are taken back. */
  private List<ClaimedFile> withoutEndedElsewhere(String kind, List<ClaimedFile> files) {
    List<Drop> drops = files.stream().map(ClaimedFile::drop).filter(Objects::nonNull).toList();
    List<Entry> ended = drops.isEmpty() ? List.of() : ledger.ended(kind, drops);
    if (ended.isEmpty()) {
      return files;
    }
    var elsewhere = files.stream().filter(file -> ended.stream().anyMatch(entry -> isSameDrop(entry, file))).toList();
    ledger.forget(elsewhere.stream().map(ClaimedFile::ledgerId).toList());
    return files.stream().filter(file -> !elsewhere.contains(file)).toList();
  }

  /** A file cannot be the duplicate of one that turned out to be bad: then each is loaded alone. */
  private static void refuseTwinsOfRejects(Triage triage, List<Ending> loaded) {
    for (Ending ending : loaded) {
      if (ending.state() == FileState.REJECTED && triage.originalsOfTwins.contains(ending.file().ledgerId())) {
        throw new GroupConflict("the same content");
      }
    }
  }

  /** Which files are to be loaded, with the earlier row of the same content if there is one, and which are not. */
  private Triage triage(Kind<?> kind, List<ClaimedFile> files) {
    var earlier = new HashMap<String, List<Entry>>();
    for (Entry entry : ledger.completed(kind.name(), files.stream().map(ClaimedFile::sha256).toList())) {
      earlier.computeIfAbsent(entry.identity(), same -> new ArrayList<>()).add(entry);
    }
    var triage = new Triage();
    var firstOfContent = new HashMap<String, ClaimedFile>();
    for (ClaimedFile file : files) {
      List<Entry> same = earlier.getOrDefault(file.identity(), List.of());
      ClaimedFile twin = firstOfContent.putIfAbsent(file.identity(), file);
      if (file.replayOf() != null) {
        triage.toLoad.put(file, Optional.of(file.replayOf()));
      } else if (!same.isEmpty() && !kind.policy().statesThePresent()) {
        triage.duplicates.add(Ending.duplicate(file, same.get(0).id()));
      } else if (twin != null) {
        triage.duplicates.add(Ending.duplicate(file, twin.ledgerId()));
        triage.originalsOfTwins.add(twin.ledgerId());
      } else {
        triage.toLoad.put(file, same.isEmpty() ? Optional.empty() : Optional.of(same.get(same.size() - 1).id()));
      }
    }
    return triage;
  }

  /** Whether an ended row is of this very drop, rather than of an equal file that was dropped again. */
  private static boolean isSameDrop(Entry entry, ClaimedFile file) {
    var drop = file.drop();
    return drop != null && entry.isOf(drop) && !(entry.moved() && lies(drop));
  }

  private static boolean lies(Drop drop) {
    try {
      return FileStamp.of(drop.path()).isDrop(drop.stamp().inode(), drop.stamp().modifiedNanos());
    } catch (IOException gone) {
      return false;
    }
  }

  private <R> List<Ending> loadFresh(Kind<R> kind, Triage triage) {
    var files = List.copyOf(triage.toLoad.keySet());
    var endings = new ArrayList<Ending>();
    try (Load<R> load = kind.store().begin(files.stream().map(ClaimedFile::source).toList())) {
      var intakes = new HashMap<SourceFile, FileIntake<R>>();
      for (ClaimedFile file : files) {
        var intake = new FileIntake<>(file.source(), load, mostRejects);
        intakes.put(file.source(), intake);
        kind.reader().read(file.source(), intake);
      }
      Map<SourceFile, Outcome> outcomes = load.finish((file, into) -> reread(kind, file, into));
      for (ClaimedFile file : files) {
        var intake = intakes.get(file.source());
        endings.add(ended(kind, file, intake, outcomes.get(file.source()), triage.toLoad.get(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return endings;
  }

  private static <R> void reread(Kind<R> kind, SourceFile file, Consumer<R> into) {
    try {
      kind.reader().read(file, new RecordsOnly<>(into));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An intake that hands on records; all else was told at the first reading. */
  private record RecordsOnly<R>(Consumer<R> into) implements Intake<R> {

    @Override
    public void record(R record) {
      into.accept(record);
    }

    @Override
    public void reject(Finding finding, long leaves) {
      // told at the first reading
    }

    @Override
    public void warn(Finding finding) {
      // told at the first reading
    }

    @Override
    public void extra(String pointer, @Nullable String value) {
      // told at the first reading
    }

    @Override
    public void refers(Reference.Target target, String id, Place where) {
      // told at the first reading
    }

    @Override
    public void leaves(long count) {
      // told at the first reading
    }

    @Override
    public void encoding(String name) {
      // told at the first reading
    }
  }

  private static <R> Ending ended(
      Kind<R> kind, ClaimedFile file, FileIntake<R> intake, Outcome outcome, Optional<Long> earlier) {
    boolean changedNothing = outcome.recordsLoaded() == 0 && outcome.rejections().isEmpty();
    if (kind.policy().statesThePresent() && earlier.isPresent() && changedNothing && file.replayOf() == null) {
      return Ending.duplicate(file, earlier.get());
    }
    var ending = intake.completed(file, outcome, earlier.orElse(null));
    if (ending.state() == FileState.COMPLETED && !ending.counts().balance()) {
      throw new IllegalStateException("the leaves of %s do not balance: %s".formatted(kind.name(), ending.counts()));
    }
    return ending;
  }

  private void record(List<Ending> endings) {
    var withContent = endings.stream()
        .filter(ending -> ending.state() != FileState.DUPLICATE && !ending.file().sha256().isEmpty())
        .map(Ending::file).toList();
    ledger.keepContents(withContent);
    ledger.end(endings);
    findings.add(endings);
    audit.addAll(endings.stream().map(GroupLoader::auditEntry).toList());
  }

  private static AuditEntry auditEntry(Ending ending) {
    long id = ending.file().ledgerId();
    return new AuditEntry(ending.file().actor(), ending.state().text(), "file " + id, id, "{}");
  }
}
