package io.labroute.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.lab.DevicePosition;
import io.labroute.tracking.events.DeviceEvent.Kind;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as a simulated device reports it. Its identity is made of what it is about and what happened, so that it is the same
 * however often it is told.
 */
final class Report {

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  private Report(Kind kind, String about, String device, Instant at) {
    json.put("event", kind.text()).put("at", at.toString()).put("device", device).put("id", about + " " + kind.text())
        .put("simulated", true);
  }

  static Report of(Kind kind, String about, String device, Instant at) {
    return new Report(kind, about, device, at);
  }

  /** What tells it from all others. */
  String key() {
    return json.get("device").textValue() + " " + json.get("id").textValue();
  }

  Report with(String field, @Nullable String text) {
    if (text != null) {
      json.put(field, text);
    }
    return this;
  }

  Report with(String field, JsonNode value) {
    json.set(field, value);
    return this;
  }

  Report target(DevicePosition place) {
    json.put("target_device", place.device()).put("target_pos", place.position());
    return this;
  }

  ObjectNode json() {
    return json;
  }
}
