package io.labroute.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.ref.SoftReference;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Camel's own JSON Schema of its route language: it finds what Camel's reader passes over, such as a step without its name. */
@Component
class RouteSchema {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> NOT_TEXT = Set.of("boolean", "integer", "number");
  private static final List<TextNode> ANY_SCALAR = List.of(TextNode.valueOf("number"), TextNode.valueOf("boolean"));

  /** Each word of the language at each place where it may stand would be 400 MB; those that are used are a few. */
  private static final boolean PRELOAD = false;

  private static final List<String> TELLING = List.of("pattern", "enum", "required", "additionalProperties");

  /** Of all alternatives that do not fit, those of the deepest place; of these, what names a word. */
  private static final Comparator<ValidationMessage> MOST_TELLING =
      Comparator.<ValidationMessage>comparingInt(fault -> fault.getInstanceLocation().getNameCount())
          .thenComparing(fault -> TELLING.indexOf(fault.getType()))
          .thenComparing(ValidationMessage::getMessage);

  /** It grows with each new shape of a route that is checked: given back when memory is short. */
  private SoftReference<JsonSchema> schema = new SoftReference<>(null);

  private synchronized JsonSchema schema() {
    JsonSchema known = schema.get();
    if (known == null) {
      known = read();
      schema = new SoftReference<>(known);
    }
    return known;
  }

  private static JsonSchema read() {
    try (InputStream text = RouteSchema.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
      JsonNode root = JSON.readTree(text);
      adapt(root);
      return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4)
          .getSchema(root, SchemaValidatorsConfig.builder().locale(Locale.ENGLISH).preloadJsonSchema(PRELOAD).build());
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }

  /**
   * Where the language wants a number or a truth value, a placeholder such as {@code {{labroute.x}}} may stand for it; where it
   * wants a text, a number may, because Camel reads {@code value: 50} as the text 50.
   */
  private static void adapt(JsonNode node) {
    String type = node.path("type").asText();
    if (node instanceof ObjectNode unknownWord && unknownWord.path("deprecated").isBoolean()) {
      unknownWord.remove("deprecated");
    }
    if (node instanceof ObjectNode object && NOT_TEXT.contains(type)) {
      object.putArray("type").add(type).add("string");
      object.put("pattern", "^(true|false|-?[0-9]+)$|\\{\\{|\\$\\{");
    } else if (node instanceof ObjectNode object && type.equals("string") && !object.has("enum")) {
      object.putArray("type").add(type).addAll(ANY_SCALAR);
    }
    node.forEach(RouteSchema::adapt);
  }

  /** Refuses a text that is not of the language, at the deepest of the places that the schema names. */
  void check(String content) {
    JsonNode routes = JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(content));
    schema().validate(routes).stream().max(MOST_TELLING)
        .ifPresent(fault -> {
          throw finding(fault, content).refusal();
        });
  }

  private static Finding finding(ValidationMessage fault, String content) {
    TreeNode node = YamlTree.parse(new StringReader(content));
    for (int depth = 0; depth < fault.getInstanceLocation().getNameCount(); depth++) {
      TreeNode child = child(node, String.valueOf(fault.getInstanceLocation().getElement(depth)));
      node = child == null ? node : child;
    }
    return Finding.of("route.not-of-the-language", "The route language does not allow this: " + fault.getMessage() + ".")
        .at(node.place()).maybe("a word is misspelled, forgotten, or stands one level too deep.");
  }

  private static @Nullable TreeNode child(TreeNode node, String step) {
    return node instanceof Mapping map ? map.get(step).orElse(null)
        : node instanceof Sequence list ? list.items().get(Integer.parseInt(step)) : null;
  }
}
