package io.labroute.campaign.proposal;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.labroute.campaign.proposal.LayoutRules.Source;
import io.labroute.campaign.proposal.ProposalExpansion.Expanded;
import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.Placeholders;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Scalar;
import io.labroute.ingest.format.TreeNode.Sequence;
import io.labroute.lab.Finding;
import io.labroute.lab.Place;
import io.labroute.lab.Sha256;
import io.labroute.lab.Volume;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One plan's proposals on their way to labware and steps. */
final class Expansion {

  private static final List<String> WORDS = List.of("proposals", "stocks", "cells", "layout");
  private static final int DIGITS_OF_A_SEED = 12;

  private final AssayTemplates templates;
  private final LabwareKinds kinds;
  private final Fields plan;
  private final Mapping layout;
  private final long seed;
  private final SplittableRandom random;
  private final SourceWells sources;
  private final Stocks stocks;
  private final Cells cells;
  private final Map<List<Object>, List<SourceWells.Well>> stated = new HashMap<>();
  private final List<TreeNode> labware = new ArrayList<>();
  private final List<TreeNode> steps = new ArrayList<>();
  private final ObjectNode maps = JsonNodeFactory.instance.objectNode();
  private final List<Finding> warnings = new ArrayList<>();
  private int plates;
  private int dilutionPlates;

  Expansion(AssayTemplates templates, LabwareKinds kinds, Mapping root) {
    this.templates = templates;
    this.kinds = kinds;
    this.plan = Fields.of(root);
    TreeNode proposals = plan.required("proposals");
    this.layout = plan.has("layout") ? Fields.of(plan.required("layout"), LayoutRules.WORDS).node()
        : new Mapping(proposals.place(), List.of());
    this.seed = seed();
    this.random = new SplittableRandom(seed);
    this.sources = new SourceWells(plan.items("labware"), kinds);
    this.stocks = new Stocks(plan.items("stocks"), sources);
    this.cells = new Cells(plan.items("cells"), sources);
  }

  Expanded expanded() {
    List<Proposal> proposals = Proposal.read(plan.items("proposals"));
    if (proposals.isEmpty()) {
      throw Finding.of("proposal.none", "The plan has no proposal.").at(plan.required("proposals").place()).refusal();
    }
    checkAssays();
    Map<String, List<Proposal>> byAssay = new LinkedHashMap<>();
    proposals.forEach(it -> byAssay.computeIfAbsent(it.assay(), assay -> new ArrayList<>()).add(it));
    byAssay.values().forEach(it -> lay(templates.get(it.get(0)), it));
    sources.requireEnough();
    List<TreeNode> all = sources.declared();
    all.addAll(labware);
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("seed", seed);
    json.set("plates", maps);
    return new Expanded(all, List.copyOf(steps), json, seed, List.copyOf(warnings));
  }

  private void checkAssays() {
    layout.get("assays").ifPresent(node -> Fields.of(node).node().entries().forEach(entry -> {
      if (!templates.has(entry.key())) {
        throw Finding.of("proposal.unknown-assay", "There is no such assay.").at(entry.value().place()).value(entry.key())
            .allowed(templates.names()).maybe("it is misspelled, or has no file in lab/assays.").refusal();
      }
    }));
  }

  /** As the plan says, or from its campaign and what its proposals say: the same for the same plan. */
  private long seed() {
    if (layout.get("seed").isPresent()) {
      Scalar given = Fields.scalar(layout.get("seed").orElseThrow());
      long number = given.integer();
      if (number < 0) {
        throw Finding.of("proposal.seed", "A seed is not negative.").at(given.place()).value(given.text()).refusal();
      }
      return number;
    }
    var content = new StringBuilder();
    if (plan.has("campaign")) {
      write(Fields.of(plan.required("campaign")).required("id"), content);
    }
    WORDS.forEach(word -> plan.node().get(word).ifPresent(node -> write(node, content.append('\n').append(word))));
    String hash = Sha256.of(content.toString().getBytes(StandardCharsets.UTF_8));
    return Long.parseLong(hash.substring(0, DIGITS_OF_A_SEED), 16);
  }

  /** What a node says, wherever it stands. */
  private static void write(TreeNode node, StringBuilder content) {
    if (node instanceof Mapping map) {
      map.entries().forEach(entry -> write(entry.value(), content.append('\n').append(entry.key()).append(": ")));
    } else if (node instanceof Sequence list) {
      list.items().forEach(item -> write(item, content.append("\n- ")));
    } else {
      content.append(((Scalar) node).text());
    }
  }

