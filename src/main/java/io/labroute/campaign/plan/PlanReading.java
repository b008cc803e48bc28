package io.labroute.campaign.plan;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.proposal.AssayTemplates;
import io.labroute.campaign.proposal.LabwareKinds;
import io.labroute.campaign.proposal.ProposalExpansion;
import io.labroute.campaign.proposal.ProposalExpansion.Expanded;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.JsonTree;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Mapping.Entry;
import io.labroute.lab.Finding;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Makes a plan of a document: tables of transfers put in, proposals laid out, steps read, liquids checked. */
@Component
public class PlanReading {

  private final PlanRepository plans;
  private final LabwareKinds kinds;
  private final PlanCheck check;
  private final List<PlanWord> words;

  /** @param words of plans that other rooms read */
  PlanReading(PlanRepository plans, LabwareKinds kinds, PlanCheck check, List<PlanWord> words) {
    this.plans = plans;
    this.kinds = kinds;
    this.check = check;
    this.words = words;
  }

  /**
   * The plan of a document.
   *
   * @param faults is told all that is wrong, as far as it can be told; then the plan must not be kept
   * @throws io.labroute.lab.Refusal when nothing sensible can be said of the rest
   */
  public CampaignPlan read(Mapping document, Consumer<Finding> faults, Consumer<Finding> warnings) {
    var heard = new boolean[1];
    Consumer<Finding> all = fault -> {
      heard[0] = true;
      faults.accept(fault);
    };
    Mapping root = withTransfers(document);
    words.forEach(word -> root.get(word.word()).ifPresent(word::check));
    Laid laid = laidOut(root, warnings);
    CampaignPlan plan = new PlanReader(operations(), all).read(root, laid.labware(), laid.steps(), laid.layout());
    if (!heard[0]) {
      check.check(plan, faults, warnings);
    }
    return plan;
  }

  private record Laid(List<TreeNode> labware, List<TreeNode> steps, ObjectNode layout) {}

  /** Labware and steps as they were written, and those that proposals become. */
  private Laid laidOut(Mapping root, Consumer<Finding> warnings) {
    List<TreeNode> written = Fields.of(root).items("steps");
    if (root.get("proposals").isEmpty()) {
      return new Laid(Fields.of(root).items("labware"), written, JsonNodeFactory.instance.objectNode());
    }
    Expanded expanded = new ProposalExpansion(templates(), kinds).expand(root);
    expanded.warnings().forEach(warnings);
    List<TreeNode> steps = new ArrayList<>(written);
    steps.addAll(expanded.steps());
    return new Laid(expanded.labware(), steps, expanded.layout());
  }

  private static AssayTemplates templates() {
    try {
      return AssayTemplates.read(AssayTemplates.FOLDER);
    } catch (IOException unreadable) {
      throw Finding.of("campaign.assays-unreadable", "The templates of assays cannot be read: " + unreadable)
          .value(AssayTemplates.FOLDER.toString()).maybe("the engine was not started in its folder, or they were deleted.").refusal();
    }
  }

  private static Operations operations() {
    try {
      return Operations.read(Operations.FILE);
    } catch (IOException unreadable) {
      throw Finding.of("campaign.operations-unreadable", "The operations cannot be read: " + unreadable).value(Operations.FILE.toString())
          .maybe("the engine was not started in its folder, or the file was deleted.").refusal();
    }
  }

  /** {@code transfers: {file: picks.csv}} stands for the rows of that table. */
  private Mapping withTransfers(Mapping root) {
    return new Mapping(root.place(), root.entries().stream().map(entry -> entry.key().equals("steps")
        && entry.value() instanceof TreeNode.Sequence steps
        ? new Entry("steps", new TreeNode.Sequence(steps.place(), steps.items().stream().map(this::stepWithTransfers).toList()))
        : entry).toList());
  }

  private TreeNode stepWithTransfers(TreeNode step) {
    boolean named = step instanceof Mapping map && map.get("transfers").orElse(null) instanceof Mapping;
    return !named ? step : new Mapping(step.place(), ((Mapping) step).entries().stream()
        .map(entry -> entry.key().equals("transfers") ? new Entry("transfers", transfers(entry.value())) : entry).toList());
  }

  private TreeNode transfers(TreeNode named) {
    Fields fields = Fields.of(named, Set.of("file"));
    String name = fields.text("file");
    String rows = plans.transfers(name).orElseThrow(() -> Finding.of("campaign.transfers-missing",
        "There is no table of transfers of this name.").at(fields.required("file").place()).value(name)
        .maybe("it was not dropped yet: drop the table first, then the plan.").refusal());
    return JsonTree.parse(new StringReader(rows));
  }
}
