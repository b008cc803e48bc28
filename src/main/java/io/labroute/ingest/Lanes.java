package io.labroute.ingest;

import io.labroute.lab.AtomicFiles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** The lanes that are open, one for each watched folder. */
@Component
public class Lanes {

  private final List<IngestLane> open = new CopyOnWriteArrayList<>();
  private final Ingestion ingestion;
  private final Kinds kinds;
  private final IngestProperties limits;
  private final EngineId engine;

  Lanes(Ingestion ingestion, Kinds kinds, IngestProperties limits, EngineId engine) {
    this.engine = engine;
    this.ingestion = ingestion;
    this.kinds = kinds;
    this.limits = limits;
  }

  /** Opens a lane on a folder, once what a crash left half written on its shelves is cleared away. */
  public IngestLane open(InboxFolder folder) throws IOException {
    for (Shelf shelf : Shelf.values()) {
      AtomicFiles.deleteLeftovers(folder.path().resolve(shelf.folder()), engine.text());
    }
    var lane = new IngestLane(folder, kinds.get(folder.kind()), ingestion, limits);
    open.add(lane);
    return lane;
  }

  /** Closes a lane; groups in work come to their end. */
  public void close(IngestLane lane) {
    lane.close();
    open.remove(lane);
  }

  public List<IngestLane> all() {
    return List.copyOf(open);
  }
}
