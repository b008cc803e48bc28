package io.labroute.ingest;

import io.labroute.lab.Finding;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Loads the kept original of a file once more, as a new row of the ledger. */
@Component
public class Replay {

  private final TransactionTemplate transaction;
  private final FileRepository files;
  private final LedgerRepository ledger;
  private final GroupLoader loader;
  private final Kinds kinds;
  private final EngineId engine;

  Replay(TransactionTemplate transaction, FileRepository files, LedgerRepository ledger, GroupLoader loader, Kinds kinds,
      EngineId engine) {
    this.transaction = transaction;
    this.files = files;
    this.ledger = ledger;
    this.loader = loader;
    this.kinds = kinds;
    this.engine = engine;
  }

  /**
   * Replays a completed or rejected file with the encoding, decimal sign and zone it was read with.
   *
   * @param actor who asks for it
   * @return the new ledger row
   */
  public FileRecord replay(FileRecord file, String actor) {
    if (!file.state().equals(FileState.COMPLETED.text()) && !file.state().equals(FileState.REJECTED.text())) {
      throw Finding.of("ingest.not-replayable", "Only a completed or rejected file can be replayed.")
          .value(file.state()).maybe(file.duplicateOf() == null ? null : "replay file " + file.duplicateOf() + ".")
          .refusal();
    }
    var bytes = files.content(file).orElseThrow(() -> Finding.of("ingest.no-original",
        "The file was rejected unread, so there is no original to replay.").maybe("drop it again.").refusal());
    long id = transaction.execute(status -> ledger.beginReplay(file, actor, engine));
    var reading = new Reading(
        file.declaredCharset() == null ? null : Charset.forName(file.declaredCharset()),
        file.decimalSign() == null ? '.' : file.decimalSign().charAt(0),
        ZoneId.of(file.timeZone() == null ? "UTC" : file.timeZone()));
    var claimed = new ClaimedFile(new SourceFile(id, file.name(), reading, bytes), String.valueOf(file.sha256()),
        file.sizeBytes() == null ? 0 : file.sizeBytes(), null, actor, file.id());
    Kind<?> kind = kinds.get(file.kind());
    try {
      loader.load(kind, List.of(claimed));
    } catch (RuntimeException failure) {
      if (Failures.isOfInfrastructure(failure)) {
        transaction.executeWithoutResult(status -> ledger.forget(List.of(id)));
        throw failure;
      }
      loader.reject(kind, claimed, Failures.finding(failure));
    }
    return files.find(id).orElseThrow();
  }
}
