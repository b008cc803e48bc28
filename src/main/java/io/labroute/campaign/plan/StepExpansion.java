package io.labroute.campaign.plan;

import io.labroute.campaign.plan.Operation.Given;
import io.labroute.campaign.plan.Operation.Yield;
import io.labroute.campaign.plan.PlanStep.After;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.Placeholders;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Mapping.Entry;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Quantity;
import io.labroute.lab.Quantity.Dimension;
import io.labroute.lab.Refusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a plan in an order in which they can be done; composite operations become the steps that they stand for. */
final class StepExpansion {

  /** Words that every step may have. */
  private static final Set<String> WORDS = Set.of("id", "operation", "device", "after", "tips");
  private static final int MOST_STEPS = 10_000;
  private static final int DEEPEST = 5;

  private final Operations operations;
  private final ParameterValues values;
  private final List<PlanStep> steps = new ArrayList<>();
  private final Map<String, TreeNode> nodes = new HashMap<>();
  /** Of composite steps, the last that they stand for. */
  private final Map<String, String> lastOf = new HashMap<>();

  StepExpansion(Operations operations, Set<String> labware) {
    this.operations = operations;
    this.values = new ParameterValues(labware);
  }

  List<PlanStep> steps(List<TreeNode> written, Consumer<Finding> faults) {
    int number = 0;
    for (TreeNode node : written) {
      number++;
      String usualId = "step-" + number;
      told(faults, () -> {
        Fields step = Fields.of(node);
        add(step, step.has("id") ? PlanReader.id(step.required("id")) : usualId, after(step), 0);
      });
    }
    told(faults, this::checkNames);
    return ordered(faults);
  }

  private void add(Fields step, String id, List<After> after, int depth) {
    Operation operation = operations.get(step.required("operation"));
    if (nodes.putIfAbsent(id, step.node()) != null) {
      throw Finding.of("campaign.step-twice", "Two steps have this id.").at(step.node().place()).value(id).refusal();
    }
    Given given = values.check(operation, step, WORDS);
    String device = step.has("device") ? Fields.at(step.required("device"), () -> LabName.of("device", step.text("device"))) : null;
    if (operation.yields() == Yield.STEPS) {
      addComposite(step, id, operation, device, after, depth);
      return;
    }
    boolean liquid = operation.yields() == Yield.WORKLIST;
    if (liquid && device == null) {
      throw Finding.of("campaign.device-missing", "A step that becomes a worklist has to name its device.").at(step.node().place())
          .value(id).refusal();
    }
    if (!liquid && step.has("tips")) {
      throw Finding.of("campaign.tips", "This operation takes no tips.").at(step.required("tips").place()).value(operation.name()).refusal();
    }
    steps.add(new PlanStep(id, operation.name(), PlanStep.Yield.valueOf(operation.yields().name()), device, operation.category(),
        given.written(), given.quantities(), List.copyOf(given.labware()), after, liquid ? liquid(operation, step) : null,
        step.has("tips") ? Fields.of(step.required("tips")).node() : null));
    if (steps.size() > MOST_STEPS) {
      throw Finding.of("campaign.too-many-steps", "The plan has too many steps.").at(step.node().place())
          .allowed("at most " + MOST_STEPS).refusal();
    }
  }

  private void addComposite(Fields step, String id, Operation operation, @Nullable String device, List<After> after, int depth) {
    if (depth == DEEPEST) {
      throw Finding.of("campaign.operation-depth", "Operations stand for each other too deeply.").at(step.node().place())
          .value(operation.name()).allowed("at most " + DEEPEST + " deep").maybe("one stands for itself.").refusal();
    }
    Map<String, TreeNode> given = new HashMap<>();
    withUsualValues(operation, step.node()).entries().forEach(entry -> given.put(entry.key(), entry.value()));
    var placeholders = new Placeholders(given, step.node().place(), name -> Finding.of("campaign.placeholder",
        "The operation %s has no such parameter, or the step gives none.".formatted(operation.name()))
        .maybe("it is misspelled in lab/operations.yaml, or needs a usual value."));
    List<After> before = after;
    String last = id;
    for (int n = 0; n < operation.steps().size(); n++) {
      Fields part = Fields.of(placeholders.fill(operation.steps().get(n)));
      last = id + "." + (part.has("id") ? Fields.scalar(part.required("id")).text() : String.valueOf(n + 1));
      add(device == null || part.has("device") ? part : with(part, "device", device), last, before, depth + 1);
      before = List.of(new After(lastOf.getOrDefault(last, last), null, null));
    }
    lastOf.put(id, lastOf.getOrDefault(last, last));
  }

