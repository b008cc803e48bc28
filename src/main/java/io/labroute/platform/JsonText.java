package io.labroute.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.springframework.stereotype.Component;

/** JSON as it goes to the database and comes from there: numbers exact, names in the database's spelling. */
@Component
public class JsonText {

  private final ObjectMapper json;

  JsonText(ObjectMapper json) {
    this.json = json;
  }

  /** A tree of what the database holds, which is always JSON. */
  public JsonNode tree(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException fromTheDatabase) {
      throw new IllegalStateException(fromTheDatabase);
    }
  }

  /** A record of what the database holds, which is of our own making. */
  public <T> T read(String text, Class<T> type) {
    try {
      return json.readValue(text, type);
    } catch (JsonProcessingException fromTheDatabase) {
      throw new IllegalStateException(fromTheDatabase);
    }
  }

  /** An object as names and values, for pages. */
  public Map<String, Object> map(JsonNode object) {
    return json.convertValue(object, new TypeReference<>() { });
  }

  /** A record, a list or a map as text. */
  public String of(Object value) {
    try {
      return json.writeValueAsString(value);
    } catch (JsonProcessingException neverOfOurs) {
      throw new IllegalStateException(neverOfOurs);
    }
  }
}
