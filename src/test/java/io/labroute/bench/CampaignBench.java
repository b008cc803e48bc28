package io.labroute.bench;

import static org.awaitility.Awaitility.await;

import io.labroute.testing.EngineProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the drop of a plan until the last of its worklists lies at the device's doorstep. */
class CampaignBench {

  private static final int ROUNDS = 41;
  private static final int STARTS = 5;
  private static final int AT_ONCE = 50;
  private static final Duration SETTLE = Duration.ofSeconds(2);
  private static final String LAB = """
      sila_servers:
        liquid_handlers:
          Tecan_EVO: {capacity: 2000, process_capacity: 1}
      """;

  @TempDir
  Path home;

  @Test
  void measures() throws Exception {
    var first = new double[STARTS];
    for (int n = 0; n < STARTS; n++) {
      Path own = Files.createDirectory(home.resolve("start-" + n));
      try (EngineProcess engine = EngineProcess.ofJar(own).start().awaitReady()) {
        setUp(engine, 1);
        first[n] = millis(engine, 0);
      }
    }
    try (EngineProcess engine = EngineProcess.ofJar(home).start().awaitReady()) {
      setUp(engine, ROUNDS + AT_ONCE);
      millis(engine, 0);
      var millis = new double[ROUNDS - 1];
      for (int n = 1; n < ROUNDS; n++) {
        millis[n - 1] = millis(engine, n);
      }
      Arrays.sort(millis);
      long start = System.nanoTime();
      for (int n = ROUNDS; n < ROUNDS + AT_ONCE; n++) {
        drop(engine.inbox("campaigns"), "c" + n + ".yaml", plan(n));
      }
      until(() -> worklists(engine) == 4 * (ROUNDS + AT_ONCE));
      double all = (System.nanoTime() - start) / 1e9 - SETTLE.toSeconds();
      var report = new Report("campaign", engine.ask("select split_part(version(), ' on ', 1)"), 0);
      report.line("a plan of 4 x 384 transfers, from settling to the last of its 4 files (aim 1,000 ms): the first after each of %d starts "
          + "in turn %s ms", STARTS, Arrays.stream(first).mapToObj("%.0f"::formatted).collect(Collectors.joining(", ")));
      report.line("each of the next %d: p50 %.0f ms, p95 %.0f ms, max %.0f ms", millis.length, millis[millis.length / 2],
          millis[(int) Math.ceil(0.95 * millis.length) - 1], millis[millis.length - 1]);
      report.line("%d such plans dropped at once, from settling to the last of %d files: %.1f s", AT_ONCE, 4 * AT_ONCE, all);
      report.write(Path.of("target/bench/campaigns.txt"));
    }
  }

  /** A lab with the containers of some plans. */
  private static void setUp(EngineProcess engine, int plans) throws IOException {
    drop(engine.inbox("lab-config"), "lab.yaml", LAB);
    untilStored(engine, "tracking.devices", 1);
    var containers = new StringBuilder("barcode,device,position,labware_type,lidded\n");
    for (int n = 0; n < 5 * plans; n++) {
      containers.append("P%d,Tecan_EVO,%d,384-well plate,0\n".formatted(n, n));
    }
    drop(engine.inbox("containers"), "plates.csv", containers.toString());
    untilStored(engine, "tracking.containers", 5 * plans);
  }

  /** From the settling of a plan, all before which are released, to the last of its files, as the folder has it. */
  private static double millis(EngineProcess engine, int n) throws IOException {
    long start = System.currentTimeMillis();
    drop(engine.inbox("campaigns"), "c" + n + ".yaml", plan(n));
    until(() -> worklists(engine) == 4 * (n + 1));
    return lastPlaced(engine) - start - SETTLE.toMillis();
  }

  /** One source plate onto four others, each a step of its own. */
  private static String plan(int n) {
    var plan = new StringBuilder("campaign: {id: B%d}\nrelease: immediate\nlabware:\n".formatted(n));
    for (int plate = 0; plate < 5; plate++) {
      plan.append("  - {id: L%d, barcode: P%d, type: 384-well plate, at: {device: Tecan_EVO, position: %d}%s}\n".formatted(plate,
          5 * n + plate, 5 * n + plate, plate == 0 ? ", contents: {all: {substance: drug, concentration: 10 mM, volume: 100 uL}}" : ""));
    }
    plan.append("steps:\n");
    for (int plate = 1; plate < 5; plate++) {
      plan.append("  - {id: s%d, operation: stamp, device: Tecan_EVO, from: L0, to: L%d, volume: 10 uL}\n".formatted(plate, plate));
    }
    return plan.toString();
  }

  private static long worklists(EngineProcess engine) throws IOException {
    return files(engine).size();
  }

  private static List<Path> files(EngineProcess engine) throws IOException {
    Path folder = engine.home().resolve("worklists-out/Tecan_EVO");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".gwl") && !file.getFileName().toString().startsWith(".")).toList();
    }
  }

  /** When the last file was given its name, which is the last thing that was changed of it. */
  private static long lastPlaced(EngineProcess engine) throws IOException {
    long last = 0;
    for (Path file : files(engine)) {
      last = Math.max(last, ((FileTime) Files.getAttribute(file, "unix:ctime")).toMillis());
    }
    return last;
  }

  /** Asks seldom: each question is a connection of its own, and would take the time that the engine has to come to rest. */
  private static void untilStored(EngineProcess engine, String table, int rows) {
    await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(250))
        .until(() -> engine.ask("select count(*) from " + table).equals(String.valueOf(rows)));
  }

  /** Looks seldom, too: the folder itself tells when its files came. */
  private static void until(Callable<Boolean> condition) {
    await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofMillis(50)).until(condition);
  }

  private static void drop(Path folder, String name, String text) throws IOException {
    Path temp = Files.writeString(folder.resolve("." + name), text);
    Files.move(temp, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }
}
