package io.labroute.worklist;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.worklist.Step.Transfer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads steps in the worklist language. */
public final class StepReader {

  private StepReader() {}

  /**
   * Reads a step, which may stand for several.
   *
   * @param steps is added to
   * @throws io.labroute.lab.Refusal with line, column and pointer of what is wrong
   */
  public static void read(Fields step, Deck deck, List<Step> steps) {
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
      throw Finding.of("worklist.spot", "This is no well of a labware.").at(node.place()).value(text)
          .allowed("labware/well, such as Plate/A1").refusal();
    }
    return Fields.at(node, () -> deck.spot(text.substring(0, slash), text.substring(slash + 1)));
  }

  private static List<Spot> wells(Fields step, Deck deck) {
    Labware labware = Fields.at(step.required("to"), () -> deck.get(step.text("to")));
    return step.items("wells").isEmpty() ? labware.wells().stream().map(well -> new Spot(labware.label(), well)).toList()
        : step.items("wells").stream().map(node -> Fields.at(node, () -> deck.spot(labware.label(), Fields.scalar(node).text()))).toList();
  }
}
