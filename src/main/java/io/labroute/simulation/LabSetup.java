package io.labroute.simulation;

import io.labroute.ingest.FileRecord;
import io.labroute.ingest.FileRepository;
import io.labroute.ingest.FileState;
import io.labroute.lab.Sha256;
import io.labroute.platform.LabNature;
import io.labroute.platform.SimulatedClock;
import io.labroute.tracking.events.EventRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Begins the simulated lab: drops its devices and what its cells are like, as an administrator has written them down. */
@Component
@Profile(LabNature.PROFILE)
class LabSetup {

  private static final Logger log = LoggerFactory.getLogger(LabSetup.class);
  private static final Path FOLDER = Path.of("lab", "simulation");

  private final FileRepository files;
  private final EventRepository events;
  private final Clock clock;
  private final Outbox outbox;

  LabSetup(FileRepository files, EventRepository events, Clock clock, Outbox outbox) {
    this.files = files;
    this.events = events;
    this.clock = clock;
    this.outbox = outbox;
  }

  /** A lab whose time was lost with its data folder goes on after what is on record. */
  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    events.latest().ifPresent(((SimulatedClock) clock)::reach);
    drop("lab-config", "lab.yaml");
    drop("simulation-parameters", "parameters.yaml");
  }

  /** A file whose content is what holds already is left where it is. */
  private void drop(String kind, String name) {
    Path file = FOLDER.resolve(name);
    if (!Files.exists(file)) {
      log.warn("{} is missing: the simulated lab begins without", file.toAbsolutePath());
      return;
    }
    try {
      byte[] bytes = Files.readAllBytes(file);
      Optional<FileRecord> last = files.find(FileState.COMPLETED, kind, null, 1).stream().findFirst();
      if (last.isEmpty() || !Sha256.of(bytes).equals(last.get().sha256())) {
        outbox.isUnderWay(kind, name, () -> new String(bytes, StandardCharsets.UTF_8));
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
