package io.labroute.execution;

import io.labroute.lab.Refusal;
import io.labroute.platform.LabNature;
import io.labroute.tracking.events.EventRepository;
import io.labroute.tracking.events.LoggedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Reads what devices report of worklists from the log of events: each event once, in its order, in the transaction of what it does. */
@Component
class DeviceNews {

  private static final Logger log = LoggerFactory.getLogger(DeviceNews.class);
  private static final int AT_ONCE = 1_000;
  private static final Map<String, WorklistState> STATES = Map.of("worklist_picked_up", WorklistState.PICKED_UP,
      "started", WorklistState.STARTED, "finished", WorklistState.FINISHED, "failed", WorklistState.FAILED);

  private final EventRepository events;
  private final NewsRepository news;
  private final WorklistRepository worklists;
  private final WorklistLife life;
  private final LabNature lab;

  DeviceNews(EventRepository events, NewsRepository news, WorklistRepository worklists, WorklistLife life,
      LabNature lab) {
    this.events = events;
    this.news = news;
    this.worklists = worklists;
    this.life = life;
    this.lab = lab;
  }

  /**
   * Reads on.
   *
   * @return whether there may be more
   */
  @Transactional
  public boolean read() {
    List<LoggedEvent> fresh = events.after(news.holdCursor(), AT_ONCE);
    for (LoggedEvent event : fresh) {
      WorklistState state = STATES.get(event.kind());
      if (state != null && event.reporter() != null
          && (lab.isSimulated() || !event.detail().path("simulated").asBoolean())) {
        take(event, event.reporter(), state);
      }
    }
    if (!fresh.isEmpty()) {
      news.setCursor(fresh.get(fresh.size() - 1).eventId());
    }
    return fresh.size() == AT_ONCE;
  }

  private void take(LoggedEvent event, String device, WorklistState state) {
    String named = event.detail().path("worklist").asText("");
    String run = event.detail().path("run").asText("");
    Optional<UUID> worklist = named.isEmpty() ? news.ofRun(device, run) : news.named(device, named);
    if (worklist.isEmpty()) {
      if (!named.isEmpty()) {
        log.warn("event {}: {} reports on a worklist {} that it was not given", event.eventId(), device, named);
      }
      return;
    }
    UUID id = worklist.get();
    if (!run.isEmpty() && !named.isEmpty()) {
      worklists.setRun(id, run);
    }
    String message = event.detail().path("message").asText("");
    Instant at = "event.clock".equals(event.flag()) ? event.recordedAt() : event.occurredAt();
    try {
      life.become(id, state, "device " + device, message.isEmpty() ? null : message, at);
    } catch (Refusal contradiction) {
      worklists.file(id).ifPresent(file -> worklists.note(id, file.state(), "device " + device,
          "it reports %s, which contradicts the record".formatted(state.text().replace('_', ' '))));
      log.warn("event {}: {}", event.eventId(), contradiction.finding().text());
    }
  }
}
