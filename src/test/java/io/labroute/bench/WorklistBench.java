package io.labroute.bench;

import io.labroute.lab.Labware;
import io.labroute.lab.Volume;
import io.labroute.lab.WellAddress;
import io.labroute.worklist.Contents;
import io.labroute.worklist.Deck;
import io.labroute.worklist.Ledger;
import io.labroute.worklist.Spot;
import io.labroute.worklist.Step;
import io.labroute.worklist.Worklist;
import io.labroute.worklist.WorklistPlan;
import io.labroute.worklist.WorklistPlan.Target;
import io.labroute.worklist.echo.EchoPicklist;
import io.labroute.worklist.echo.EchoProfile;
import io.labroute.worklist.table.TableLint;
import io.labroute.worklist.table.TableProfiles;
import io.labroute.worklist.tecan.GwlLint;
import io.labroute.worklist.tecan.TecanProfile;
import io.labroute.worklist.tecan.TecanProfile.Dialect;
import io.labroute.worklist.tecan.TecanProfile.TipChange;
import io.labroute.worklist.tecan.TecanProfile.TipSystem;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Cherry-picks from many plates into many: planned, rendered, read back and compared; and read by the linter. */
class WorklistBench {

  private static final int PLATES = 300;
  private static final TecanProfile TECAN = new TecanProfile(Dialect.EVO, TipSystem.FIXED, TipChange.SCHEME_1,
      Volume.ofMicrolitres("950"), true, true, false, null, null, false);

  @Test
  void measures() throws IOException {
    var tables = TableProfiles.read(TableProfiles.FILE);
    var hamilton = tables.worklist("plate-well-volume");
    var report = new Report("worklists", "no database", 17);
    report.line("heap of at most %d MiB; aim: 100,000 transfers planned, rendered, read back and compared within 5 s and 512 MB",
        Runtime.getRuntime().maxMemory() >> 20);
    measure(report, "tecan", new WorklistPlan.Tecan(TECAN), text -> GwlLint.findings(text, TECAN, null).size());
    measure(report, "echo", new WorklistPlan.Echo(EchoProfile.USUAL), text -> EchoPicklist.lint(text, EchoProfile.USUAL).size());
    measure(report, "hamilton", new WorklistPlan.Table(hamilton), text -> TableLint.findings(text, hamilton).size());
    report.write(Path.of("target/bench/worklists.txt"));
  }

  private static void measure(Report report, String name, Target target, Function<String, Integer> lint) {
    plan(target, 10_000).write();
    boolean roomy = Runtime.getRuntime().maxMemory() > 3L << 30;
    for (int transfers : roomy ? new int[] {100_000, 1_000_000} : new int[] {100_000}) {
      WorklistPlan plan = plan(target, transfers);
      System.gc();
      long start = System.nanoTime();
      Worklist worklist = plan.write();
      double written = (System.nanoTime() - start) / 1e9;
      String text = new String(worklist.bytes(), StandardCharsets.ISO_8859_1);
      start = System.nanoTime();
      int findings = lint.apply(text);
      double linted = (System.nanoTime() - start) / 1e9;
      long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory() >> 20;
      report.line("%s, %,d transfers: %.2f s to plan, write, read back and compare (%,.0f lines a second), %.2f s to lint (%d findings),"
          + " heap in use %d MiB", name, transfers, written, worklist.lines().size() / written, linted, findings, used);
    }
  }

  private static WorklistPlan plan(Target target, int transfers) {
    var random = new Random(17);
    var labware = new ArrayList<Labware>();
    Map<Spot, Contents> wells = new HashMap<>();
    for (int plate = 0; plate < PLATES; plate++) {
      labware.add(Labware.of("S" + plate, new Labware.Plate(16, 24)));
      labware.add(Labware.of("T" + plate, new Labware.Plate(16, 24)));
      for (int row = 0; row < 16; row++) {
        for (int column = 0; column < 24; column++) {
          var well = new WellAddress(row, column);
          wells.put(new Spot("S" + plate, well), Contents.of(new Contents.Liquid("compound " + plate + well, null),
              Volume.ofMicrolitres("100000")));
          wells.put(new Spot("T" + plate, well), Contents.EMPTY);
        }
      }
    }
    var steps = new ArrayList<Step>(transfers);
    for (int i = 0; i < transfers; i++) {
      steps.add(new Step.Transfer(spot("S", random), spot("T", random), new Volume(BigDecimal.valueOf(25L * (1 + random.nextInt(200)), 3))));
    }
    var deck = new Deck(labware);
    return new WorklistPlan(target, deck, new Ledger(deck, wells), steps);
  }

  private static Spot spot(String kind, Random random) {
    return new Spot(kind + random.nextInt(PLATES), new WellAddress(random.nextInt(16), random.nextInt(24)));
  }
}
