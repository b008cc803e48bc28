package io.labroute.execution.planning;

import io.labroute.audit.AuditEntry;
import io.labroute.audit.AuditRepository;
import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import io.labroute.platform.JsonText;
import io.labroute.platform.LabNature;
import io.labroute.tracking.devices.DeviceRepository;
import io.labroute.tracking.events.EventRepository;
import io.labroute.tracking.events.LoggedEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** When devices cannot be used, as people and the devices themselves say. */
@Service
public class Downtimes {

  private static final Logger log = LoggerFactory.getLogger(Downtimes.class);
  private static final int AT_ONCE = 1_000;

  private final LabRepository lab;
  private final DeviceRepository devices;
  private final EventRepository events;
  private final AuditRepository audit;
  private final JsonText json;
  private final Clock clock;
  private final LabNature nature;

  Downtimes(LabRepository lab, DeviceRepository devices, EventRepository events, AuditRepository audit, JsonText json, Clock clock,
      LabNature nature) {
    this.lab = lab;
    this.devices = devices;
    this.events = events;
    this.audit = audit;
    this.json = json;
    this.clock = clock;
    this.nature = nature;
  }

  /** All times in which a device was down, the newest first. */
  public List<Downtime> of(String device) {
    return lab.downs(device);
  }

  /**
   * Says that a device cannot be used from now on.
   *
   * @param until null when nobody knows
   * @throws Refusal {@code device.unknown}, {@code device.down-until}
   */
  @Transactional
  public List<Downtime> down(String device, @Nullable Instant until, @Nullable String reason, String actor) {
    require(device);
    lab.down(device, clock.instant(), until, reason == null || reason.isBlank() ? "down" : reason, actor, null);
    audit.add(AuditEntry.of(actor, "put down", "device " + device));
    return of(device);
  }

  /** Says that a device can be used again. */
  @Transactional
  public List<Downtime> up(String device, String actor) {
    require(device);
    if (lab.up(device, actor)) {
      audit.add(AuditEntry.of(actor, "put up again", "device " + device));
    }
    return of(device);
  }

  private void require(String device) {
    if (devices.find(device, false).isEmpty()) {
      throw Finding.of("device.unknown", "There is no such device.").value(device)
          .allowed(String.join(", ", devices.names())).maybe("it is misspelled, or was retired.").refusal();
    }
  }

  /** Reads what devices report of themselves; simulated reports count in the simulated lab only. */
  @Transactional
  public void readNews() {
    List<LoggedEvent> fresh;
    do {
      fresh = events.after(lab.holdCursor(), AT_ONCE);
      fresh.stream().filter(event -> event.reporter() != null && !event.isFlagged()
          && (nature.isSimulated() || !event.detail().path("simulated").asBoolean())).forEach(this::take);
      if (!fresh.isEmpty()) {
        lab.setCursor(fresh.get(fresh.size() - 1).eventId());
      }
    } while (fresh.size() == AT_ONCE);
  }

  private void take(LoggedEvent event) {
    String device = event.reporter();
    if (event.kind().equals("up")) {
      lab.up(device, "device " + device);
    } else if (event.kind().equals("down")) {
      String until = parameter(event, "until");
      String message = event.detail().path("message").asText("");
      try {
        lab.down(device, event.occurredAt(), until == null ? null : OffsetDateTime.parse(until).toInstant(),
            message.isEmpty() ? "down" : message, "device " + device, event.eventId());
      } catch (Refusal impossible) {
        log.warn("event {}: {}", event.eventId(), impossible.finding().text());
      }
    }
  }

  private @Nullable String parameter(LoggedEvent event, String name) {
    String parameters = event.detail().path("parameters").textValue();
    return parameters == null ? null : json.tree(parameters).path(name).textValue();
  }
}
