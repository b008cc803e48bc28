package io.labroute.worklist;

import io.labroute.ingest.format.Tree;
import io.labroute.ingest.format.TreeNode;
import io.labroute.lab.Concentration;
import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.Step.Transfer;
import io.labroute.worklist.WorklistPlan.Target;
import io.labroute.worklist.echo.EchoProfile;
import io.labroute.worklist.table.TableProfiles;
import io.labroute.worklist.tecan.TecanProfile;
import io.labroute.worklist.tecan.TecanProfile.Dialect;
import io.labroute.worklist.tecan.TecanProfile.TipChange;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads plans of single worklists, YAML or JSON; their form is published as {@code schemas/worklist.schema.json}. */
public final class WorklistPlanReader {

  private static final Set<String> WORDS = Set.of("worklist", "labware", "steps");
  private static final Set<String> WORDS_OF_TECAN =
      Set.of("for", "dialect", "tips", "change", "tip-maximum", "tip-type", "split", "group-by", "labels", "remark", "volumes");
  private static final Set<String> WORDS_OF_LABWARE =
      Set.of("id", "barcode", "type", "kind", "rows", "columns", "dead", "maximum", "rack-type", "contents");

  private final LabwareTypes types;
  private final TableProfiles tables;

  public WorklistPlanReader(LabwareTypes types, TableProfiles tables) {
    this.types = types;
    this.tables = tables;
  }

  /** Reads the devices of plans only: labware has no kinds by name. */
  public WorklistPlanReader(TableProfiles tables) {
    this(new LabwareTypes(Map.of()), tables);
  }

  private enum Grouping {
    SOURCE,
    DESTINATION
  }

  private enum Volumes {
    HUNDREDTHS,
    SHORT
  }

  private enum Labels {
    REJECT,
    REPLACE
  }

  /**
   * Reads a plan.
   *
   * @throws io.labroute.lab.Refusal with line, column and pointer of the first thing that is wrong
   */
  public WorklistPlan read(InputStream text) throws IOException {
    Fields root = Fields.of(Tree.read(text, null).root(), WORDS);
    var labware = new ArrayList<Labware>();
    for (TreeNode node : root.items("labware")) {
      labware.add(labware(Fields.of(node, WORDS_OF_LABWARE)));
    }
    var deck = new Deck(labware);
    Map<Spot, Contents> wells = new HashMap<>();
    root.items("labware").forEach(node -> contents(Fields.of(node), deck, wells));
    var steps = new ArrayList<Step>();
    root.items("steps").forEach(node -> steps(Fields.of(node), deck, steps));
    return new WorklistPlan(target(Fields.of(root.required("worklist"))), deck, new Ledger(deck, wells), steps);
  }

  /** The device that a worklist is for, from the words of a plan or of a profile. */
  public Target target(Fields fields) {
    String device = fields.text("for");
    return switch (device) {
      case "tecan" -> new WorklistPlan.Tecan(tecan(Fields.of(fields.node(), WORDS_OF_TECAN)));
      case "echo" -> new WorklistPlan.Echo(echo(Fields.of(fields.node(), Set.of("for", "droplet", "largest", "snap", "source-type"))));
      default -> {
        Fields.of(fields.node(), Set.of("for"));
        yield new WorklistPlan.Table(Fields.at(fields.required("for"), () -> tables.worklist(device)));
      }
    };
  }

  private static TecanProfile tecan(Fields fields) {
    Volume tip = fields.volumeOrNull("tip-maximum");
    return new TecanProfile(fields.choice("dialect", Dialect.class, Dialect.EVO), fields.choice("tips", TipSystem.class, TipSystem.FIXED),
        fields.choice("change", TipChange.class, TipChange.SCHEME_1), tip == null ? Volume.ofMicrolitres("950") : tip,
        fields.flag("split", true), fields.choice("group-by", Grouping.class, Grouping.SOURCE) == Grouping.SOURCE,
        fields.choice("labels", Labels.class, Labels.REJECT) == Labels.REPLACE,
        fields.has("tip-type") ? fields.number("tip-type", 1, 1, 100) : null, fields.optional("remark"),
        fields.choice("volumes", Volumes.class, Volumes.HUNDREDTHS) == Volumes.SHORT);
  }

  private static EchoProfile echo(Fields fields) {
    Volume droplet = fields.volumeOrNull("droplet");
    Volume largest = fields.volumeOrNull("largest");
    return new EchoProfile(droplet == null ? EchoProfile.USUAL.increment() : droplet, largest == null ? EchoProfile.USUAL.most() : largest,
        fields.volumeOrNull("snap"), fields.text("source-type", EchoProfile.USUAL.sourceType()));
  }

  private Labware labware(Fields fields) {
    LabwareTypes.Type type = fields.has("type") ? Fields.at(fields.required("type"), () -> types.get(fields.text("type")))
        : LabwareTypes.type(fields);
    Volume dead = fields.volumeOrNull("dead");
    Volume maximum = fields.volumeOrNull("maximum");
    return new Labware(fields.text("id"), fields.optional("barcode"), fields.optional("rack-type"), type.shape(),
        dead == null ? type.dead() : dead, maximum == null ? type.maximum() : maximum);
  }

