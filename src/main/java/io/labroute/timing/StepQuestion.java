package io.labroute.timing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import org.jspecify.annotations.Nullable;

/**
 * A step whose duration is asked for.
 *
 * @param fct what is to be done; {@code move} when it names an origin and a destination
 * @param device the device that shall do it, if that is known
 * @param parameters what it shall be asked to do; {@code method} or {@code protocol} among them names its method
 */
public record StepQuestion(@Nullable String fct, @Nullable String device, @Nullable String originDevice,
    @Nullable String destinationDevice, @Nullable JsonNode parameters) {

  public StepQuestion {
    if ((originDevice == null) != (destinationDevice == null)) {
      throw Finding.of("estimate.half-a-move", "A move has an origin and a destination.").refusal();
    }
    if (originDevice == null) {
      LabName.of("function", fct);
    }
    if (parameters != null && !(parameters instanceof ObjectNode)) {
      throw Finding.of("estimate.parameters", "Parameters are names with values.").value(parameters.toString())
          .allowed("a JSON object").refusal();
    }
  }

  /** Whether something is moved from device to device. */
  boolean isMove() {
    return originDevice != null;
  }

  @Nullable String method() {
    return text("method") == null ? text("protocol") : text("method");
  }

  private @Nullable String text(String name) {
    JsonNode value = parameters == null ? null : parameters.get(name);
    return value == null || value.isNull() ? null : value.isValueNode() ? value.asText() : value.toString();
  }
}
