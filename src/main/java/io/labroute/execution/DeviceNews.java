package io.labroute.execution;

import com.fasterxml.jackson.databind.JsonNode;
import io.labroute.lab.Refusal;
import io.labroute.tracking.events.EventRepository;
import java.time.OffsetDateTime;
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

  DeviceNews(EventRepository events, NewsRepository news, WorklistRepository worklists, WorklistLife life) {
    this.events = events;
    this.news = news;
    this.worklists = worklists;
    this.life = life;
  }

  /**
   * Reads on.
   *
   * @return whether there may be more
   */
  @Transactional
  public boolean read() {
    List<JsonNode> fresh = events.after(news.holdCursor(), AT_ONCE);
    for (JsonNode event : fresh) {
      WorklistState state = STATES.get(event.path("kind").asText());
      if (state != null && event.path("reporter").isTextual() && !event.path("detail").path("simulated").asBoolean()) {
        take(event, state);
      }
    }
    if (!fresh.isEmpty()) {
      news.setCursor(fresh.get(fresh.size() - 1).get("event_id").longValue());
    }
    return fresh.size() == AT_ONCE;
  }

  private void take(JsonNode event, WorklistState state) {
    String device = event.get("reporter").asText();
    String named = event.path("detail").path("worklist").asText("");
    String run = event.path("detail").path("run").asText("");
    Optional<UUID> worklist = named.isEmpty() ? news.ofRun(device, run) : news.named(device, named);
    if (worklist.isEmpty()) {
      if (!named.isEmpty()) {
        log.warn("event {}: {} reports on a worklist {} that it was not given", event.get("event_id"), device, named);
      }
      return;
    }
    UUID id = worklist.get();
    if (!run.isEmpty() && !named.isEmpty()) {
      worklists.setRun(id, run);
    }
    String message = event.path("detail").path("message").asText("");
    boolean clockIsWrong = event.path("flag").asText("").equals("event.clock");
    String time = event.get(clockIsWrong ? "recorded_at" : "occurred_at").asText();
    try {
      life.become(id, state, "device " + device, message.isEmpty() ? null : message, OffsetDateTime.parse(time).toInstant());
    } catch (Refusal contradiction) {
      worklists.file(id).ifPresent(file -> worklists.note(id, file.state(), "device " + device,
          "it reports %s, which contradicts the record".formatted(state.text().replace('_', ' '))));
      log.warn("event {}: {}", event.get("event_id"), contradiction.finding().text());
    }
  }
}