  private static Mapping withUsualValues(Operation operation, Mapping step) {
    var entries = new ArrayList<>(step.entries());
    operation.parameters().forEach((name, parameter) -> {
      if (parameter.usual() != null && step.get(name).isEmpty()) {
        entries.add(new Entry(name, parameter.usual()));
      }
    });
    return new Mapping(step.place(), entries);
  }

  private static Fields with(Fields step, String word, String value) {
    var entries = new ArrayList<>(step.node().entries());
    entries.add(new Entry(word, new Scalar(step.node().place(), value, false)));
    return new Fields(new Mapping(step.node().place(), entries));
  }

  /** The step in the words of the worklist language, without those that are for people only. */
  private static Mapping liquid(Operation operation, Fields step) {
    var entries = new ArrayList<Entry>();
    entries.add(new Entry("operation", new Scalar(step.required("operation").place(), operation.as(), false)));
    operation.parameters().forEach((name, parameter) -> {
      TreeNode value = step.node().get(name).orElse(parameter.usual());
      if (value != null && !parameter.note()) {
        entries.add(new Entry(name, value));
      }
    });
    return new Mapping(step.node().place(), entries);
  }

  /** {@code after: other}, {@code after: {step: other, within: 5 min, at-least: 1 min}}, or a list of these. */
  private static List<After> after(Fields step) {
    return step.items("after").stream().map(node -> {
      if (node instanceof Scalar scalar) {
        return new After(scalar.text(), null, null);
      }
      Fields fields = Fields.of(node, Set.of("step", "within", "at-least"));
      Quantity within = duration(fields, "within");
      Quantity atLeast = duration(fields, "at-least");
      if (within != null && atLeast != null && atLeast.compareTo(within) > 0) {
        throw Finding.of("campaign.waits", "The shortest wait is longer than the longest.").at(node.place())
            .value("%s, %s".formatted(atLeast, within)).maybe("they are exchanged.").refusal();
      }
      return new After(fields.text("step"), within, atLeast);
    }).toList();
  }

  private static @Nullable Quantity duration(Fields fields, String word) {
    return fields.has(word) ? Fields.at(fields.required(word), () -> Quantity.parse(fields.text(word), Dimension.DURATION)) : null;
  }

  private void checkNames() {
    for (int n = 0; n < steps.size(); n++) {
      PlanStep step = steps.get(n);
      var after = new ArrayList<After>();
      for (After before : step.after()) {
        if (!nodes.containsKey(before.stepId())) {
          throw Finding.of("campaign.unknown-step", "There is no such step to come after.").at(nodes.get(step.stepId()).place())
              .value(before.stepId()).allowed(nodes.keySet().stream().sorted().collect(Collectors.joining(", ")))
              .maybe("it is misspelled, or is faulty itself.").refusal();
        }
        after.add(new After(lastOf.getOrDefault(before.stepId(), before.stepId()), before.within(), before.atLeast()));
      }
      steps.set(n, new PlanStep(step.stepId(), step.operation(), step.yields(), step.device(), step.category(), step.parameters(),
          step.quantities(), step.labware(), after, step.liquid(), step.tips()));
    }
  }

  /** As they were written, but none before one that it comes after. */
  private List<PlanStep> ordered(Consumer<Finding> faults) {
    var ordered = new ArrayList<PlanStep>();
    var done = new HashSet<String>();
    var open = new ArrayList<>(steps);
    while (!open.isEmpty()) {
      PlanStep next = open.stream().filter(step -> step.after().stream().allMatch(before -> done.contains(before.stepId())
          || !nodes.containsKey(before.stepId()))).findFirst().orElse(null);
      if (next == null) {
        faults.accept(Finding.of("campaign.cycle", "These steps wait for each other.").at(nodes.get(open.get(0).stepId()).place())
            .value(open.stream().map(PlanStep::stepId).collect(Collectors.joining(", "))).maybe("an 'after' names the wrong step."));
        return steps;
      }
      open.remove(next);
      done.add(next.stepId());
      ordered.add(next);
    }
    return ordered;
  }

  private static void told(Consumer<Finding> faults, Runnable part) {
    try {
      part.run();
    } catch (Refusal refusal) {
      faults.accept(refusal.finding());
    }
  }
}
