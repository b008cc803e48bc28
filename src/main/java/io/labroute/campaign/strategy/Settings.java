package io.labroute.campaign.strategy;

import io.labroute.ingest.format.Fields;
import io.labroute.ingest.format.TreeNode;
import io.labroute.ingest.format.TreeNode.Mapping;
import io.labroute.ingest.format.TreeNode.Mapping.Entry;
import io.labroute.lab.Concentration;
import io.labroute.lab.Finding;
import java.util.ArrayList;
import java.util.Set;

/**
 * How doses are refined; the words are explained in {@code lab/strategies/dose-refinement.yaml}.
 *
 * @param doses log10 of the lowest and the highest dose, in M or g/L
 * @param dimension of the doses, M or g/L
 * @param points doses of each pair in an iteration
 * @param until decades, half the width of the confidence interval
 * @param confidence 0 to 1
 * @param top relative to the vehicle controls; so with the bottom
 * @param effect least difference between top and bottom
 * @param narrow factor in decades
 * @param least decades
 * @param widen log10 of the factor
 * @param iterations at most, where the plan says nothing
 */
record Settings(String name, Bounds doses, String dimension, int points, double until, double confidence, Bounds top, Bounds bottom,
    Bounds hill, double effect, double narrow, double least, double widen, int iterations) {

  private static final Set<String> WORDS = Set.of("strategy", "doses", "points", "until", "confidence", "top", "bottom", "hill", "effect",
      "narrow", "least", "widen", "iterations");
  private static final Bounds DECADES = new Bounds(0, 6);

  /**
   * The settings of a file.
   *
   * @throws io.labroute.lab.Refusal with the place of what is wrong
   */
  static Settings read(Mapping root) {
    Fields fields = Fields.of(root, WORDS);
    Fields doses = Fields.of(fields.required("doses"), Set.of("from", "to"));
    Bounds range = Bounds.read(doses.node(), node -> Math.log10(dose(node).base()));
    String dimension = dose(doses.required("from")).dimension();
    if (!dose(doses.required("to")).dimension().equals(dimension)) {
      throw Finding.of("strategy.bounds", "The lowest and the highest dose are not of one kind.").at(doses.node().place()).refusal();
    }
    Bounds hill = Bounds.read(fields.required("hill"), Settings::number);
    if (hill.from() <= 0) {
      throw Finding.of("strategy.bounds", "A Hill slope is more than 0; whether the curve falls or rises, top and bottom say.")
          .at(fields.required("hill").place()).refusal();
    }
    fields.required("points");
    fields.required("iterations");
    return new Settings(fields.text("strategy"), range, dimension, fields.number("points", 6, 2, 96), within(fields, "until", DECADES),
        confidence(fields.required("confidence")), Bounds.read(fields.required("top"), Settings::number),
        Bounds.read(fields.required("bottom"), Settings::number), hill, within(fields, "effect", new Bounds(0, 100)),
        within(fields, "narrow", new Bounds(1, 100)), within(fields, "least", DECADES),
        Math.log10(within(fields, "widen", new Bounds(1, 1e6))), fields.number("iterations", 6, 1, 1_000));
  }

  /** The words of a file, and those that a plan gives instead of them. */
  static Mapping merged(Mapping file, Mapping plan) {
    var entries = new ArrayList<Entry>();
    file.entries().forEach(entry -> entries.add(new Entry(entry.key(), plan.get(entry.key()).orElse(entry.value()))));
    plan.entries().stream().filter(entry -> !entry.key().equals("use") && file.get(entry.key()).isEmpty()).forEach(entries::add);
    return new Mapping(plan.place(), entries);
  }

  private static Concentration dose(TreeNode node) {
    Concentration dose = Fields.at(node, () -> Concentration.parse(Fields.scalar(node).text()));
    if (dose.amount() <= 0 || !dose.dimension().equals("M") && !dose.dimension().equals("g/L")) {
      throw Finding.of("strategy.dose", "This is no dose above 0.").at(node.place()).value(Fields.scalar(node).text())
          .allowed("such as 0.1 nM or 5 ug/mL").refusal();
    }
    return dose;
  }

  private static double number(TreeNode node) {
    return Fields.scalar(node).number().doubleValue();
  }

  private static double within(Fields fields, String word, Bounds bounds) {
    double number = number(fields.required(word));
    if (number <= bounds.from() || number > bounds.to()) {
      throw Finding.of("strategy.number", "The number is out of range.").at(fields.required(word).place())
          .value(word + ": " + fields.text(word)).allowed("more than %s, at most %s".formatted(bounds.from(), bounds.to())).refusal();
    }
    return number;
  }

  private static double confidence(TreeNode node) {
    Concentration percent = Fields.at(node, () -> Concentration.parse(Fields.scalar(node).text()));
    if (percent.unit() != Concentration.Unit.PERCENT || percent.amount() < 50 || percent.amount() > 99.9) {
      throw Finding.of("strategy.confidence", "This is no fitting confidence.").at(node.place()).value(Fields.scalar(node).text())
          .allowed("50 % to 99.9 %").refusal();
    }
    return percent.amount() / 100;
  }
}
