package io.labroute.campaign.plan;

import io.labroute.campaign.plan.Operation.Parameter;
import io.labroute.campaign.plan.Operation.Type;
import io.labroute.campaign.plan.Operation.Yield;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.ParsedFile;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.YamlTree;
import io.labroute.lab.Finding;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operations of a file that an administrator can edit, by name. */
record Operations(Map<String, Operation> byName) {

  /** Where they stand, in the project's folder. */
  static final Path FILE = Path.of("lab", "operations.yaml");

  private static final ParsedFile<Operations> PARSED = new ParsedFile<>(Operations::parse);
  private static final Set<String> WORDS = Set.of("yields", "device", "as", "parameters", "steps");
  private static final Set<String> WORDS_OF_PARAMETER = Set.of("type", "required", "from", "to", "values", "usual", "note");

  /**
   * Reads them.
   *
   * @throws io.labroute.lab.Refusal with line and column, when one is not as it should be
   */
  static Operations read(Path file) throws IOException {
    return PARSED.read(file);
  }

  private static Operations parse(Reader text) {
    Map<String, Operation> operations = new LinkedHashMap<>();
    Fields.of(YamlTree.parse(text)).node().entries()
        .forEach(entry -> operations.put(entry.key(), operation(entry.key(), Fields.of(entry.value(), WORDS))));
    return new Operations(Collections.unmodifiableMap(operations));
  }

  /**
   * The operation of a step.
   *
   * @throws io.labroute.lab.Refusal {@code campaign.unknown-operation} at the step
   */
  Operation get(TreeNode name) {
    String text = Fields.scalar(name).text();
    Operation operation = byName.get(text);
    if (operation == null) {
      throw Finding.of("campaign.unknown-operation", "There is no such operation.").at(name.place()).value(text)
          .allowed(String.join(", ", byName.keySet())).maybe("it is misspelled, or not declared in lab/operations.yaml.").refusal();
    }
    return operation;
  }

  private static Operation operation(String name, Fields fields) {
    Yield yields = Fields.choice(fields.required("yields"), Yield.class);
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    if (fields.has("parameters")) {
      Fields.of(fields.required("parameters")).node().entries().forEach(entry ->
          parameters.put(entry.key(), parameter(Fields.of(entry.value(), WORDS_OF_PARAMETER))));
    }
    List<TreeNode> steps = fields.items("steps");
    if ((yields == Yield.STEPS) == steps.isEmpty()) {
      throw fields.wrong(yields == Yield.STEPS ? "An operation that stands for steps has to name them."
          : "Only an operation that yields steps can have them.", name);
    }
    return new Operation(name, yields, fields.optional("device"), fields.text("as", name), parameters, steps);
  }

  private static Parameter parameter(Fields fields) {
    Type type = Fields.choice(fields.required("type"), Type.class);
    if ((type == Type.CHOICE) == fields.texts("values").isEmpty()) {
      throw fields.wrong("A choice has values, and nothing else has.", null);
    }
    var parameter = new Parameter(type, fields.flag("required", false), fields.optional("from"), fields.optional("to"),
        fields.texts("values"), fields.node().get("usual").orElse(null), fields.flag("note", false));
    ParameterValues.checkBounds(parameter, fields.node());
    return parameter;
  }
}
