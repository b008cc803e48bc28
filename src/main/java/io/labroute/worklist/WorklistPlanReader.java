package io.labroute.worklist;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.Tree;
import io.labroute.ingest.format.TreeNode;
import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
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
import java.util.Map;
import java.util.Set;

/** Reads plans of single worklists, YAML or JSON; their form is published as {@code schemas/worklist.schema.json}. */
public final class WorklistPlanReader {

  private static final Set<String> WORDS = Set.of("worklist", "labware", "steps");
  private static final Set<String> WORDS_OF_TECAN =
      Set.of("for", "dialect", "tips", "change", "tip-maximum", "tip-type", "split", "group-by", "labels", "remark", "volumes");

  private final LabwareReader pieces;
  private final TableProfiles tables;

  public WorklistPlanReader(LabwareTypes types, TableProfiles tables) {
    this.pieces = new LabwareReader(types);
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
      labware.add(pieces.read(Fields.of(node, LabwareReader.WORDS), null));
    }
    var deck = new Deck(labware);
    Map<Spot, Contents> wells = new HashMap<>();
    root.items("labware").forEach(node -> LabwareReader.contents(Fields.of(node), deck, wells));
    var steps = new ArrayList<Step>();
    root.items("steps").forEach(node -> StepReader.read(Fields.of(node), deck, steps));
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
}
