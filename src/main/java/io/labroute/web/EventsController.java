package io.labroute.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.lab.Finding;
import io.labroute.tracking.events.DeviceEvent;
import io.labroute.tracking.events.EventLog;
import io.labroute.tracking.events.EventRepository;
import io.labroute.tracking.events.LoggedEvent;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api")
@Tag(name = "Events", description = "What devices and scripts report, each once, in any order")
class EventsController {

  private static final int MOST_AT_ONCE = 10_000;

  private final EventLog log;
  private final EventRepository events;
  private final ZoneId zone;

  EventsController(EventLog log, EventRepository events, ZoneId zone) {
    this.log = log;
    this.events = events;
    this.zone = zone;
  }

  @GetMapping("/events")
  @Operation(summary = "The log after an event, in the order of its numbers",
      description = "Read on from the last event_id: none is missed, and none comes twice, whoever writes at the same time.")
  List<LoggedEvent> after(@RequestParam(defaultValue = "0") long after, @RequestParam(defaultValue = "1000") int limit) {
    return events.after(after, limit);
  }

  @PostMapping("/events")
  @Operation(summary = "Report events; one that contradicts the record is kept and flagged, one that was told before changes nothing")
  List<EventLog.Taken> report(@RequestBody List<ObjectNode> reported) {
    if (reported.size() > MOST_AT_ONCE) {
      throw Finding.of("event.too-many", "These are too many events for one call.").value(String.valueOf(reported.size()))
          .allowed("at most " + MOST_AT_ONCE).maybe("drop them as a file.").refusal();
    }
    return log.take(reported.stream().map(this::event).map(event -> new EventLog.Told(event, null)).toList(), Caller.NAME, null);
  }

  @GetMapping("/events/contradictions")
  @Operation(summary = "Events that contradict the record, the newest first")
  List<JsonNode> contradictions(@RequestParam(defaultValue = "1000") int limit) {
    return events.contradictions(limit);
  }

  @GetMapping("/quarantine")
  @Operation(summary = "Reported containers with a barcode that nobody knows, or with none",
      description = "Register the container and try again, or dismiss the event.")
  List<JsonNode> quarantine(@RequestParam(defaultValue = "1000") int limit) {
    return events.quarantine(limit);
  }

  @GetMapping("/device-clocks")
  @Operation(summary = "How late each device's events come; a negative delay is a clock that is ahead")
  List<JsonNode> clocks() {
    return events.clocks();
  }

  /** How many flagged events fit now. */
  record Fitting(int fitting) {}

  @PostMapping("/events/contradictions/try")
  @Operation(summary = "Try flagged events again, after something was put right by hand")
  Fitting tryAgain() {
    return new Fitting(log.tryAgain(Caller.NAME));
  }

  /** Why nothing is to be done. */
  record Reason(@Nullable String reason) {}

  @PostMapping("/events/{id}/dismiss")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  @Operation(summary = "Say that a flagged event needs no more attention; it stays in the log")
  void dismiss(@PathVariable long id, @RequestBody Reason reason) {
    if (reason.reason() == null || reason.reason().isBlank()) {
      throw Finding.of("event.reason-missing", "The reason is missing.").refusal();
    }
    log.dismiss(id, reason.reason(), Caller.NAME);
  }

  private DeviceEvent event(ObjectNode fields) {
    fields.fieldNames().forEachRemaining(name -> {
      if (!DeviceEvent.FIELDS.contains(name)) {
        throw Finding.of("event.unknown-field", "No event has this field.").value(name)
            .allowed(String.join(", ", DeviceEvent.FIELDS)).refusal();
      }
    });
    return DeviceEvent.of(name -> {
      JsonNode value = fields.get(name);
      return value == null || value.isNull() ? null : value.isValueNode() ? value.asText() : value.toString();
    }, zone);
  }
}
