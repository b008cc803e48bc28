package io.labroute.ingest;

import io.labroute.lab.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Kind<?> kind = kinds.get(folder.kind());
    for (Shelf shelf : Shelf.values()) {
      clear(folder.path().resolve(shelf.folder()), kind.policy().inFolders());
    }
    var lane = new IngestLane(folder, kind, ingestion,
        () -> open.stream().filter(other -> kind.after().contains(other.folder().kind())).toList(), limits);
    open.add(lane);
    return lane;
  }

  private void clear(Path shelf, boolean withFolders) throws IOException {
    AtomicFiles.deleteLeftovers(shelf, engine.text());
    if (withFolders && Files.isDirectory(shelf)) {
      try (var folders = Files.newDirectoryStream(shelf, Files::isDirectory)) {
        for (Path folder : folders) {
          AtomicFiles.deleteLeftovers(folder, engine.text());
        }
      }
    }
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