  private void lay(AssayTemplate template, List<Proposal> proposals) {
    var usual = (Mapping) new Placeholders(Map.of(), layout.place(), Expansion::missing).fill(template.layout());
    LayoutRules rules = LayoutRules.read(LayoutRules.merged(layout, usual));
    List<SourceWells.Well> vehicle = wells(rules.vehicle());
    List<SourceWells.Well> medium = rules.medium() == null ? List.of() : wells(rules.medium());
    for (PlateMap map : new Placing(rules, kinds, random, warnings::add).plates(proposals, plates)) {
      checkFree(map.label(), map.place());
      lay(template, rules, map, vehicle, medium);
      plates++;
    }
  }

  private List<SourceWells.Well> wells(Source source) {
    List<TreeNode> from = source.wells().size() == 1 && source.wells().get(0) instanceof Sequence list ? list.items()
        : source.wells();
    TreeNode stating = source.volume();
    Volume volume = stating == null ? null : Fields.at(stating, () -> Volume.parse(Fields.scalar(stating).text()));
    String substance = source.substance() == null && volume != null ? "medium" : source.substance();
    var key = new ArrayList<Object>(from.stream().map(node -> Fields.scalar(node).text()).toList());
    key.add(String.valueOf(substance));
    key.add(String.valueOf(volume));
    List<SourceWells.Well> known = stated.get(key);
    if (known == null) {
      known = from.stream().map(node -> sources.well(node, Fields.scalar(node).text(), substance, null, volume)).toList();
      stated.put(key, known);
    }
    return known;
  }

  private void checkFree(String label, Place place) {
    if (sources.has(label)) {
      throw Finding.of("proposal.label-taken", "The plan declares labware that is called as a plate that is made.").at(place).value(label)
          .maybe("call it otherwise: plates are called P1, P2 …, those of their dilutions P1D1, P1D2 ….").refusal();
    }
  }

  private void lay(AssayTemplate template, LayoutRules rules, PlateMap map, List<SourceWells.Well> vehicle,
      List<SourceWells.Well> medium) {
    Map<String, TreeNode> values = template.values(LayoutRules.parameters(layout, map.assay()), map.number() - 1, map.place());
    values.put("plate", text(map, map.label()));
    values.put("device", text(map, rules.device()));
    values.put("volume", text(map, Pipettable.text(rules.volume())));
    values.put("cell_line", text(map, String.join(", ", map.cellLines())));
    map.declared().get("at").ifPresent(at -> values.put("at", at));
    var filled = new Placeholders(values, map.place(), Expansion::missing);
    DilutionPlates dilution = rules.dilution() == null ? null
        : new DilutionPlates(map.label(), rules.dilution(), kinds, () -> dilutionPlates++);
    var made = new PlateSteps(map, rules.device());
    ObjectNode described = maps.putObject(map.label());
    labware.add(map.declared());
    for (Fields unfilled : template.steps()) {
      Fields step = Fields.of(filled.fill(unfilled.node()));
      switch (step.text("operation")) {
        case AssayTemplate.SEED -> {
          var seeding = new Seeding(rules, map, sources, cells, medium, count(step),
              step.choice("by", Seeding.By.class, Seeding.By.DISTRIBUTE), step.optional("liquid_class"), warnings::add);
          made.add(step, seeding.steps());
          seeding.describe(described);
        }
        case AssayTemplate.DOSE -> {
          var dosing = new Dosing(rules, map, sources, stocks, vehicle, medium, dilution);
          made.add(step, dosing.steps(step.optional("liquid_class")));
          dosing.describe(described);
        }
        default -> made.add(step);
      }
    }
    if (dilution != null) {
      dilution.declared().forEach(plate -> checkFree(Fields.of(plate).text("id"), map.place()));
      labware.addAll(dilution.declared());
    }
    steps.addAll(made.steps());
  }

  private static long count(Fields step) {
    Scalar cells = Fields.scalar(step.required("cells"));
    long number = new Scalar(cells.place(), cells.text(), true).integer();
    if (number < 1) {
      throw Finding.of("proposal.cells", "At least one cell is seeded in a well.").at(cells.place()).value(cells.text()).refusal();
    }
    return number;
  }

  private static Scalar text(PlateMap map, String text) {
    return new Scalar(map.place(), text, false);
  }

  /** All names but those of places are known before. */
  private static Finding missing(String name) {
    return Finding.of("proposal.position-missing", "The assay's steps need to know where the plates stand at first.")
        .maybe("add it to the layout, such as plates: {at: {device: Tecan_EVO, position: 0}}.");
  }
}
