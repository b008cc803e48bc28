package io.labroute.ingest;

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

  Lanes(Ingestion ingestion, Kinds kinds, IngestProperties limits) {
    this.ingestion = ingestion;
    this.kinds = kinds;
    this.limits = limits;
  }

  /** Opens a lane on a folder. */
  public IngestLane open(InboxFolder folder) {
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