  private static void contents(Fields fields, Deck deck, Map<Spot, Contents> wells) {
    if (!fields.has("contents")) {
      return;
    }
    Labware labware = deck.get(fields.text("id"));
    for (var entry : Fields.of(fields.required("contents")).node().entries()) {
      Fields well = Fields.of(entry.value(), Set.of("substance", "concentration", "volume"));
      Volume volume = well.volume("volume");
      String concentration = well.optional("concentration");
      Contents contents = volume.isZero() ? Contents.EMPTY : Contents.of(new Contents.Liquid(well.text("substance"),
          concentration == null ? null : Fields.at(well.required("concentration"), () -> Concentration.parse(concentration))), volume);
      List<WellAddress> places = entry.key().equals("all") ? all(labware)
          : List.of(Fields.at(entry.value(), () -> labware.well(entry.key())));
      places.forEach(place -> wells.put(new Spot(labware.label(), place), contents));
    }
  }

  private static List<WellAddress> all(Labware labware) {
    var wells = new ArrayList<WellAddress>();
    for (int column = 0; column < labware.shape().columns(); column++) {
      for (int row = 0; row < labware.shape().rows(); row++) {
        wells.add(new WellAddress(row, column));
      }
    }
    return wells;
  }

  private static void steps(Fields step, Deck deck, List<Step> steps) {
    String liquidClass = step.optional("liquid_class");
    switch (step.text("operation")) {
      case "transfer" -> {
        Fields.of(step.node(), Set.of("operation", "transfers"));
        step.items("transfers").forEach(node -> steps.add(transfer(Fields.of(node, Set.of("from", "to", "volume", "liquid_class")), deck)));
      }
      case "pool" -> {
        only(step, "from", "to", "volume", "liquid_class");
        spots(step, "from", deck).forEach(from ->
            steps.add(new Transfer(from, spot(step.required("to"), deck), step.volume("volume"), liquidClass, Step.Note.NONE)));
      }
      case "stamp" -> {
        only(step, "from", "to", "volume", "quadrant", "liquid_class");
        steps.addAll(Fields.at(step.node(), () -> Patterns.stamp(deck.get(step.text("from")), deck.get(step.text("to")),
            step.volume("volume"), step.number("quadrant", 0, 1, 4), liquidClass)));
      }
      case "dilute" -> {
        only(step, "wells", "diluent", "volume", "factor", "mix", "liquid_class");
        steps.addAll(Fields.at(step.node(), () -> Patterns.serial(spots(step, "wells", deck), spot(step.required("diluent"), deck),
            step.volume("volume"), Fields.scalar(step.required("factor")).number(), step.number("mix", 0, 0, 100), liquidClass)));
      }
      case "distribute" -> {
        only(step, "from", "to", "wells", "volume", "multi-dispense", "reuses", "liquid_class");
        steps.add(new Step.Distribution(spot(step.required("from"), deck), step.text("to"), wells(step, deck), step.volume("volume"),
            liquidClass, step.number("reuses", 1, 1, 1_000), step.number("multi-dispense", 1, 1, 1_536), true));
      }
      case "aliquot" -> {
        only(step, "from", "to", "wells", "volume", "liquid_class");
        steps.add(new Step.Aliquot(spot(step.required("from"), deck), wells(step, deck), step.volume("volume"), liquidClass));
      }
      case "mix" -> {
        only(step, "at", "volume", "cycles", "liquid_class");
        spots(step, "at", deck).forEach(at -> steps.add(new Step.Mix(at, step.volume("volume"), step.number("cycles", 3, 1, 100), liquidClass)));
      }
      case "pause" -> steps.add(new Step.Pause());
      case "remark" -> steps.add(new Step.Remark(step.text("text")));
      default -> throw Finding.of("worklist.unknown-operation", "There is no such operation.").at(step.required("operation").place())
          .value(step.text("operation")).allowed("aliquot, dilute, distribute, mix, pause, pool, remark, stamp, transfer").refusal();
    }
  }

  private static void only(Fields step, String... words) {
    var allowed = new HashSet<>(List.of(words));
    allowed.add("operation");
    Fields.of(step.node(), allowed);
  }

  private static Transfer transfer(Fields fields, Deck deck) {
    return new Transfer(spot(fields.required("from"), deck), spot(fields.required("to"), deck), fields.volume("volume"),
        fields.optional("liquid_class"), Step.Note.NONE);
  }

  private static List<Spot> spots(Fields step, String word, Deck deck) {
    return step.items(word).stream().map(node -> spot(node, deck)).toList();
  }

  /** {@code CompoundPlate/A1}; a label may have slashes itself. */
  private static Spot spot(TreeNode node, Deck deck) {
    String text = Fields.scalar(node).text();
    int slash = text.lastIndexOf('/');
    if (slash < 1) {
      throw Finding.of("worklist.malformed", "This is no well of a labware.").at(node.place()).value(text)
          .allowed("labware/well, such as Plate/A1").refusal();
    }
    return Fields.at(node, () -> deck.spot(text.substring(0, slash), text.substring(slash + 1)));
  }

  private static List<Spot> wells(Fields step, Deck deck) {
    Labware labware = Fields.at(step.required("to"), () -> deck.get(step.text("to")));
    return step.items("wells").isEmpty() ? all(labware).stream().map(well -> new Spot(labware.label(), well)).toList()
        : step.items("wells").stream().map(node -> Fields.at(node, () -> deck.spot(labware.label(), Fields.scalar(node).text()))).toList();
  }
}
