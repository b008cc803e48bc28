package io.labroute.campaign.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.plan.CampaignPlan.PlanLabware;
import io.labroute.campaign.plan.CampaignPlan.Release;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeAsJson;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.lab.DevicePosition;
import io.labroute.lab.Finding;
import io.labroute.lab.LabName;
import io.labroute.lab.Refusal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads a plan; its form is published as {@code schemas/campaigns.schema.json}. */
final class PlanReader {

  private static final Set<String> WORDS =
      Set.of("campaign", "process", "release", "labware", "steps", "proposals", "stocks", "layout", "cells",
          "priority", "earliest", "due", "iterations", "strategy");
  private static final Set<String> WORDS_OF_CAMPAIGN = Set.of("id", "name", "goal", "type");
  private static final Set<String> WORDS_OF_LABWARE =
      Set.of("id", "barcode", "type", "kind", "rows", "columns", "dead", "maximum", "rack-type", "at", "contents");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private final Operations operations;
  private final Consumer<Finding> faults;

  /** @param faults all that is wrong, not only the first */
  PlanReader(Operations operations, Consumer<Finding> faults) {
    this.operations = operations;
    this.faults = faults;
  }

  /**
   * Reads a plan whose proposals, if it has any, have been laid out.
   *
   * @throws Refusal when nothing sensible can be said of the rest
   */
  CampaignPlan read(Mapping root, List<TreeNode> labware, List<TreeNode> steps, ObjectNode layout) {
    Fields plan = Fields.of(root, WORDS);
    Fields campaign = Fields.of(plan.required("campaign"), WORDS_OF_CAMPAIGN);
    String id = id(campaign.required("id"));
    IterationRule.of(root);
    Map<String, PlanLabware> pieces = labware(labware);
    var expansion = new StepExpansion(operations, pieces.keySet());
    List<PlanStep> read = expansion.steps(steps, faults);
    if (steps.isEmpty()) {
      faults.accept(Finding.of("campaign.no-steps", "The plan has no step.").at(root.place()));
    }
    return new CampaignPlan(id, name(campaign, "name"), name(campaign, "goal"), campaign.text("type", "manual"),
        plan.has("process") ? Fields.at(plan.required("process"), () -> LabName.of("process's name", plan.text("process"))) : id,
        plan.choice("release", Release.class, Release.SCHEDULED), Urgency.of(plan), List.copyOf(pieces.values()), read,
        (ObjectNode) TreeAsJson.readable(root), layout.isEmpty() ? null : layout);
  }

  private static String name(Fields fields, String word) {
    return fields.has(word) ? Fields.at(fields.required(word), () -> LabName.of(word, fields.text(word))) : null;
  }

  /** An identifier that may become part of a file's name. */
  static String id(TreeNode node) {
    return Fields.at(node, () -> id(Fields.scalar(node).text()));
  }

  static String id(String text) {
    if (!ID.matcher(text).matches()) {
      throw Finding.of("campaign.id", "This cannot be an identifier.").value(text)
          .allowed("letters, digits, . _ -, at most 100, beginning with a letter or digit").refusal();
    }
    return text;
  }

  private Map<String, PlanLabware> labware(List<TreeNode> nodes) {
    Map<String, PlanLabware> pieces = new LinkedHashMap<>();
    Map<DevicePosition, String> places = new HashMap<>();
    Map<String, String> barcodes = new HashMap<>();
    for (TreeNode node : nodes) {
      told(() -> {
        PlanLabware piece = piece(Fields.of(node, WORDS_OF_LABWARE));
        if (pieces.putIfAbsent(piece.id(), piece) != null) {
          throw Finding.of("campaign.labware-twice", "Two pieces of labware have this id.").at(node.place()).value(piece.id()).refusal();
        }
        distinct(places, piece.at(), piece, "campaign.place-twice", "Two pieces of labware begin in this position.");
        distinct(barcodes, piece.barcode(), piece, "campaign.barcode-twice", "Two pieces of labware have this barcode.");
      });
    }
    return pieces;
  }

  private static <K> void distinct(Map<K, String> known, K key, PlanLabware piece, String code, String what) {
    String other = key == null ? null : known.putIfAbsent(key, piece.id());
    if (other != null) {
      throw Finding.of(code, what).at(piece.node().place()).value(key.toString()).maybe("one of %s and %s is meant elsewhere."
          .formatted(other, piece.id())).refusal();
    }
  }

  private static PlanLabware piece(Fields fields) {
    return new PlanLabware(Fields.at(fields.required("id"), () -> label(fields.text("id"))),
        fields.has("barcode") ? Fields.at(fields.required("barcode"), () -> LabName.of("barcode", fields.text("barcode"))) : null,
        fields.has("at") ? place(fields.required("at")) : null, fields.node());
  }

  /** What labware is called on the deck: transfers name a well by it, as in {@code Stock/A1}. */
  private static String label(String text) {
    if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
      throw Finding.of("campaign.labware-id", "This cannot be the id of a piece of labware.").value(text)
          .allowed("a name without / and \\").maybe("it is a path, or names a well of the labware, too.").refusal();
    }
    return LabName.of("id", text);
  }

  /** {@code {device: Hotel, position: 3}}. */
  static DevicePosition place(TreeNode node) {
    Fields fields = Fields.of(node, Set.of("device", "position"));
    fields.required("position");
    return new DevicePosition(Fields.at(fields.required("device"), () -> LabName.of("device", fields.text("device"))),
        fields.number("position", 0, 0, 100_000));
  }

  private void told(Runnable part) {
    try {
      part.run();
    } catch (Refusal refusal) {
      faults.accept(refusal.finding());
    }
  }
}
