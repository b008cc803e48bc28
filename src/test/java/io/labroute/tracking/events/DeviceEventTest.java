package io.labroute.tracking.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.labroute.lab.Finding;
import io.labroute.lab.Refusal;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeviceEventTest {

  private static DeviceEvent event(String... fields) {
    Map<String, String> values = new HashMap<>(Map.of("at", "2026-11-23T08:00:00Z", "device", "Reader"));
    for (int n = 0; n < fields.length; n += 2) {
      values.put(fields[n], fields[n + 1]);
    }
    return DeviceEvent.of(values::get, ZoneOffset.UTC);
  }

  @Test
  void aDeviceMaySayUntilWhenItIsDown() {
    assertThat(event("event", "down").parameters()).isNull();
    assertThat(event("event", "down", "parameters", "{\"until\": \"2026-11-23T12:00:00+01:00\"}").event()).isEqualTo(DeviceEvent.Kind.DOWN);
    assertThat(event("event", "up").event()).isEqualTo(DeviceEvent.Kind.UP);
  }

  @Test
  void aTimeThatCannotBeReadIsRefusedAtItsField() {
    Finding finding = catchThrowableOfType(Refusal.class, () -> event("event", "down", "parameters", "{\"until\": \"soon\"}")).finding();

    assertThat(finding.code()).isEqualTo("event.until");
    assertThat(finding.text()).contains("parameters");
    assertThat(event("event", "barcode_read", "barcode", "P1", "parameters", "{\"until\": \"soon\"}")).as("of other events it means nothing").isNotNull();
  }
}
