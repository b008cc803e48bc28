package io.labroute.web;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.io.IOException;
import java.time.temporal.Temporal;
import java.util.Collection;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why the body of a call could not be read, in the words of JSON rather than of Java. */
final class UnreadableBody {

  private UnreadableBody() {}

  /** @param cause what the reader says; null when there was nothing to read */
  static Finding why(@Nullable Throwable cause) {
    if (cause instanceof UnrecognizedPropertyException field) {
      return Finding.of("body.unknown-field", "There is no such field.").at(place(field)).value(field.getPropertyName())
          .allowed(field.getKnownPropertyIds().stream().map(String::valueOf).sorted().collect(Collectors.joining(", ")))
          .maybe("it is misspelled.");
    }
    if (cause instanceof JsonMappingException value) {
      var finding = Finding.of("body.value", "The value cannot be used here%s.".formatted(reason(value))).at(place(value));
      Class<?> wanted = value instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
      finding = wanted == null ? finding : finding.allowed(kind(wanted));
      return value instanceof InvalidFormatException format ? finding.value(String.valueOf(format.getValue())) : finding;
    }
    if (cause instanceof StreamConstraintsException limit) {
      return Finding.of("body.limit", "The body is nested too deeply, or has a name or value that is too long.").at(place(limit));
    }
    if (cause instanceof JsonProcessingException text) {
      return Finding.of("body.not-json", "The body is not JSON.").at(place(text))
          .maybe("a quote, a comma or a bracket is missing there.");
    }
    return cause instanceof IOException ? Finding.of("body.broken-off", "The body broke off before its end.")
        .maybe("the connection was cut: send it again.")
        : Finding.of("body.missing", "The body is missing.").allowed("JSON");
  }

  /** What the value's own type says against it. */
  private static String reason(JsonMappingException value) {
    return value instanceof ValueInstantiationException && value.getCause() instanceof IllegalArgumentException refused
        && refused.getMessage() != null ? ": " + refused.getMessage() : "";
  }

  private static Place place(JsonProcessingException fault) {
    JsonLocation at = fault.getLocation();
    Long line = at == null ? null : (long) at.getLineNr();
    Integer column = at == null ? null : at.getColumnNr();
    String pointer = fault instanceof JsonMappingException mapped ? mapped.getPath().stream()
        .map(step -> "/" + (step.getFieldName() == null ? step.getIndex() : step.getFieldName())).collect(Collectors.joining()) : null;
    return new Place(line, column, null, pointer, null);
  }

  private static String kind(Class<?> type) {
    if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    }
    if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
      return "a number";
    }
    if (Temporal.class.isAssignableFrom(type)) {
      return "a time, such as 2026-11-22T09:00:00Z";
    }
    if (Collection.class.isAssignableFrom(type) || type.isArray()) {
      return "a list";
    }
    return type == UUID.class ? "a UUID" : type == String.class ? "text" : "an object";
  }
}
