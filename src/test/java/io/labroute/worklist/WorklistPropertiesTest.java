package io.labroute.worklist;

import static org.assertj.core.api.Assertions.assertThat;

import io.labroute.lab.Labware;
import io.labroute.lab.Refusal;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.Step.Transfer;
import io.labroute.worklist.tecan.GwlLint;
import io.labroute.worklist.tecan.GwlPlanner;
import io.labroute.worklist.tecan.GwlRecord;
import io.labroute.worklist.tecan.GwlRecord.Pipetting;
import io.labroute.worklist.tecan.GwlText;
import io.labroute.worklist.tecan.TecanProfile;
import io.labroute.worklist.tecan.TecanProfile.Dialect;
import io.labroute.worklist.tecan.TecanProfile.TipChange;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What holds for any plan, tried on many that are made up. */
class WorklistPropertiesTest {

  private static final int PLANS = 10_000;
  private static final int MUTATIONS = 2_000;
  private static final long SEED = 20261121;

  /** A plan that was made up, and how it is written. */
  private record Made(Deck deck, Ledger before, List<Step> steps, TecanProfile profile) {

    static Made up(Random random) {
      int rows = 1 + random.nextInt(8);
      int columns = 1 + random.nextInt(12);
      var deck = new Deck(List.of(
          new Labware("S", null, null, new Labware.Plate(rows, columns), Volume.ofMicrolitres("5"), Volume.ofMicrolitres("2000")),
          new Labware("T", "B1", "96 well", new Labware.Plate(rows, columns), Volume.ofMicrolitres("2"), Volume.ofMicrolitres("2500")),
          new Labware("Pool", null, null, new Labware.Trough(8, 2), Volume.ofMicrolitres("100"), null)));
      Map<Spot, Contents> wells = new HashMap<>();
      for (Labware labware : deck.all()) {
        for (int row = 0; row < labware.shape().rows(); row++) {
          for (int column = 0; column < labware.shape().columns(); column++) {
            String volume = labware.label().equals("Pool") ? "50000" : labware.label().equals("S") ? "1500" : "900";
            wells.put(new Spot(labware.label(), new WellAddress(row, column)),
                Contents.of(new Contents.Liquid(labware.label() + row + column, null), Volume.ofMicrolitres(volume)));
          }
        }
      }
      var steps = new ArrayList<Step>();
      int transfers = 1 + random.nextInt(20);
      for (int i = 0; i < transfers; i++) {
        String from = random.nextInt(4) == 0 ? "Pool" : random.nextInt(4) == 0 ? "T" : "S";
        steps.add(new Transfer(spot(deck, from, random), spot(deck, random.nextInt(6) == 0 ? "S" : "T", random),
            new Volume(BigDecimal.valueOf(random.nextInt(8) == 0 ? 0 : 5 + random.nextInt(400_000), 3))));
      }
      var change = TipChange.values()[random.nextInt(TipChange.values().length)];
      var tips = change == TipChange.DECONTAMINATE || random.nextBoolean() ? TipSystem.FIXED : TipSystem.DITI;
      return new Made(deck, new Ledger(deck, wells), steps, new TecanProfile(random.nextBoolean() ? Dialect.EVO : Dialect.FLUENT, tips,
          change, new Volume(BigDecimal.valueOf(1_000 + random.nextInt(100_000), 2)), true, random.nextBoolean(), false,
          tips == TipSystem.DITI && random.nextBoolean() ? 1 + random.nextInt(3) : null, null, random.nextInt(8) == 0));
    }

    private static Spot spot(Deck deck, String label, Random random) {
      Labware.Shape shape = deck.get(label).shape();
      return new Spot(label, new WellAddress(random.nextInt(shape.rows()), random.nextInt(shape.columns())));
    }

    Worklist plan() {
      return GwlPlanner.plan(deck, before, steps, profile);
    }
  }

  @Test
  void anyPlanIsWrittenWholeOrRefusedWhole() {
    var random = new Random(SEED);
    int written = 0;
    while (written < PLANS) {
      Made made = Made.up(random);
      Map<Spot, Contents> wells = made.before().wells();
      try {
        assertSound(made, made.plan());
        written++;
      } catch (Refusal refused) {
        assertThat(refused.finding().code()).isIn("worklist.volume-underflow", "worklist.volume-overflow", "worklist.same-well");
      }
      assertThat(made.before().wells()).as("the snapshot is untouched").isEqualTo(wells);
    }
  }

