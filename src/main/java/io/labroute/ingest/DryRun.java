package io.labroute.ingest;

import io.labroute.lab.Finding;
import io.labroute.lab.Sha256;
import io.labroute.platform.EngineProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells what would happen to a file if it were dropped now: it is loaded like any other, in a transaction that is rolled back.
 */
@Component
public class DryRun {

  private static final int MOST_TOLD = 1_000;

  private final TransactionTemplate transaction;
  private final TrialRepository trials;
  private final GroupLoader loader;
  private final Kinds kinds;
  private final EngineProperties engine;
  private final EngineId id;

  DryRun(TransactionTemplate transaction, TrialRepository trials, GroupLoader loader, Kinds kinds, EngineProperties engine,
      EngineId id) {
    this.transaction = transaction;
    this.trials = trials;
    this.loader = loader;
    this.kinds = kinds;
    this.engine = engine;
    this.id = id;
  }

  /**
   * What would happen.
   *
   * @param state completed, duplicate or rejected
   * @param duplicateOf the ledger row that holds the content already
   * @param newRows how many rows, new versions included, each table would get
   * @param fault why the file as a whole would be rejected
   * @param rejects what of it would not be stored, the first thousand
   * @param warnings what would be stored although it looks doubtful
   */
  public record Outlook(String state, @Nullable Long duplicateOf, long recordsIn, long recordsLoaded, long recordsUnchanged,
      long recordsRejected, long leavesIn, Map<String, Long> newRows, @Nullable Finding fault, List<Finding> rejects,
      List<Finding> warnings) {}

  /**
   * Tries a file.
   *
   * @param name as it would be dropped; in a folder of its own {@code folder/file}
   */
  public Outlook of(String kindName, String name, byte[] bytes, String actor) {
    Kind<?> kind = kinds.get(kindName);
    try {
      return transaction.execute(status -> {
        status.setRollbackOnly();
        long row = trials.begin(kind.name(), name, bytes.length, actor, id);
        var source = new SourceFile(row, name, new Reading(null, '.', engine.zone()), new SourceFile.Bytes.InMemory(bytes));
        var claimed = new ClaimedFile(source, Sha256.of(bytes), bytes.length, null, actor, null);
        Ending ending = loader.load(kind, List.of(claimed)).get(0);
        Counts counts = ending.counts();
        return new Outlook(ending.state().text(), ending.duplicateOf(), counts.recordsIn(), counts.recordsLoaded(),
            counts.recordsUnchanged(), counts.recordsRejected(), counts.leavesIn(), trials.rowsOf(row), ending.error(),
            ending.rejections().stream().limit(MOST_TOLD).map(Rejection::finding).toList(),
            List.copyOf(ending.warnings().keySet()));
      });
    } catch (RuntimeException failure) {
      if (Failures.isOfInfrastructure(failure)) {
        throw failure;
      }
      Finding fault = Failures.finding(failure);
      return new Outlook(FileState.REJECTED.text(), null, 0, 0, 0, 0, 0, Map.of(), fault, List.of(fault), List.of());
    }
  }
}
