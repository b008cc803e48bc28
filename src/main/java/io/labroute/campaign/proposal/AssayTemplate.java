package io.labroute.campaign.proposal;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.Placeholders;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What is done with the plates of an assay.
 *
 * @param parameters by name
 * @param layout what is usual where a plan does not say it
 * @param steps in order, with placeholders; one of them seeds cells, a later one doses
 */
record AssayTemplate(String assay, Map<String, Parameter> parameters, Mapping layout, List<Fields> steps) {

  static final String SEED = "seed";
  static final String DOSE = "dose";

  private static final Set<String> WORDS = Set.of("assay", "parameters", "layout", "steps");
  private static final Set<String> BUILT_IN = Set.of("plate", "at", "device", "volume", "cell_line");
  private static final Set<String> WORDS_OF_SEED = Set.of("id", "operation", "device", "tips", "after", "liquid_class", "cells",
      "by");
  private static final Set<String> WORDS_OF_DOSE = Set.of("id", "operation", "device", "tips", "after", "liquid_class");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}");

  static AssayTemplate read(TreeNode root) {
    Fields fields = Fields.of(root, WORDS);
    Map<String, Parameter> parameters = new LinkedHashMap<>();
    if (fields.has("parameters")) {
      Fields.of(fields.required("parameters")).node().entries()
          .forEach(entry -> parameters.put(entry.key(), Parameter.read(entry.key(), entry.value())));
    }
    Mapping layout = fields.has("layout") ? Fields.of(fields.required("layout")).node()
        : new Mapping(root.place(), List.of());
    var template = new AssayTemplate(Proposal.name(fields, "assay"), parameters, layout,
        fields.items("steps").stream().map(Fields::of).toList());
    LayoutRules.check(layout);
    template.check(root.place());
    return template;
  }

  private void check(Place root) {
    var known = new TreeSet<>(BUILT_IN);
    known.addAll(parameters.keySet());
    var ids = new ArrayList<String>();
    var special = new ArrayList<String>();
    for (Fields step : steps) {
      String id = step.text("id");
      if (!ID.matcher(id).matches() || ids.contains(id)) {
        throw Finding.of("proposal.step-id", "The id of a step is malformed, or another step has it.").at(step.required("id").place())
            .value(id).allowed("letters, digits, _ and -, at most 40").refusal();
      }
      checkAfter(step, ids);
      ids.add(id);
      Placeholders.names(step.node(), name -> {
        if (!known.contains(name)) {
          throw Finding.of("proposal.placeholder", "The assay has no such parameter.").at(step.node().place()).value("${" + name + "}")
              .allowed(String.join(", ", known)).maybe("it is misspelled.").refusal();
        }
      });
      String operation = step.text("operation");
      if (operation.equals(SEED)) {
        Fields.of(step.node(), WORDS_OF_SEED).required("cells");
        special.add(SEED);
      } else if (operation.equals(DOSE)) {
        Fields.of(step.node(), WORDS_OF_DOSE);
        special.add(DOSE);
      }
    }
    if (!special.equals(List.of(SEED, DOSE))) {
      throw Finding.of("proposal.template-steps", "An assay has one step that seeds, and after it one that doses.").at(root)
          .value(String.join(", ", special)).refusal();
    }
  }

  private static void checkAfter(Fields step, List<String> earlier) {
    for (TreeNode node : step.items("after")) {
      TreeNode named = node instanceof Mapping map ? Fields.of(map).required("step") : node;
      if (!earlier.contains(Fields.scalar(named).text())) {
        throw Finding.of("proposal.step-after", "There is no such earlier step.").at(named.place()).value(Fields.scalar(named).text())
            .allowed(String.join(", ", earlier)).refusal();
      }
    }
  }

  /** The values of the parameters for a plate, counted from 0: those that the plan gives, and the usual ones. */
  Map<String, TreeNode> values(Mapping given, int plate, Place place) {
    Fields.of(given, parameters.keySet());
    Map<String, TreeNode> values = new HashMap<>();
    parameters.forEach((name, parameter) -> {
      Scalar value = given.get(name).map(Fields::scalar).orElse(parameter.usual());
      if (value == null) {
        throw Finding.of("proposal.parameter-missing", "The assay %s needs this parameter.".formatted(assay)).at(place).value(name)
            .maybe("add it under layout: {assays: {%s: {%s: …}}}.".formatted(assay, name)).refusal();
      }
      parameter.check(value);
      Place at = given.get(name).isPresent() ? value.place() : place;
      values.put(name, new Scalar(at, parameter.value(value, plate), parameter.isNumber()));
    });
    return values;
  }
}