  private static void assertSound(Made made, Worklist worklist) {
    List<GwlRecord> records = records(worklist);
    assertThat(records.stream().map(it -> GwlText.line(it, made.profile().shortVolumes())).toList()).as("read and written again")
        .isEqualTo(worklist.lines());
    assertThat(made.plan().bytes()).as("the same again").isEqualTo(worklist.bytes());
    BigDecimal tip = made.profile().tipMaximum().microlitres();
    BigDecimal total = BigDecimal.ZERO;
    for (GwlRecord record : records) {
      if (record instanceof Pipetting it) {
        assertThat(it.microlitres()).isPositive().isLessThanOrEqualTo(tip);
        if (!it.aspirates()) {
          total = total.add(it.microlitres());
        }
      }
    }
    BigDecimal requested = made.steps().stream().map(step -> ((Transfer) step).volume().inHundredths().microlitres())
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertThat(total).as("all that was asked for").isEqualByComparingTo(requested);
    worklist.after().wells().forEach((spot, contents) -> {
      Labware labware = made.deck().get(spot.labware());
      if (labware.maximum() != null) {
        assertThat(contents.volume()).isLessThanOrEqualTo(labware.maximum());
      }
      double shares = contents.parts().values().stream().mapToDouble(Double::doubleValue).sum();
      assertThat(shares).isBetween(0.999999, 1.000001);
    });
    assertOrdered(made, records);
    assertThat(GwlLint.findings(text(worklist), made.profile(), made.deck())).as(text(worklist)).isEmpty();
  }

  /** Each well sees its draws and fills in an order that gives what the requested order gives: replayed, no draw fails. */
  private static void assertOrdered(Made made, List<GwlRecord> records) {
    var filledSinceBreak = new ArrayList<String>();
    for (GwlRecord record : records) {
      if (record instanceof GwlRecord.Break) {
        filledSinceBreak.clear();
      } else if (record instanceof Pipetting it) {
        String well = it.rackLabel() + "/" + it.position();
        if (it.aspirates()) {
          assertThat(filledSinceBreak).as("drawn only from what was done").doesNotContain(well);
        } else if (!made.deck().get(it.rackLabel()).shape().equals(new Labware.Trough(8, 2))) {
          filledSinceBreak.add(well);
        }
      }
    }
  }

  @Test
  void theLinterFindsDamageThatADeviceWouldTakeForAnotherWorklist() {
    var random = new Random(SEED + 1);
    int mutations = 0;
    while (mutations < MUTATIONS) {
      Made made = Made.up(random);
      List<String> lines;
      try {
        lines = made.plan().lines();
      } catch (Refusal refused) {
        continue;
      }
      List<Integer> pipettings = IntStream.range(0, lines.size()).filter(i -> lines.get(i).matches("[AD];.*")).boxed().toList();
      // Where tips are flushed, less may be dispensed than was aspirated.
      if (!pipettings.isEmpty() && made.profile().change() != TipChange.FLUSH) {
        mutations++;
        String mutated = mutated(lines, pipettings.get(random.nextInt(pipettings.size())), random);
        assertThat(GwlLint.findings(mutated, made.profile(), made.deck())).as(mutated).isNotEmpty();
      }
    }
  }

  private static String mutated(List<String> lines, int at, Random random) {
    var changed = new ArrayList<>(lines);
    String line = lines.get(at);
    String[] fields = line.split(";", -1);
    switch (random.nextInt(8)) {
      case 0 -> changed.remove(at);
      case 1 -> changed.add(at, line);
      case 2 -> changed.set(at, line.substring(0, line.length() / 2));
      case 3 -> changed.set(at, line.replaceFirst(";", ","));
      case 4 -> changed.set(at, "EGHIJKLMNOPQUVXYZ".charAt(random.nextInt(17)) + line.substring(1));
      case 5 -> fields[6] = new BigDecimal(fields[6]).add(new BigDecimal("0.01")).toPlainString();
      case 6 -> fields[6] = fields[6].replace('.', ',');
      default -> fields[4] = "1537";
    }
    if (changed.equals(lines)) {
      changed.set(at, String.join(";", fields));
    }
    return String.join("\n", changed);
  }

  private static List<GwlRecord> records(Worklist worklist) {
    return GwlText.read(text(worklist)).stream().map(GwlText.Line::record).toList();
  }

  private static String text(Worklist worklist) {
    return new String(worklist.bytes(), StandardCharsets.ISO_8859_1);
  }
}
