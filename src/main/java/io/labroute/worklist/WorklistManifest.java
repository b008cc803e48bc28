package io.labroute.worklist;

import io.labroute.lab.Finding;
import io.labroute.lab.Labware;
import io.labroute.lab.Sha256;
import io.labroute.lab.Volume;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to a file: from what it was made, what it does, what a person has to prepare.
 *
 * @param sha256 of the file
 * @param planSha256 of the plan that it was made from
 * @param deckSha256 of labels, barcodes and kinds of the labware
 * @param generator which release made it
 * @param labels labels that are written otherwise
 * @param loading what is put on the deck, in its order
 * @param after what will be in the wells whose contents are known
 */
public record WorklistManifest(String format, String sha256, String planSha256, String deckSha256, String generator, int lines,
    Worklist.Usage usage, List<Worklist.Split> splits, List<Worklist.Rounding> roundings, Map<String, String> labels,
    List<Finding> warnings, List<Load> loading, Map<String, Well> after) {

  /**
   * A piece of labware to be put on the deck.
   *
   * @param fill wells that have to hold something, with the least volume: what is drawn and what cannot be
   */
  public record Load(String label, @Nullable String barcode, @Nullable String type, Map<String, String> fill) {}

  /** What will be in a well. */
  public record Well(String volume, Map<String, String> substances) {}

  /** The manifest of a file and its plan. */
  public static WorklistManifest of(WorklistPlan plan, String planText, Worklist worklist, String generator) {
    var deck = new StringBuilder();
    plan.deck().all().forEach(it -> deck.append(it.label()).append('\t').append(it.barcode()).append('\t').append(it.type()).append('\t')
        .append(it.shape()).append('\n'));
    return new WorklistManifest(worklist.format(), Sha256.of(worklist.bytes()), sha256(planText), sha256(deck.toString()), generator,
        worklist.lines().size(), worklist.usage(), worklist.splits(), worklist.roundings(), worklist.labels(), worklist.warnings(),
        loading(plan), wells(worklist.after()));
  }

  private static String sha256(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<Load> loading(WorklistPlan plan) {
    Map<String, Map<String, Volume>> drawn = new LinkedHashMap<>();
    plan.steps().forEach(step -> draws(step).forEach((spot, volume) -> {
      Labware labware = plan.deck().get(spot.labware());
      drawn.computeIfAbsent(spot.labware(), label -> new TreeMap<>())
          .merge(labware.pool(spot.well()).toString(), volume, Volume::plus);
    }));
    var loads = new ArrayList<Load>();
    for (Labware labware : plan.deck().all()) {
      Map<String, String> fill = new LinkedHashMap<>();
      drawn.getOrDefault(labware.label(), Map.of()).entrySet().stream()
          .sorted(Comparator.comparing(entry -> labware.well(entry.getKey())))
          .forEach(entry -> fill.put(entry.getKey(), entry.getValue().plus(labware.dead()).toString()));
      loads.add(new Load(labware.label(), labware.barcode(), labware.type(), fill));
    }
    return loads;
  }

  private static Map<Spot, Volume> draws(Step step) {
    if (step instanceof Step.Transfer it) {
      return Map.of(it.from(), it.volume());
    }
    if (step instanceof Step.Distribution it) {
      return Map.of(it.from(), it.volume().times(it.wells().size()));
    }
    return step instanceof Step.Aliquot it ? Map.of(it.from(), it.volume().times(it.wells().size())) : Map.of();
  }

  private static Map<String, Well> wells(Ledger ledger) {
    Map<String, Well> wells = new TreeMap<>();
    ledger.wells().forEach((spot, contents) -> {
      Map<String, String> substances = new TreeMap<>();
      contents.parts().forEach((liquid, share) -> {
        var concentration = contents.concentration(liquid.substance());
        substances.put(liquid.substance(), concentration == null ? String.format(Locale.ROOT, "%.4f of the volume", share)
            : concentration.toString());
      });
      wells.put(spot.toString(), new Well(String.valueOf(contents.volume()), substances));
    });
    return wells;
  }

  /** The sheet that a person loads the deck by. */
  public String loadingSheet() {
    var sheet = new StringBuilder("Loading sheet for %s, file %s\n".formatted(format, sha256));
    sheet.append("%d transfers, %d tips of %d boxes, %d washes, about %d min\n".formatted(usage.transfers(), usage.tips(), usage.boxes(),
        usage.washes(), Math.max(1, usage.time().toMinutes())));
    int number = 0;
    for (Load load : loading) {
      sheet.append("\n%d. %s%s%s\n".formatted(++number, load.label(), load.barcode() == null ? "" : ", barcode " + load.barcode(),
          load.type() == null ? "" : ", " + load.type()));
      load.fill().forEach((well, volume) -> sheet.append("   ").append(well).append(": at least ").append(volume).append('\n'));
    }
    warnings.forEach(warning -> sheet.append("\nLook at: ").append(warning.text()).append('\n'));
    return sheet.toString();
  }
}
