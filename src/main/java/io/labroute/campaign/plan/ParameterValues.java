package io.labroute.campaign.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.plan.Operation.Given;
import io.labroute.campaign.plan.Operation.Parameter;
import io.labroute.campaign.plan.Operation.Type;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Concentration;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Quantity;
import io.labroute.lab.Quantity.Dimension;
import io.labroute.lab.Volume;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what a step gives for the parameters of its operation: each one declared, of its type, with its unit, in its range.
 *
 * @param labware what the plan declares
 */
record ParameterValues(Set<String> labware) {

  private static final int LONGEST_TEXT = 2_000;

  /** What a step gives for an operation's parameters; words that every step may have are left to the caller. */
  Given check(Operation operation, Fields step, Set<String> wordsOfSteps) {
    var known = new HashSet<>(wordsOfSteps);
    known.addAll(operation.parameters().keySet());
    Fields.of(step.node(), known);
    var given = new Given(JsonNodeFactory.instance.objectNode(), JsonNodeFactory.instance.objectNode(), new ArrayList<>());
    operation.parameters().forEach((name, parameter) -> {
      TreeNode value = step.node().get(name).orElse(parameter.usual());
      if (value != null) {
        given.written().set(name, TreeAsJson.json(value));
        checkOne(name, parameter, value, given);
      } else if (parameter.required()) {
        throw Finding.of("campaign.parameter-missing", "The operation needs this parameter.").at(step.node().place()).value(name)
            .maybe("it is misspelled.").refusal();
      }
    });
    return given;
  }

  private void checkOne(String name, Parameter parameter, TreeNode value, Given given) {
    switch (parameter.type()) {
      case TEXT -> text(value);
      case TEXTS -> (value instanceof Sequence list ? list.items() : List.of(value)).forEach(ParameterValues::text);
      case FLAG -> Fields.scalar(value).bool();
      case CHOICE -> choice(parameter, Fields.scalar(value));
      case LABWARE -> given.labware().add(labware(Fields.scalar(value)));
      case PLACE -> place(Fields.of(value, Set.of("device", "position")));
      case CONCENTRATION -> Fields.at(value, () -> Concentration.parse(Fields.scalar(value).text()));
      case LIQUID -> { }                       // read by those who know how liquid is moved
      case NUMBER, COUNT, VOLUME, DURATION, TEMPERATURE, LENGTH, ROTATION, ACCELERATION ->
          number(name, parameter, Fields.scalar(value), given.quantities());
    }
  }

  private static void number(String name, Parameter parameter, Scalar value, ObjectNode quantities) {
    BigDecimal number = base(parameter.type(), value.text(), value);
    boolean low = parameter.from() != null && number.compareTo(base(parameter.type(), parameter.from(), value)) < 0;
    boolean high = parameter.to() != null && number.compareTo(base(parameter.type(), parameter.to(), value)) > 0;
    if (low || high) {
      throw Finding.of("campaign.parameter-range", "The value of %s is out of range.".formatted(name)).at(value.place())
          .value(value.text()).allowed(range(parameter)).maybe("the unit is another one than meant.").refusal();
    }
    quantities.put(name + suffix(parameter.type()), number);
  }

  private static BigDecimal base(Type type, String text, TreeNode where) {
    return Fields.at(where, () -> switch (type) {
      case VOLUME -> Volume.parse(text).microlitres();
      case NUMBER -> new Scalar(where.place(), text, true).number();
      case COUNT -> BigDecimal.valueOf(new Scalar(where.place(), text, true).integer());
      default -> Quantity.parse(text, Dimension.valueOf(type.name())).base();
    });
  }

  private static String suffix(Type type) {
    return switch (type) {
      case NUMBER, COUNT -> "";
      case VOLUME -> "_ul";
      default -> "_" + Dimension.valueOf(type.name()).base().toLowerCase(Locale.ROOT);
    };
  }

  private static @Nullable String range(Parameter parameter) {
    return parameter.from() == null ? "at most " + parameter.to()
        : parameter.to() == null ? "at least " + parameter.from() : parameter.from() + " to " + parameter.to();
  }

  private static void text(TreeNode value) {
    String text = Fields.scalar(value).text();
    if (text.isBlank() || text.length() > LONGEST_TEXT || text.indexOf(0) >= 0) {
      throw Finding.of("campaign.text", "This is no text to work with.").at(value.place()).value(text)
          .allowed("1 to " + LONGEST_TEXT + " characters").refusal();
    }
  }

  private static void choice(Parameter parameter, Scalar value) {
    if (!parameter.values().contains(value.text())) {
      throw Finding.of("campaign.choice", "There is no such choice.").at(value.place()).value(value.text())
          .allowed(String.join(", ", parameter.values())).refusal();
    }
  }

  private String labware(Scalar value) {
    if (!labware.contains(value.text())) {
      throw Finding.of("campaign.unknown-labware", "The plan declares no such labware.").at(value.place()).value(value.text())
          .allowed(String.join(", ", labware.stream().sorted().toList())).maybe("it is misspelled.").refusal();
    }
    return value.text();
  }

  private static void place(Fields fields) {
    Fields.at(fields.required("device"), () -> LabName.of("device", fields.text("device")));
    fields.required("position");
    fields.number("position", 0, 0, 100_000);
  }

  /** Bounds and usual values have to be of the parameter's type themselves. */
  static void checkBounds(Parameter parameter, TreeNode where) {
    boolean numeric = switch (parameter.type()) {
      case NUMBER, COUNT, VOLUME, DURATION, TEMPERATURE, LENGTH, ROTATION, ACCELERATION -> true;
      default -> false;
    };
    for (String bound : new String[] {parameter.from(), parameter.to()}) {
      if (bound != null && !numeric) {
        throw Finding.of("campaign.bound", "A parameter of this type has no bounds.").at(where.place()).value(bound).refusal();
      }
      if (bound != null) {
        base(parameter.type(), bound, where);
      }
    }
  }
}
