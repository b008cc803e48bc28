package io.labroute.routing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.labroute.testing.EngineTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What editors offer is what the engine takes. */
class RouteSchemaIT extends EngineTest {

  @Autowired
  private CamelContext camel;

  @Test
  void theSchemaKnowsAllParametersOfTheTemplatesAndAllKinds() throws IOException {
    JsonNode schema = new ObjectMapper().readTree(Path.of("schemas/routes.schema.json").toFile());

    for (String template : List.of("inbox", "every")) {
      assertThat(schema.at("/$defs/%sParameter/properties/name/enum".formatted(template))).extracting(JsonNode::textValue)
          .containsExactlyInAnyOrderElementsOf(((ModelCamelContext) camel).getRouteTemplateDefinition(template)
              .getTemplateParameters().stream().map(RouteTemplateParameterDefinition::getName).toList());
    }
    assertThat(schema.at("/$defs/inboxParameter/allOf/0/then/properties/value/enum")).extracting(JsonNode::textValue)
        .containsExactlyInAnyOrderElementsOf(get("/api/kinds").findValuesAsText("name"));
  }
}
